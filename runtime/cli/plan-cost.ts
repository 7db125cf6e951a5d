// A rough forecast of load. In: a plan. Out: the share of one core that running it live would take.
// Figures: nanoseconds of CPU per frame and channel, each kernel measured alone (x86-64, 2 GHz, blocks of 4,096
// frames). Between machines they differ by a factor of two or three, their proportions by less.

import { crossoverKinds, filterKinds } from '../../schema/filter-kinds.ts';
import { nodeType } from '../../schema/index.ts';
import type { Plan, PlanPart } from '../../schema/plan.ts';

/** Calling any kernel once, whatever it does. */
const CALL_NS = 50;
const SECTION_NS = 4.5;
const DEFAULT_NS = 1;

const nsPerChannel: Readonly<Record<string, number>> = {
  balance: 0.4,
  bypass: 0.8,
  compressor: 17,
  delay: 0.7,
  device_read: 0.5,
  device_write: 0.5,
  dither: 1.5,
  ducker: 12,
  exchange: 0.4,
  gain: 0.4,
  gate: 3,
  limiter: 6,
  meter: 0.9,
  mute: 0.7,
  noise: 28,
  polarity: 0.8,
  tone: 9,
};
const TRUE_PEAK_NS = 40;
const SUBFRAME_NS = 8;

/** Seconds of CPU per second of sound. */
export function estimateLoad(plan: Plan): number {
  const perQuantum = plan.ops.length * CALL_NS;
  const perFrame = plan.ops.reduce((sum, op) => sum + op.parts.reduce((s, p) => s + partNs(p, plan), 0), 0);
  return ((perFrame + perQuantum / plan.quantum) * plan.rateHz) / 1e9;
}

/** One part, per frame. */
function partNs(part: PlanPart, plan: Plan): number {
  const channels = Math.max(part.readCount, part.writeCount);
  if (nodeType(part.type)?.filter) return channels * SECTION_NS * sectionsOf(part, plan);
  switch (part.type) {
    case 'crossover': {
      const order = orderOf(crossoverKinds[part.params.kind ?? 0]);
      const bands = part.writeCount / part.readCount;
      return part.readCount * SECTION_NS * (order / 2) * (bands ** 2 / 2);
    }
    case 'fir':
      return channels * firNs(plan.blobs[Math.max(part.params.taps ?? -1, part.params.file ?? -1)]?.columns ?? 1);
    case 'matrix':
    case 'mix':
      return 0.5 * part.readCount * part.writeCount;
    case 'limiter':
      return channels * ((nsPerChannel.limiter ?? 0) + (part.params.truePeak ? TRUE_PEAK_NS : 0));
    case 'delay':
      return channels * ((nsPerChannel.delay ?? 0) + (part.params.subframe ? SUBFRAME_NS : 0));
    default:
      return channels * (nsPerChannel[part.type] ?? DEFAULT_NS);
  }
}

const orderOf = (kind: string | undefined) => Number(/\d+$/.exec(kind ?? '')?.[0] ?? 2);

function sectionsOf(part: PlanPart, plan: Plan): number {
  if (part.type === 'parametric') return plan.blobs[part.params.file ?? -1]?.rows ?? 1;
  const { kind, q } = part.params;
  return kind === undefined || q ? 1 : Math.ceil(orderOf(filterKinds[kind]) / 2);
}

/** Direct up to some hundred taps, then partitions whose number grows with the logarithm. */
const firNs = (taps: number) => (taps <= 64 ? taps / 8 : 8 + 3 * Math.log2(taps / 64));
