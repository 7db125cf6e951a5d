// Are crossings where they must be, and as long as they must be? A device that is not in its domain's stream is met only over
// its crossing; the delay is worked out anew, in seconds, from rates, periods and drift.

import type { Plan, PlanAggregate, PlanDevice, PlanOp } from '../../schema/plan.ts';
import { isIndex, type Report } from './finding.ts';

/** Frames of each device's crossing, 0 where it shares its domain's clock. */
function crossingFrames(plan: Plan, report: Report): readonly number[] {
  const frames = plan.devices.map(() => 0);
  for (const { name, clock, members } of plan.aggregates) {
    if (!isIndex(clock, plan.devices.length)) report(null, `aggregate ${name} has device ${clock} as its clock`);
    for (const m of members) {
      if (!isIndex(m.device, plan.devices.length)) report(null, `aggregate ${name} has device ${m.device} as a member`);
      else frames[m.device] = Math.max(frames[m.device]!, m.crossingFrames);
      if (m.device === clock && m.crossingFrames !== 0) report(null, `aggregate ${name} crosses to its own clock`);
      checkLength(plan, m, report);
    }
  }
  for (const [id, device] of plan.devices.entries()) {
    const master = plan.devices[plan.domains[device.domain]?.master ?? -1];
    const isClient = master !== undefined && isJack(device) && isJack(master);
    const isMet = device === master || device.backend === 'file' || isClient || isJoined(plan, id, device.domain);
    if (frames[id] === 0 && master !== undefined && (!isMet || device.rateHz !== master.rateHz))
      report(null, `device ${device.name} meets the clock of ${master.name} without a crossing`);
  }
  return frames;
}

/** CoreAudio joins the device to what drives its domain. */
const isJoined = (plan: Plan, id: number, domain: number): boolean =>
  plan.aggregates.some(
    ({ native, members }) =>
      native !== undefined && [id, plan.domains[domain]?.master].every((d) => members.some((m) => m.device === d)),
  );

const isJack = ({ backend }: PlanDevice): boolean => backend === 'jack';

/** Half of 192 taps of the lower rate where rates lie a hundredth of it apart or more, else half of 64 or 96. */
function kernelSeconds(a: number, b: number): number {
  const lower = Math.min(a, b);
  if (100 * Math.abs(a - b) >= lower) return 96 / lower;
  return (lower < 48_000 ? 48 : 32) / lower;
}

/** A crossing is its three parts, each no shorter than it must be, nor longer than rounding makes it. */
function checkLength(plan: Plan, m: PlanAggregate['members'][number], report: Report): void {
  const device = plan.devices[m.device];
  const domain = plan.domains[device?.domain ?? -1];
  const master = plan.devices[domain?.master ?? -1];
  if (device === undefined || domain === undefined || m.crossingFrames === 0) return;
  const ends = [device, ...(master === undefined ? [] : [master])];
  const blocks = plan.devices.filter((d) => ends.includes(d) || (isJack(d) && ends.some(isJack)));
  const period = Math.max(...blocks.map((d) => d.period / d.rateHz));
  const isResampled = m.drift === 'resample';
  const kernel = isResampled ? kernelSeconds(device.rateHz, domain.rateHz) : 0;
  for (const [what, has, seconds, rounding] of [
    ['period', m.crossingFrames - m.headroomFrames - m.kernelFrames, period, 1],
    ['kernel', m.kernelFrames, kernel, 2],
  ] as const) {
    const over = has - seconds * domain.rateHz;
    if (over < -1e-6 || over >= rounding) report(null, `crossing of ${device.name} has ${has} frames for its ${what}`);
  }
  if (!isResampled && device.rateHz !== domain.rateHz)
    report(null, `${device.name} runs at another rate and is not resampled`);
}

/** What may stand between a crossing and the device: its own ops, and pads that make ports leave together. */
const belongsToDevice: ReadonlySet<string> = new Set(['align', 'ceiling', 'dither']);

/** A device that is not on its domain’s clock is met only over its crossing. */
export function checkCrossings(plan: Plan, report: Report): void {
  const frames = crossingFrames(plan, report);
  /** Device that a signal came from, before its crossing, or goes to, behind it; -1: none. */
  const readFrom = new Int32Array(plan.signals.length).fill(-1);
  const crossedBy = new Int32Array(plan.signals.length).fill(-1);
  for (const [i, op] of plan.ops.entries()) {
    if (op.kernel === 'crossing') {
      const member = op.parts[0]?.params.member ?? -1;
      if (!frames[member]) report(i, `${op.name} crosses to device ${member}, which shares the domain's clock`);
      else if (frames[member] !== op.latencyFrames)
        report(i, `${op.name} takes ${op.latencyFrames} frames, its aggregate says ${frames[member]}`);
      // What came in over the crossing has not gone out over it.
      if (op.from.every((s) => readFrom[s] !== member)) for (const s of op.makes) crossedBy[s] = member;
    } else if (belongsToDevice.has(op.kernel)) {
      for (const [k, s] of op.makes.entries()) crossedBy[s] = crossedBy[op.from[k] ?? op.from[0]!]!;
    }
    checkUncrossed(plan, op, i, readFrom, report);
    for (const p of op.parts) {
      const device = p.params.device ?? -1;
      if (op.kernel === 'device_read' && frames[device]) readFrom[op.makes[p.writeFirst]!] = device;
      if (op.kernel !== 'device_write' || !frames[device]) continue;
      if (crossedBy[op.from[p.readFirst]!] !== device)
        report(i, `${op.name} hands ${plan.signals[op.from[p.readFirst]!]} to another clock without a crossing`);
    }
  }
}

function checkUncrossed(plan: Plan, op: PlanOp, i: number, readFrom: Int32Array, report: Report): void {
  for (const s of op.from) {
    if (readFrom[s] === -1 || (op.kernel === 'crossing' && op.parts[0]?.params.member === readFrom[s])) continue;
    report(i, `${op.name} reads ${plan.signals[s]} of another clock without a crossing`);
  }
}
