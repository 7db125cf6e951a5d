// How long an op remembers. In: an atom that starts afresh. Out: frames until what it makes no longer tells that it did,
// so long a transition lets it run unheard. Lines and responses forget all of it (frames); filters and detectors never
// quite: what is left of them after `settle` is some hundredths, and fades in with a raised cosine.

import { nodeType } from '../../schema/index.ts';
import type { NodeDescriptor } from '../../schema/node.ts';
import { isBlob, type ParamValue, planName } from '../../schema/param.ts';
import type { Plan, PlanPart } from '../../schema/plan.ts';
import { must } from '../invariant.ts';
import type { Atom, Atoms } from './atoms.ts';
import { paramsOfType } from './params.ts';

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
    settleMs = Math.max(settleMs, settleOf(plan, part));
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

/** By what its params say of it: detectors have an attack, resonances a frequency or several. */
function settleOf(plan: Plan, part: PlanPart): number {
  const { attackMs, freqHz, q } = part.params;
  const lowest = lowestOf(plan, part) ?? freqHz;
  const resonance = lowest === undefined ? 0 : (1000 * RESONANCE * Math.max(1, q ?? 1)) / lowest;
  return Math.max(SETTLE_MS, DETECTOR * (attackMs ?? 0), resonance);
}

/** The lowest of a list of frequencies. */
function lowestOf(plan: Plan, part: PlanPart): number | undefined {
  for (const { planName, spec } of paramsOfType(part.type)) {
    if (spec.kind !== 'numbers' || spec.dimension !== 'frequency') continue;
    const blob = plan.blobs[part.params[planName]!];
    if (blob !== undefined) return Math.min(...blob.data);
  }
  return undefined;
}

/** The longest that an op may take to forget, to be no worth keeping. */
const SOON_S = 0.02;

/**
 * True for an op that goes on whose state is no loss: linear, and forgotten soon. Where its input fades it runs twice
 * instead, and the fade stands behind it, so that filters hear no fade. What remembers longer, listens to levels or
 * makes sound by itself goes on as it is.
 */
export function forgetsSoon(atoms: Atoms, atom: Atom): boolean {
  const rateHz = must(
    atoms.plan.domains.find((d) => d.name === atom.domain),
    'a domain of the plan',
  ).rateHz;
  const linear = atom.parts.every((p) => isLinear(atoms.parts[p]!));
  if (!linear) return false;
  const { frames, settle } = memoryOf(atoms, atom);
  return frames + settle <= SOON_S * rateHz;
}

const LINEAR_OPS: ReadonlySet<string> = new Set(['mix', 'bypass', 'align']);

function isLinear({ type }: PlanPart): boolean {
  const descriptor = nodeType(type);
  if (descriptor === undefined) return LINEAR_OPS.has(type);
  const listens = Object.entries(descriptor.params).some(([, p]) => p.kind === 'number' && p.dimension === 'level');
  return !listens && descriptor.source !== true && descriptor.passthrough !== true;
}
