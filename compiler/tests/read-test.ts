// One test. In: its field, and the config as it wants it. Out: the test bound to channels; undefined, with diagnostics,
// where it cannot run. Invariant: a channel has one stimulus.

import { testTable } from '../../schema/tests/file.ts';
import { writeQuantity } from '../../schema/units.ts';
import type { CheckedGraph } from '../ir/graph.ts';
import { pointer } from '../ir/source.ts';
import type { ReadContext } from '../passes/pass.ts';
import type { Field, Walk } from '../passes/validate/walk.ts';
import { TestAddresses } from './addresses.ts';
import { readAssertion } from './read-assertion.ts';
import { readStimulus } from './read-stimulus.ts';
import type { ReadWord } from './read-word.ts';
import type { Change, Channel, Played, TestCase, TestPlan } from './types.ts';
import type { Variant } from './variant.ts';
import { WordValues } from './word-values.ts';

export interface TestScope {
  readonly walk: Walk;
  readonly context: ReadContext;
  readonly variant: Variant;
  readonly checked: CheckedGraph;
  readonly change: (word: ReadWord, addresses: TestAddresses, variant: Variant) => Promise<Change | undefined>;
}

export type TestDraft = Omit<TestCase, keyof TestPlan> & { readonly variant: Variant };

export async function readTest(
  field: Field,
  keys: ReadonlyMap<string, Field>,
  scope: TestScope,
): Promise<TestDraft | undefined> {
  const { walk, context, variant, checked } = scope;
  const before = walk.failures;
  const { rateHz } = checked.graph.config.engine;
  const addresses = new TestAddresses(checked, variant.listening, context);
  const values = new WordValues(walk, keys, testTable, rateHz);
  const [forMs, settleMs] = [values.number('for'), values.number('settle')];
  checkSettle(walk, keys, forMs, settleMs);
  const play = await readPlay(keys.get('play'), addresses, scope);
  const expect = [];
  for (const item of readList(walk, keys.get('expect'))) {
    const change = (word: ReadWord) => scope.change(word, addresses, variant);
    const assertion = await readAssertion(item, { walk, addresses, rateHz, play, change });
    if (assertion !== undefined) expect.push(assertion);
  }
  walk.found.addAll(addresses.found);
  if (walk.failures > before || addresses.found.some((d) => d.severity === 'error')) return undefined;
  return { name: field.name, span: walk.key(field), play, forMs, settleMs, expect, variant };
}

function readList(walk: Walk, field: Field | undefined): readonly Field[] {
  const items = field && walk.items(field, 'a list of assertions');
  if (field !== undefined && items?.length === 0) {
    walk.fail('value/length', field, { field: 'expect', has: 0, min: 1, max: 1000 });
  }
  return items ?? [];
}

function checkSettle(walk: Walk, keys: ReadonlyMap<string, Field>, forMs: number, settleMs: number): void {
  const field = keys.get('settle') ?? keys.get('for');
  if (field === undefined || settleMs < forMs) return;
  const write = (ms: number) => writeQuantity(ms, 'time');
  walk.fail('test/settle', field, { settle: write(settleMs), length: write(forMs) });
}

async function readPlay(
  field: Field | undefined,
  addresses: TestAddresses,
  { walk, context, checked }: TestScope,
): Promise<readonly Played[]> {
  const played: Played[] = [];
  const taken = new Map<string, Field>();
  for (const entry of (field && walk.entries(field, 'a map from inputs to what is played')) ?? []) {
    const into = addresses.input({ text: entry.name, at: entry.at, isKey: true });
    if (into === undefined) {
      walk.failed();
      continue;
    }
    claim(walk, entry, into, taken);
    const place = { rateHz: rateOf(checked, into), channels: into.length };
    const stimulus = await readStimulus(walk, entry, place, context);
    if (stimulus !== undefined) played.push({ into, stimulus });
  }
  return played;
}

function claim(walk: Walk, entry: Field, into: readonly Channel[], taken: Map<string, Field>): void {
  for (const { device, channel, name } of into) {
    const id = pointer(device, channel);
    const first = taken.get(id);
    if (first !== undefined) {
      const related = [{ span: walk.key(first), label: 'the first one' }];
      walk.say('test/played-twice', walk.key(entry), { name }, { related });
      walk.failed();
      return;
    }
    taken.set(id, entry);
  }
}

const rateOf = ({ graph: { config } }: CheckedGraph, [first]: readonly Channel[]): number =>
  config.devices.find((d) => d.name === first?.device)?.rateHz ?? config.engine.rateHz;
