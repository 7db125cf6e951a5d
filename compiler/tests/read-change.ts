// What a test of clicks changes half-way: the config, values of it, or a device that is pulled out. In: the assertion's
// fields. Out: the change, its plan compiled with the taps of the running one; undefined, with a diagnostic.

import type { PassContext, ReadContext } from '../passes/pass.ts';
import { readAddress } from '../passes/validate/addresses.ts';
import { readText } from '../passes/validate/values.ts';
import type { Field, Walk } from '../passes/validate/walk.ts';
import type { CompileRequest } from '../request.ts';
import type { TestAddresses } from './addresses.ts';
import type { ReadWord } from './read-word.ts';
import { blame, type Setting } from './settings.ts';
import type { Taps } from './taps.ts';
import { Variant, withSettings } from './variant.ts';

export interface ChangeScope {
  readonly walk: Walk;
  readonly context: ReadContext & PassContext;
  readonly addresses: TestAddresses;
  /** How the running config is compiled. */
  readonly request: CompileRequest;
  readonly taps: Taps;
  readonly settings: (field: Field | undefined) => Promise<readonly Setting[]>;
}

export type ReadChange =
  | { readonly kind: 'plan'; readonly plan: Variant; readonly words: string }
  | { readonly kind: 'unplug'; readonly device: string };

export async function readChange(word: ReadWord, scope: ChangeScope): Promise<ReadChange | undefined> {
  const { walk, context, request, addresses } = scope;
  const { fields, given } = word;
  const [reload, set, unplug] = ['reload', 'set', 'unplug'].map((key) => fields.get(key));
  if ([reload, set, unplug].filter((f) => f !== undefined).length !== 1) {
    return walk.fail('test/change', given, {
      problem: 'a test of clicks wants one change: `reload`, `set` or `unplug`',
    });
  }
  if (unplug !== undefined) {
    const address = readAddress(walk, unplug);
    const device = address && addresses.clocked(address);
    return device === undefined ? walk.failed() : { kind: 'unplug', device };
  }
  const before = walk.failures;
  const settings = await scope.settings(set);
  if (walk.failures > before) return undefined;
  const file = reload && readText(walk, reload);
  if (reload !== undefined && file === undefined) return undefined;
  const entry = file === undefined ? request.entry : context.host.resolve(context.entry, file);
  const plan = await Variant.of(withSettings(request, settings, entry), scope.taps);
  if (plan.checked !== undefined) {
    const words =
      file === undefined ? settings.map((s) => `${s.path} becomes ${s.value}`).join(', ') : `${file} is laid over it`;
    return { kind: 'plan', plan, words };
  }
  const blamed = blame(walk, plan.result, settings);
  walk.found.addAll(blamed);
  if (blamed.length > 0) return walk.failed();
  const [first] = plan.result.diagnostics.filter((d) => d.severity === 'error');
  return walk.fail('test/change', reload ?? given, { problem: `it does not compile: ${first?.message ?? ''}` });
}
