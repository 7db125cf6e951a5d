// One node of the graph. In: its field. Out: input, steps with ids, sinks, and whether all of it can be used; undefined when it
// is no map. Invariant: an address is kept, whatever is wrong beside it, so that its own mistakes can be found.

import { mixTable, nodeTable } from '../../../schema/config.ts';
import type { MixEntryConfig, NodeConfig, StepConfig } from '../../ir/config.ts';
import { StepNames } from '../step-ids.ts';
import { readAddresses } from './addresses.ts';
import { readStep, type StepDraft } from './step.ts';
import { numberSpec, readBoolean, readNumber } from './values.ts';
import { type Field, kindOf, type Walk } from './walk.ts';

export function readNode(
  walk: Walk,
  field: Field,
  rateHz: number,
): { readonly value: NodeConfig; readonly isWhole: boolean } | undefined {
  const before = walk.failures;
  const keys = walk.keys(field, `the node \`${field.name}\``, nodeTable);
  if (keys === undefined) return undefined;
  const get = <T>(name: string, read: (field: Field) => T | undefined): T | undefined => {
    const found = keys.get(name);
    return found && read(found);
  };
  const spec = numberSpec(nodeTable, 'channels');
  const value: NodeConfig = {
    name: field.name,
    at: field.at,
    channels: get('channels', (f) => readNumber(walk, f, 'count', spec, rateHz)) ?? null,
    input: readInput(walk, field, keys, rateHz),
    steps: get('do', (f) => readSteps(walk, f, field.name, rateHz)) ?? [],
    to: get('to', (f) => readAddresses(walk, f)) ?? [],
  };
  return { value, isWhole: walk.failures === before };
}

function readInput(walk: Walk, node: Field, keys: ReadonlyMap<string, Field>, rateHz: number): NodeConfig['input'] {
  const from = keys.get('from');
  const mix = keys.get('mix');
  if (from !== undefined && mix !== undefined) {
    const related = [{ span: walk.key(from), label: 'the other one' }];
    const reason = 'Put the sources of `from` into `mix`, each with a gain, or make another node of it.';
    walk.say(
      'key/excludes',
      walk.key(mix),
      { key: 'mix', other: 'from', of: `the node \`${node.name}\``, reason },
      { related },
    );
    walk.failed();
  }
  const entries = mix && readMix(walk, mix, rateHz);
  const sources = from && readAddresses(walk, from);
  if (entries !== undefined) return { kind: 'mix', entries };
  return sources === undefined ? { kind: 'none' } : { kind: 'from', sources };
}

/** Sources sorted by their text, so that the order in the file does not change a sum. */
function readMix(walk: Walk, field: Field, rateHz: number): readonly MixEntryConfig[] | undefined {
  const fields = walk.entries(field, 'a map from sources to gains');
  if (fields === undefined) return undefined;
  const out = fields.map((entry) => readMixEntry(walk, entry, rateHz));
  return out.sort((a, b) => (a.source.text < b.source.text ? -1 : 1));
}

function readMixEntry(walk: Walk, field: Field, rateHz: number): MixEntryConfig {
  const gainSpec = numberSpec(mixTable, 'gain');
  const gain = (f: Field) => readNumber(walk, f, 'gain', gainSpec, rateHz);
  const source = { text: field.name, at: field.at, isKey: true };
  const rest = { source, panPercent: null, mute: false, at: field.at };
  if (typeof field.value !== 'object') return { ...rest, gainDb: gain({ ...field, name: 'gain' }) ?? 0 };
  const keys = walk.keys(field, 'a source of a mix', mixTable);
  if (keys === undefined) return { ...rest, gainDb: 0 };
  const [gainField, pan, mute] = [keys.get('gain'), keys.get('pan'), keys.get('mute')];
  return {
    ...rest,
    gainDb: (gainField && gain(gainField)) ?? 0,
    panPercent: (pan && readNumber(walk, pan, 'percent', numberSpec(mixTable, 'pan'), rateHz)) ?? null,
    mute: (mute && readBoolean(walk, mute)) ?? false,
  };
}

function readSteps(walk: Walk, field: Field, node: string, rateHz: number): readonly StepConfig[] | undefined {
  const { value } = field;
  if (!Array.isArray(value)) {
    const help = 'Write each step on a line of its own that starts with `- `.';
    return walk.shape(field, `a list of steps`, kindOf(value) === 'a map' ? { help } : {});
  }
  const drafts = (walk.items(field, 'a list of steps') ?? []).map((item) => readStep(walk, item, rateHz));
  return named(walk, drafts, node);
}

/** Ids: what was written, or else the type, repeats numbered; one id twice is a mistake of the later one. */
function named(walk: Walk, drafts: readonly (StepDraft | undefined)[], node: string): readonly StepConfig[] {
  const names = new StepNames();
  const taken = new Map<string, StepDraft>();
  const steps: StepConfig[] = [];
  for (const draft of drafts) {
    if (draft === undefined) continue;
    const { descriptor, at, paramsAt, params, keys, channels, bypass } = draft;
    const id = draft.id ?? names.next(descriptor.type);
    const first = taken.get(id);
    if (first !== undefined) clash(walk, id, node, draft, first);
    else taken.set(id, draft);
    steps.push({ id, named: draft.idField !== undefined, descriptor, at, paramsAt, params, keys, channels, bypass });
  }
  return steps;
}

/** Points at the id that was written; of two, at the later one. */
function clash(walk: Walk, id: string, node: string, draft: StepDraft, first: StepDraft): void {
  const [late, early] = draft.idField === undefined ? [first, draft] : [draft, first];
  if (late.idField === undefined) return;
  const related = early.idField === undefined ? [] : [{ span: walk.span(early.idField), label: 'first used here' }];
  walk.fail('step/id-taken', late.idField, { id, node }, { related });
}
