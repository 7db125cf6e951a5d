// Are feedback loops whole? Every pair of feedback_out and feedback_in stands inside one loop, and no pass through a
// loop is longer than the shortest delay in it: a sub-block must never need a frame that it has yet to make.

import type { Plan, PlanOp } from '../../schema/plan.ts';
import type { Report } from './finding.ts';

export function checkLoops(plan: Plan, report: Report): void {
  const loopOf = new Int32Array(plan.ops.length).fill(-1);
  let end = 0;
  for (const [l, { firstOp, opCount, frames }] of plan.loops.entries()) {
    const first = plan.ops[firstOp];
    const last = plan.ops[firstOp + opCount - 1];
    if (!first || !last || opCount < 2) {
      report(null, `loop ${l} of ${opCount} ops from op ${firstOp} is not inside the plan`);
      continue;
    }
    if (firstOp < end) report(firstOp, `${first.name} is in two loops`);
    if (first.domain !== last.domain) report(firstOp, `the loop from ${first.name} to ${last.name} leaves its domain`);
    if (!Number.isInteger(frames) || frames < 1)
      report(firstOp, `the loop from ${first.name} runs ${frames} frames at once`);
    end = firstOp + opCount;
    loopOf.fill(l, firstOp, end);
    const outs = plan.ops.slice(firstOp, end).filter((op) => op.kernel === 'feedback_out');
    if (outs.length === 0) report(firstOp, `the loop from ${first.name} to ${last.name} has no feedback`);
    for (const op of outs) {
      const delay = op.parts[0]?.params.delay ?? 0;
      if (frames > delay)
        report(firstOp, `${op.name} comes back after ${delay} frames, but its loop runs ${frames} at once`);
    }
  }
  checkPairs(plan, loopOf, report);
}

function checkPairs(plan: Plan, loopOf: Int32Array, report: Report): void {
  const filledBy = new Map<PlanOp, number>();
  for (const [i, op] of plan.ops.entries()) {
    if (op.kernel !== 'feedback_in') continue;
    const at = op.parts[0]?.params.op ?? -1;
    const out = plan.ops[at];
    if (out?.kernel !== 'feedback_out') {
      report(i, `${op.name} feeds op ${at}, which is no feedback_out`);
      continue;
    }
    if (filledBy.has(out)) report(i, `${op.name} feeds ${out.name}, which has its feedback_in already`);
    filledBy.set(out, i);
    if (out.writes.length !== op.reads.length)
      report(i, `${op.name} feeds ${op.reads.length} channels to the ${out.writes.length} of ${out.name}`);
    if (at > i) report(i, `${op.name} runs before ${out.name}, whose frames it would overwrite`);
    if (loopOf[i] === -1 || loopOf[i] !== loopOf[at]) report(i, `${op.name} and ${out.name} are not in one loop`);
  }
  for (const [i, op] of plan.ops.entries())
    if (op.kernel === 'feedback_out' && !filledBy.has(op)) report(i, `nothing feeds ${op.name}`);
}
