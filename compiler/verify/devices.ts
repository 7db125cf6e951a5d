// Do ops and devices agree? Channels exist and are driven once; state keys tell all parts of the plan apart.

import type { Plan } from '../../schema/plan.ts';
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
