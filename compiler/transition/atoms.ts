// A plan taken apart as far as its state allows. In: an emitted plan. Out: atoms, each an op whose parts stand or fall
// together; device channels, pads and the filters of a cascade come one by one. Invariant: atoms in their order make
// the same signals as the ops did, bit for bit; between the filters of a cascade stand signals that the plan did without.

import type { Plan, PlanOp, PlanPart, SignalId } from '../../schema/plan.ts';

export type AtomId = number;

export interface Atom {
  readonly op: number;
  readonly kernel: string;
  /** Of its clock domain. */
  readonly domain: string;
  readonly name: string;
  readonly reads: readonly SignalId[];
  readonly writes: readonly SignalId[];
  readonly latency: number;
  readonly inPlace: boolean;
  /** Indices among the plan's parts. */
  readonly parts: readonly number[];
  /** True: the one part has all reads and writes, whatever it had in its op. */
  readonly isSplit: boolean;
}

export interface Atoms {
  readonly plan: Plan;
  readonly parts: readonly PlanPart[];
  readonly atoms: readonly Atom[];
  /** Names: the plan's signals, then those inside cascades. */
  readonly signals: readonly string[];
  /** By signal. */
  readonly producer: Int32Array;
  /** By part. */
  readonly atomOf: Int32Array;
}

const INDEPENDENT: ReadonlySet<string> = new Set(['device_read', 'device_write', 'align']);

/** True for what hears and is not heard: a meter. It needs no fade. */
export const onlyListens = ({ kernel, writes }: Atom): boolean =>
  writes.length === 0 && kernel !== 'device_write' && kernel !== 'feedback_in';

/** `keepsCascade`: whether a cascade, by its op and the index of its first part, may stay in one piece. */
export function atomsOf(
  plan: Plan,
  parts: readonly PlanPart[],
  keepsCascade: (op: PlanOp, firstPart: number) => boolean,
): Atoms {
  const signals = [...plan.signals];
  const atoms: Atom[] = [];
  let firstPart = 0;
  for (const [index, op] of plan.ops.entries()) {
    if (INDEPENDENT.has(op.kernel)) addChannels(plan, op, index, firstPart, atoms);
    else if (isCascade(op) && !keepsCascade(op, firstPart)) addFilters(plan, op, index, firstPart, atoms, signals);
    else atoms.push(wholeOp(plan, op, index, firstPart));
    firstPart += op.parts.length;
  }
  const producer = new Int32Array(signals.length).fill(-1);
  const atomOf = new Int32Array(firstPart).fill(-1);
  for (const [id, atom] of atoms.entries()) {
    for (const s of atom.writes) producer[s] = id;
    for (const p of atom.parts) atomOf[p] = id;
  }
  return { plan, parts, atoms, signals, producer, atomOf };
}

// Written out: spreading objects took most of the time.

const NONE: readonly SignalId[] = [];

function addChannels(plan: Plan, op: PlanOp, index: number, firstPart: number, atoms: Atom[]): void {
  const domain = plan.domains[op.domain]!.name;
  for (const [i, p] of op.parts.entries()) {
    atoms.push({
      op: index,
      kernel: op.kernel,
      domain,
      name: op.name,
      reads: p.readCount === 0 ? NONE : [op.from[p.readFirst]!],
      writes: p.writeCount === 0 ? NONE : [op.makes[p.writeFirst]!],
      latency: op.latencyFrames,
      inPlace: op.inPlace,
      parts: [firstPart + i],
      isSplit: true,
    });
  }
}

function addFilters(plan: Plan, op: PlanOp, index: number, firstPart: number, atoms: Atom[], signals: string[]): void {
  let reads = op.from;
  for (const [i, p] of op.parts.entries()) {
    const isLast = i === op.parts.length - 1;
    const writes = isLast ? op.makes : op.makes.map((_, c) => signals.push(`${p.node}.${p.step}.${c + 1}`) - 1);
    atoms.push({
      op: index,
      kernel: p.type,
      domain: plan.domains[op.domain]!.name,
      name: `${p.node}.${p.step}`,
      reads,
      writes,
      latency: isLast ? op.latencyFrames : 0,
      inPlace: op.inPlace,
      parts: [firstPart + i],
      isSplit: true,
    });
    reads = writes;
  }
}

const wholeOp = (plan: Plan, op: PlanOp, index: number, firstPart: number): Atom => ({
  op: index,
  kernel: op.kernel,
  domain: plan.domains[op.domain]!.name,
  name: op.name,
  reads: op.from,
  writes: op.makes,
  latency: op.latencyFrames,
  inPlace: op.inPlace,
  parts: op.parts.map((_, i) => firstPart + i),
  isSplit: false,
});

/** Filters and factors in one op. */
export const isCascade = ({ kernel }: PlanOp): boolean => kernel === 'cascade';
