// Is every index of the plan in range and every number a number? The other checks look up without asking again.

import { PLAN_FORMAT_VERSION, type Plan, type PlanOp } from '../../schema/plan.ts';
import { isIndex, type Report } from './finding.ts';

export function checkShape(plan: Plan, report: Report): void {
  if (plan.formatVersion !== PLAN_FORMAT_VERSION) report(null, `format version ${plan.formatVersion} is not ours`);
  if (!isIndex(plan.quantum - 1, 2 ** 32)) report(null, `a quantum of ${plan.quantum} frames`);
  if (!(plan.tailFrames >= 0 && plan.tailFrames < Number.POSITIVE_INFINITY))
    report(null, `a tail of ${plan.tailFrames} frames`);
  for (const rate of [plan.rateHz, ...plan.domains.map((d) => d.rateHz), ...plan.devices.map((d) => d.rateHz)])
    if (!(rate > 0 && rate < Number.POSITIVE_INFINITY)) report(null, `a rate of ${rate} Hz`);
  checkDomains(plan, report);
  for (const [i, blob] of plan.blobs.entries()) {
    if (blob.data.length !== blob.rows * blob.columns)
      report(null, `blob ${i} of ${blob.rows} x ${blob.columns} holds ${blob.data.length} numbers`);
    if (!blob.data.every(Number.isFinite)) report(null, `blob ${i} holds a number that is not finite`);
  }
  for (const [i, op] of plan.ops.entries()) checkOp(plan, op, (text) => report(i, `${op.name} ${text}`));
}

/** Domains take turns: their ranges of ops tile the plan. */
function checkDomains(plan: Plan, report: Report): void {
  let next = 0;
  let slots = 0;
  let bound = 0;
  for (const [d, domain] of plan.domains.entries()) {
    if (domain.firstOp !== next) report(null, `domain ${domain.name} begins at op ${domain.firstOp}, not at ${next}`);
    if (!isIndex(domain.opCount, plan.ops.length + 1)) report(null, `domain ${domain.name} has ${domain.opCount} ops`);
    if (domain.slotBound > domain.slots)
      report(null, `domain ${domain.name} has ${domain.slots} slots, fewer than its bound of ${domain.slotBound}`);
    if (domain.master !== null && plan.devices[domain.master]?.domain !== d)
      report(null, `the master of domain ${domain.name} is not one of its devices`);
    for (let i = next; i < next + domain.opCount; i++)
      if (plan.ops[i] && plan.ops[i]!.domain !== d)
        report(i, `${plan.ops[i]!.name} stands among the ops of domain ${domain.name}`);
    next += domain.opCount;
    slots += domain.slots;
    bound += domain.slotBound;
  }
  if (next !== plan.ops.length) report(null, `domains cover ${next} of ${plan.ops.length} ops`);
  if (slots !== plan.slots) report(null, `${plan.slots} slots are not the sum of the domains' ${slots}`);
  if (bound !== plan.slotBound)
    report(null, `a slot bound of ${plan.slotBound} is not the sum of the domains' ${bound}`);
}

function checkOp(plan: Plan, op: PlanOp, complain: (text: string) => void): void {
  const slots = plan.domains[op.domain]?.slots;
  if (slots === undefined) complain(`is in domain ${op.domain}, which does not exist`);
  if (op.reads.length !== op.from.length) complain('has not one signal per read');
  if (op.writes.length !== op.makes.length) complain('has not one signal per write');
  for (const slot of [...op.reads, ...op.writes])
    if (!isIndex(slot, slots ?? 0)) complain(`uses slot ${slot} of ${slots}`);
  for (const s of [...op.from, ...op.makes])
    if (!isIndex(s, plan.signals.length)) complain(`names signal ${s} of ${plan.signals.length}`);
  if (!isIndex(op.latencyFrames, 2 ** 31)) complain(`has a latency of ${op.latencyFrames} frames`);
  checkParts(op, complain);
}

function checkParts(op: PlanOp, complain: (text: string) => void): void {
  const made = new Uint8Array(op.writes.length);
  for (const p of op.parts) {
    const name = `part ${p.node}.${p.step}`;
    if (!isRange(p.readFirst, p.readCount, op.reads.length)) complain(`has ${name} outside its reads`);
    if (isRange(p.writeFirst, p.writeCount, op.writes.length)) made.fill(1, p.writeFirst, p.writeFirst + p.writeCount);
    else complain(`has ${name} outside its writes`);
    if (!KEY.test(p.stateKey) || !KEY.test(p.stateLayout)) complain(`has ${name} with a malformed state key or layout`);
    for (const param in p.params)
      if (!Number.isFinite(p.params[param])) complain(`has ${name} with ${param} = ${p.params[param]}`);
  }
  if (made.includes(0)) complain('has a write that no part makes');
  if (op.kernel === 'cascade') checkLanes(op, complain);
  if (op.kernel === 'fir') checkSharers(op, complain);
}

/** Read i becomes write i, in strands that lie side by side. */
function checkLanes({ parts, reads, writes }: PlanOp, complain: (text: string) => void): void {
  let [first, end] = [0, 0];
  for (const p of parts) {
    const name = `part ${p.node}.${p.step}`;
    if (p.readFirst !== p.writeFirst || p.readCount !== p.writeCount || p.writeCount === 0)
      complain(`has ${name}, whose lanes do not pair up`);
    const goesOn = p.writeFirst === first && p.writeFirst + p.writeCount === end;
    if (!goesOn && p.writeFirst !== end) complain(`has ${name}, which cuts into the lanes of others`);
    [first, end] = [p.writeFirst, p.writeFirst + p.writeCount];
  }
  if (reads.length !== writes.length) complain('has lanes with one end');
}

/** Every part reads all that there is, and makes what stands behind the writes of the one before. */
function checkSharers({ parts, reads }: PlanOp, complain: (text: string) => void): void {
  let end = 0;
  for (const p of parts) {
    const name = `part ${p.node}.${p.step}`;
    if (p.readFirst !== 0 || p.readCount !== reads.length) complain(`has ${name}, which reads not all`);
    if (p.writeFirst !== end) complain(`has ${name}, whose writes are not its own`);
    end = p.writeFirst + p.writeCount;
  }
}

const KEY = /^[0-9a-f]{16}$/;

const isRange = (first: number, count: number, length: number): boolean =>
  isIndex(first, length + 1) && isIndex(count, length + 1 - first);
