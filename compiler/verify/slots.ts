// Does every read find the signal it names? Follows each signal from the op that makes it to its last reader, slot by
// slot, as regalloc2's checker does for registers, and holds writes to the rules for running in place.

import type { Plan, PlanOp } from '../../schema/plan.ts';
import type { Report } from './finding.ts';

const NOBODY = -1;

export function checkSlots(plan: Plan, report: Report): void {
  const madeBy = new Int32Array(plan.signals.length).fill(NOBODY);
  const lastRead = new Int32Array(plan.signals.length).fill(NOBODY);
  for (const [i, op] of plan.ops.entries()) {
    for (const s of op.from) lastRead[s] = i;
    for (const s of op.makes) {
      if (madeBy[s] !== NOBODY) report(i, `${op.name} makes ${plan.signals[s]} a second time`);
      madeBy[s] = i;
    }
  }
  for (const [s, name] of plan.signals.entries())
    if (madeBy[s] === NOBODY) report(null, `nothing makes signal ${name}`);

  for (const domain of plan.domains) {
    const state = { plan, madeBy, lastRead, report, holds: new Int32Array(domain.slots).fill(NOBODY) };
    const readAt = new Int32Array(domain.slots).fill(NOBODY);
    const used = new Uint8Array(domain.slots);
    for (let i = domain.firstOp; i < domain.firstOp + domain.opCount; i++) {
      const op = plan.ops[i]!;
      checkReads(state, op, i);
      checkWrites(state, op, i, readAt);
      for (const [w, slot] of op.writes.entries()) {
        state.holds[slot] = op.makes[w]!;
        used[slot] = 1;
      }
    }
    const idle = used.indexOf(0);
    if (idle !== -1) report(null, `domain ${domain.name} never uses slot ${idle} of its ${domain.slots}`);
  }
}

interface State {
  readonly plan: Plan;
  /** Index of the op that makes each signal, and of the last that reads it. */
  readonly madeBy: Int32Array;
  readonly lastRead: Int32Array;
  /** Signal in each slot of the domain. */
  readonly holds: Int32Array;
  readonly report: Report;
}

function checkReads({ plan, madeBy, holds, report }: State, op: PlanOp, i: number): void {
  for (const [r, slot] of op.reads.entries()) {
    const wanted = op.from[r]!;
    if (holds[slot] === wanted) continue;
    const name = plan.signals[wanted];
    const maker = plan.ops[madeBy[wanted]!];
    if (maker && maker.domain !== op.domain) report(i, `${op.name} reads ${name}, which another domain makes`);
    else if (madeBy[wanted]! >= i) report(i, `${op.name} reads ${name} before it is made`);
    else
      report(i, `${op.name} reads slot ${slot} for ${name}, but it holds ${plan.signals[holds[slot]!] ?? 'nothing'}`);
  }
}

const TWICE = -2;
const WRITTEN = -3;

/** A write may cover only what nobody needs any more; a read of the same op only in place. `readAt` is scratch. */
function checkWrites({ plan, lastRead, holds, report }: State, op: PlanOp, i: number, readAt: Int32Array): void {
  for (const [r, slot] of op.reads.entries()) readAt[slot] = readAt[slot] === NOBODY ? r : TWICE;
  for (const [w, slot] of op.writes.entries()) {
    const before = holds[slot]!;
    const name = plan.signals[before];
    const needed = before !== NOBODY && lastRead[before]! > i;
    const place = `${op.name} writes slot ${slot}`;
    if (readAt[slot] === WRITTEN) report(i, `${place} twice`);
    else if (needed) report(i, `${place} over ${name}, which is read later`);
    else if (readAt[slot] === TWICE) report(i, `${place} over ${name}, which it reads twice`);
    else if (readAt[slot] !== NOBODY && !(op.inPlace && readAt[slot] === w))
      report(i, `${place} over its own read of ${name}`);
    readAt[slot] = WRITTEN;
  }
  for (const slot of op.reads) readAt[slot] = NOBODY;
  for (const slot of op.writes) readAt[slot] = NOBODY;
}
