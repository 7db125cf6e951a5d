// A transition is two plans, one before its fades and one behind them, and each must be right for itself. In: a plan.
// Out: the plans that it is, fades taken as wires: one where there are none. Ops keep their places; what is not heard on a
// side is left empty there, so that each side is held to what it makes sound and no more.

import type { Plan, PlanOp, SignalId } from '../../schema/plan.ts';
import type { Report } from './finding.ts';
import { onlyStrands, type Strand, strandsOf } from './strands.ts';

/** The plan that stays comes last. Its paths are the plan's; a side that goes states none. */
export function sidesOf(plan: Plan, report: Report): readonly Plan[] {
  if (plan.ops.every((op) => op.kernel !== 'fade')) return [plan];
  return (['old', 'new'] as const).map((side) => projected(plan, side, report));
}

/** `sides` of a fade, as its param numbers them. */
const SIDES = ['both', 'old', 'new'];

function projected(plan: Plan, side: 'old' | 'new', report: Report): Plan {
  /** By signal: what it is on this side; -1: silence. */
  const is = Int32Array.from(plan.signals, (_, s) => s);
  for (const [i, op] of plan.ops.entries()) {
    if (op.kernel !== 'fade') continue;
    const sides = SIDES[op.parts[0]?.params.sides ?? -1];
    const width = op.makes.length;
    if (op.parts.length !== 1 || op.from.length !== (sides === 'both' ? 2 * width : width)) {
      report(i, `${op.name} makes ${width} signals of ${op.from.length}`);
      continue;
    }
    const first = sides === 'both' && side === 'new' ? width : 0;
    for (const [w, s] of op.makes.entries()) is[s] = sides === 'both' || sides === side ? is[op.from[first + w]!]! : -1;
  }
  const heard = heardOf(plan, is);
  const ops = plan.ops.map((op, i): PlanOp => {
    const own = op.kernel === 'fade' || !heard.ops[i] ? null : onlyStrands(op, (s) => heard.signals[s] === 1);
    if (own === null) return { ...op, kernel: 'nothing', reads: [], from: [], writes: [], makes: [], parts: [] };
    return { ...own, from: own.from.map((s) => is[s]!) };
  });
  return { ...plan, ops };
}

interface Heard {
  /** 1: a device output hears it, or some of what it makes. */
  readonly ops: Uint8Array;
  /** 1: a strand that is heard makes it. */
  readonly signals: Uint8Array;
}

function heardOf(plan: Plan, is: Int32Array): Heard {
  const maker = new Int32Array(plan.signals.length).fill(-1);
  const strandOf: (Strand | undefined)[] = [];
  const fedBy = new Map<number, number>();
  for (const [i, op] of plan.ops.entries()) {
    for (const strand of strandsOf(op))
      for (const s of strand.makes) {
        maker[s] = i;
        strandOf[s] = strand;
      }
    if (op.kernel === 'feedback_in') fedBy.set(op.parts[0]?.params.op ?? -1, i);
  }
  const ops = new Uint8Array(plan.ops.length);
  const signals = new Uint8Array(plan.signals.length);
  const open: SignalId[] = [];
  const hear = (from: readonly SignalId[]): void => {
    for (const s of from) if (is[s] !== -1 && !signals[is[s]!]) open.push(is[s]!);
  };
  for (const [i, op] of plan.ops.entries()) {
    if (op.kernel !== 'device_write' || op.from.every((s) => is[s] === -1)) continue;
    ops[i] = 1;
    hear(op.from);
  }
  for (let s = open.pop(); s !== undefined; s = open.pop()) {
    if (signals[s]) continue;
    const { from, makes } = strandOf[s]!;
    for (const m of makes) signals[m] = 1;
    ops[maker[s]!] = 1;
    hear(from);
    const feeds = fedBy.get(maker[s]!);
    if (feeds === undefined || ops[feeds]) continue;
    ops[feeds] = 1;
    hear(plan.ops[feeds]!.from);
  }
  return { ops, signals };
}
