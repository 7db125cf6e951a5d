// Do ops and devices agree? Channels exist and are driven once; a device that is not on its domain's clock is met only
// over its crossing; state keys tell all parts of the plan apart.

import type { Plan, PlanOp } from '../../schema/plan.ts';
import { isIndex, type Report } from './finding.ts';

export function checkDevices(plan: Plan, report: Report): void {
  for (const device of plan.devices) {
    if (!isIndex(device.domain, plan.domains.length))
      report(null, `device ${device.name} is in domain ${device.domain}`);
    for (const port of device.ports) {
      const width = port.direction === 'in' ? device.inputs : device.outputs;
      for (const c of port.channels)
        if (!isIndex(c - 1, width)) report(null, `port ${device.name}.${port.name} has channel ${c} of ${width}`);
    }
  }
  checkChannels(plan, report);
  checkKeys(plan, report);
}

function checkChannels(plan: Plan, report: Report): void {
  const driven = new Map<string, string>();
  for (const [i, op] of plan.ops.entries()) {
    if (op.kernel !== 'device_read' && op.kernel !== 'device_write') continue;
    const isWrite = op.kernel === 'device_write';
    if (op.parts.length !== (isWrite ? op.reads : op.writes).length)
      report(i, `${op.name} has not one part per channel`);
    for (const { params } of op.parts) {
      const device = plan.devices[params.device ?? -1];
      if (device?.domain !== op.domain) {
        report(i, `${op.name} names device ${params.device}, which is not in its domain`);
        continue;
      }
      const channel = params.channel ?? -1;
      if (!isIndex(channel, isWrite ? device.outputs : device.inputs))
        report(i, `${op.name} uses channel ${channel + 1} of ${device.name}, which it does not have`);
      const place = `${params.device}:${channel}`;
      if (isWrite && driven.has(place))
        report(i, `${op.name} drives channel ${channel + 1} of ${device.name}, which ${driven.get(place)} drives`);
      if (isWrite) driven.set(place, op.name);
    }
  }
}

/** Frames of each device's crossing, 0 where it shares its domain's clock. */
function crossingFrames(plan: Plan, report: Report): readonly number[] {
  const frames = plan.devices.map(() => 0);
  for (const { name, clock, members } of plan.aggregates) {
    if (!isIndex(clock, plan.devices.length)) report(null, `aggregate ${name} has device ${clock} as its clock`);
    for (const m of members) {
      if (!isIndex(m.device, plan.devices.length)) report(null, `aggregate ${name} has device ${m.device} as a member`);
      else frames[m.device] = Math.max(frames[m.device]!, m.crossingFrames);
      if (m.device === clock && m.crossingFrames !== 0) report(null, `aggregate ${name} crosses to its own clock`);
    }
  }
  return frames;
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

function checkKeys(plan: Plan, report: Report): void {
  const owners = new Map<string, string>();
  for (const [i, op] of plan.ops.entries()) {
    for (const p of op.parts) {
      const name = `${p.node}.${p.step}`;
      const owner = owners.get(p.stateKey);
      if (owner !== undefined) report(i, `${name} has the state key of ${owner}`);
      owners.set(p.stateKey, name);
    }
  }
}
