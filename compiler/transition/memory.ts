// How long an op remembers. In: an atom that starts afresh. Out: frames until what it makes no longer tells that it did,
// so long a transition lets it run unheard. Lines and responses forget all of it (frames); filters and detectors never
// quite: what is left of them after `settle` is some hundredths, and fades in with a raised cosine.

import { nodeType } from '../../schema/index.ts';
import type { NodeDescriptor } from '../../schema/node.ts';
import { isBlob, type ParamValue, planName } from '../../schema/param.ts';
import type { Plan, PlanPart } from '../../schema/plan.ts';
import { must } from '../invariant.ts';
import type { Atom, Atoms } from './atoms.ts';

export interface Memory {
  /** Of delays, responses, look-ahead: adds up along a path. */
  readonly frames: number;
  /** Frames for filters and detectors to settle. */
  readonly settle: number;
}

/** The least that a step of unknown kind is given. */
const SETTLE_MS = 10;
/** Time constants after which a detector is within a hundredth of what it is about to be. */
const DETECTOR = 5;
/** The same for a resonance, whose Q counts too: cycles of its frequency, per Q. */
const RESONANCE = 1.5;

export function memoryOf({ plan, parts }: Atoms, atom: Atom): Memory {
  let frames = atom.latency;
  let settleMs = 0;
  const rateHz = must(
    plan.domains.find((d) => d.name === atom.domain),
    'a domain of the plan',
  ).rateHz;
  for (const index of atom.parts) {
    const part = parts[index]!;
    const descriptor = nodeType(part.type);
    if (descriptor === undefined) {
      if (part.type === 'align' || part.type === 'feedback_out') frames += part.params.delay ?? 0;
      continue;
    }
    frames += tailOf(plan, part, descriptor, rateHz);
    settleMs = Math.max(settleMs, settleOf(part.params));
  }
  return { frames, settle: Math.ceil((settleMs * rateHz) / 1000) };
}

function tailOf(plan: Plan, part: PlanPart, descriptor: NodeDescriptor, rateHz: number): number {
  if (descriptor.tail === undefined) return 0;
  let columns = 0;
  const values: Record<string, ParamValue> = {};
  for (const [name, spec] of Object.entries(descriptor.params)) {
    const value = part.params[planName(name, spec)] ?? 0;
    if (isBlob(spec)) columns = Math.max(columns, plan.blobs[value]?.columns ?? 0);
    values[name] = spec.kind === 'number' ? value : spec.kind === 'boolean' ? value !== 0 : null;
  }
  return descriptor.tail(values, rateHz, columns);
}

/** By what its params say of it: detectors have an attack, resonances a frequency. */
function settleOf({ attackMs, freqHz, q }: PlanPart['params']): number {
  const detector = DETECTOR * (attackMs ?? 0);
  const resonance = freqHz === undefined ? 0 : (1000 * RESONANCE * Math.max(1, q ?? 1)) / freqHz;
  return Math.max(SETTLE_MS, detector, resonance);
}
