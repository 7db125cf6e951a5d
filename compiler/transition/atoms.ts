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

/** `keepsCascade`: whether a cascade, by its op and the index of its first part, may stay in one piece. */
export function atomsOf(plan: Plan, keepsCascade: (op: PlanOp, firstPart: number) => boolean): Atoms {
  const signals = [...plan.signals];
  const atoms: Atom[] = [];
  let firstPart = 0;
  for (const [index, op] of plan.ops.entries()) {
    const { kernel, name, latencyFrames: latency, inPlace } = op;
    const shared = { op: index, domain: plan.domains[op.domain]!.name, name, inPlace };
    if (INDEPENDENT.has(kernel)) {
      for (const [i, p] of op.parts.entries()) {
        const reads = op.from.slice(p.readFirst, p.readFirst + p.readCount);
        const writes = op.makes.slice(p.writeFirst, p.writeFirst + p.writeCount);
        atoms.push({ ...shared, kernel, reads, writes, latency, parts: [firstPart + i], isSplit: true });
      }
    } else if (isCascade(op) && !keepsCascade(op, firstPart)) {
      let reads = op.from;
      for (const [i, p] of op.parts.entries()) {
        const isLast = i === op.parts.length - 1;
        const writes = isLast ? op.makes : op.makes.map((_, c) => signals.push(`${p.node}.${p.step}.${c + 1}`) - 1);
        const step = { ...shared, name: `${p.node}.${p.step}`, kernel: p.type };
        atoms.push({ ...step, reads, writes, latency: isLast ? latency : 0, parts: [firstPart + i], isSplit: true });
        reads = writes;
      }
    } else {
      const parts = op.parts.map((_, i) => firstPart + i);
      atoms.push({ ...shared, kernel, reads: op.from, writes: op.makes, latency, parts, isSplit: false });
    }
    firstPart += op.parts.length;
  }
  const producer = new Int32Array(signals.length).fill(-1);
  const atomOf = new Int32Array(firstPart).fill(-1);
  for (const [id, atom] of atoms.entries()) {
    for (const s of atom.writes) producer[s] = id;
    for (const p of atom.parts) atomOf[p] = id;
  }
  return { plan, parts: plan.ops.flatMap((op) => op.parts), atoms, signals, producer, atomOf };
}

/** Several filters in one op, each over all channels. A mix has several parts too, which make one sum. */
export const isCascade = ({ kernel, parts }: PlanOp): boolean =>
  parts.length > 1 && !INDEPENDENT.has(kernel) && kernel !== 'mix';
