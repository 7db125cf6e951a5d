// Edits around one step of every type. In: a descriptor and the pool of its settings. Out: pairs of configs, before and
// after. Invariant: everything follows from the descriptor; beside the step runs a branch that no edit touches.

import type { NodeDescriptor } from '../../schema/node.ts';
import { sideChains } from '../conformance/settings.ts';
import { type PooledSetting, type PooledType, portWidth } from '../property/graphs/pool.ts';

type Step = Readonly<Record<string, unknown>>;

export interface StepEdit {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

/** What stands around the step. */
interface Around {
  readonly source?: string;
  readonly first?: readonly Step[];
  readonly last?: readonly Step[];
  /** Of the step itself: `channels`, `bypass`. */
  readonly common?: Readonly<Record<string, unknown>>;
}

const peaking: Step = { peaking: { freq: '1 kHz', gain: '4 dB', q: 1, id: 'near' } };
const late: Step = { limiter: { ceiling: '6 dBFS', lookahead: '1 ms', id: 'near' } };
const level: Step = { gain: { gain: '-2 dB', id: 'near' } };

export function stepEdits({ descriptor: d, settings }: PooledType): readonly StepEdit[] {
  const [example] = settings;
  const width = d.inputs.in === undefined ? 2 : portWidth(d.inputs.in, example!.params, 2);
  const config = (setting: PooledSetting | null, around: Around = {}) => configOf(d, setting, width, around);
  const edits: StepEdit[] = [];
  const both = (what: string, before: string, after: string): void => {
    edits.push({ what, before, after }, { what: `${what}, back`, before: after, after: before });
  };
  const base = config(example!);
  for (const [i, setting] of settings.entries())
    if (i > 0 && isLow(d, setting))
      both(`${JSON.stringify(example!.params)} to ${JSON.stringify(setting.params)}`, base, config(setting));
  const isFirst = d.inputs.in === undefined;
  if (!isFirst) {
    both('the step comes', config(null), base);
    both('another input', base, config(example!, { source: 'other' }));
    both('an equaliser in front', base, config(example!, { first: [peaking] }));
    both('latency in front', base, config(example!, { first: [late] }));
    for (const near of [peaking, late, level])
      both('changes places', config(example!, { first: [near] }), config(example!, { last: [near] }));
    both('a bypass switch', base, config(example!, { common: { bypass: true } }));
    both('bypass', config(example!, { common: { bypass: false } }), config(example!, { common: { bypass: true } }));
    if (width > 1) both('one channel only', base, config(example!, { common: { channels: 1 } }));
  }
  both('an equaliser behind', base, config(example!, { last: [peaking] }));
  both('latency behind', base, config(example!, { last: [late] }));
  return edits;
}

/** A tone near the 6 kHz from which clicks are measured would be taken for one. */
const isLow = (d: NodeDescriptor, { params }: PooledSetting): boolean =>
  d.inputs.in !== undefined || typeof params.freq !== 'number' || params.freq < 3000;

/** JSON is YAML. */
function configOf(d: NodeDescriptor, setting: PooledSetting | null, width: number, around: Around): string {
  const keys = setting?.keyed ? sideChains(d) : [];
  const inputs: Record<string, string> = { programme: '1-4', other: '5-8', key: '9-12' };
  const step = setting && {
    [d.type]: {
      ...setting.params,
      ...Object.fromEntries(keys.map((k) => [k, keySource(d, k, setting, width)])),
      ...around.common,
      id: 'step',
    },
  };
  const steps = [...(around.first ?? []), ...(step ? [step] : []), ...(around.last ?? [])];
  const source = `main.${around.source ?? 'programme'}`;
  const input = d.inputs.in === undefined ? { channels: width } : { from: `${source}.${range(width)}` };
  const outputs = setting && around.last === undefined ? setting.outputs : { out: undefined };
  const names = Object.keys(outputs);
  const wide = (name: string) =>
    setting === null ? width : setting.outputs[name] ? portWidth(setting.outputs[name], setting.params, width) : width;
  const graph: Record<string, unknown> = {
    n: { ...input, do: steps },
    beside: {
      from: 'main.other.1-2',
      do: [{ highpass: '40 Hz' }, { compressor: { threshold: '-20 dBFS', ratio: 2 } }],
      to: 'main.beside',
    },
  };
  for (const [i, name] of names.entries())
    graph[`out${i}`] = { from: name === 'out' ? 'n' : `n.${name}`, to: `main.o${i}.${range(wide(name))}` };
  return JSON.stringify({
    busbar: 1,
    engine: { rate: '48 kHz', quantum: '64 frames' },
    devices: {
      main: { inputs, outputs: { beside: '1-2', o0: '3-6', o1: '7-10', o2: '11-14', o3: '15-18', o4: '19-22' } },
    },
    graph,
  });
}

function keySource(d: NodeDescriptor, key: string, setting: PooledSetting, width: number): string {
  return portWidth(d.inputs[key]!, setting.params, width) === 1 ? 'main.key.1' : `main.key.${range(width)}`;
}

const range = (width: number): string => (width === 1 ? '1' : `1-${width}`);
