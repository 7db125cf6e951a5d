// `set:` of tests: values of the config that are others. In: a field. Out: options as `--set` gives them, each with its
// field, so that what the compiler says of one is said where it stands; a control as the param that it moves.

import { diagnose } from '../diagnostics/catalog.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { sourceOf } from '../diagnostics/span.ts';
import { suggest } from '../diagnostics/suggest.ts';
import type { ControlConfig } from '../ir/config.ts';
import { isMap } from '../ir/document.ts';
import { childPlace } from '../ir/places.ts';
import { pointer } from '../ir/source.ts';
import { targetText } from '../ir/target.ts';
import { readBoolean, readNumber } from '../passes/validate/values.ts';
import type { Field, Walk } from '../passes/validate/walk.ts';
import type { CompileResult } from '../request.ts';

/** Frames as a time are judged roughly here, and at the config's own rate by its compile. */
const SOME_RATE = 48_000;

export interface Setting {
  readonly path: string;
  readonly value: string;
  readonly field: Field;
}

export function readSettings(walk: Walk, field: Field | undefined): readonly Setting[] {
  if (field === undefined) return [];
  if (!isMap(field.value)) return walk.shape(field, 'a map from paths to values') ?? [];
  return Object.entries(field.value).flatMap(([path, value]) => {
    const child: Field = {
      value,
      place: childPlace(field.place, path) ?? field.place,
      at: pointer(field.at, path),
      name: path,
    };
    if (typeof value === 'object' && value !== null) return walk.shape(child, 'one value') ?? [];
    return [{ path, value: value === null ? 'null' : walk.written(child), field: child }];
  });
}

const isControl = ({ path }: Setting): boolean => path.startsWith('/');

/**
 * Settings with those of controls in words of the config. `controls`, asked for only where there are such, gives those of the
 * config; undefined where it does not compile, which is said elsewhere.
 */
export async function throughControls(
  walk: Walk,
  settings: readonly Setting[],
  controls: () => Promise<readonly ControlConfig[] | undefined>,
): Promise<readonly Setting[]> {
  if (!settings.some(isControl)) return settings;
  const known = await controls();
  return settings.flatMap((s) => (isControl(s) ? ((known && throughControl(walk, s, known)) ?? []) : s));
}

function throughControl(walk: Walk, setting: Setting, controls: readonly ControlConfig[]): Setting | undefined {
  const { path: name, field } = setting;
  const control = controls.find((c) => c.name === name);
  if (control === undefined) {
    const among = controls.map((c) => c.name);
    const near = suggest(name, among);
    const span = walk.key(field);
    walk.say('test/control', span, { name, among }, near === undefined ? {} : walk.meant(span, near));
    return walk.failed();
  }
  const path = targetText(control.target);
  if (control.range !== null) {
    const { dimension } = control.range;
    return readNumber(walk, field, dimension, control.range, SOME_RATE) === undefined
      ? undefined
      : { ...setting, path };
  }
  const isOn = readBoolean(walk, field);
  return isOn === undefined ? undefined : { path, value: String(isOn !== control.invert), field };
}

/** What a compile says against the settings of a test, at the settings; the rest is for the config itself. */
export function blame(walk: Walk, result: CompileResult, settings: readonly Setting[]): readonly Diagnostic[] {
  return result.diagnostics.flatMap((d) => {
    const source = sourceOf(result.sources, d.span);
    const setting = settings.find((s) => source.path === '--set' && source.text === `${s.path}=${s.value}`);
    if (d.severity !== 'error' || setting === undefined) return [];
    return [diagnose('test/set', walk.span(setting.field), { path: setting.path, message: d.message, code: d.code })];
  });
}
