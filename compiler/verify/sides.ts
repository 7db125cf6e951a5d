// A transition is two plans, one before its fades and one behind them, and each must be right for itself. In: a plan.
// Out: the plans that it is, fades taken as wires: one where there are none. Ops keep their places; what is not heard on a
// side is left empty there, so that each side is held to what it makes sound and no more.

import type { Plan, PlanOp, SignalId } from '../../schema/plan.ts';
import type { Report } from './finding.ts';

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
  const heard = heardOps(plan, is);
  const ops = plan.ops.map((op, i): PlanOp => {
    if (!heard[i] || op.kernel === 'fade')
      return { ...op, kernel: 'nothing', reads: [], from: [], writes: [], makes: [], parts: [] };
    return { ...op, from: op.from.map((s) => is[s]!) };
  });
  return { ...plan, ops };
}

/** Ops that a device output hears. */
function heardOps(plan: Plan, is: Int32Array): Uint8Array {
  const maker = new Int32Array(plan.signals.length).fill(-1);
  const fedBy = new Map<number, number>();
  for (const [i, op] of plan.ops.entries()) {
    for (const s of op.makes) maker[s] = i;
    if (op.kernel === 'feedback_in') fedBy.set(op.parts[0]?.params.op ?? -1, i);
  }
  const heard = new Uint8Array(plan.ops.length);
  const open: number[] = [];
  const visit = (i: number | undefined): void => {
    if (i === undefined || i < 0 || heard[i]) return;
    heard[i] = 1;
    open.push(i);
  };
  const silent = (s: SignalId) => is[s] === -1;
  for (const [i, op] of plan.ops.entries()) if (op.kernel === 'device_write' && !op.from.every(silent)) visit(i);
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    for (const s of plan.ops[i]!.from) if (!silent(s)) visit(maker[is[s]!]);
    if (plan.ops[i]!.kernel === 'feedback_out') visit(fedBy.get(i));
  }
  return heard;
}
