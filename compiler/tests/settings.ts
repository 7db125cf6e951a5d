// `set:` of tests: values of the config that are others. In: a field. Out: options as `--set` gives them, each with its
// field, so that what the compiler says of one is said where it stands.

import { diagnose } from '../diagnostics/catalog.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { sourceOf } from '../diagnostics/span.ts';
import { isMap } from '../ir/document.ts';
import { childPlace } from '../ir/places.ts';
import { pointer } from '../ir/source.ts';
import type { Field, Walk } from '../passes/validate/walk.ts';
import type { CompileResult } from '../request.ts';

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

/** What a compile says against the settings of a test, at the settings; the rest is for the config itself. */
export function blame(walk: Walk, result: CompileResult, settings: readonly Setting[]): readonly Diagnostic[] {
  return result.diagnostics.flatMap((d) => {
    const source = sourceOf(result.sources, d.span);
    const setting = settings.find((s) => source.path === '--set' && source.text === `${s.path}=${s.value}`);
    if (d.severity !== 'error' || setting === undefined) return [];
    return [diagnose('test/set', walk.span(setting.field), { path: setting.path, message: d.message, code: d.code })];
  });
}
