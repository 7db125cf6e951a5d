// Ports that the matched device lacks: they count as missing. In: a device and what is known of it. Out: diagnostics,
// and the ports to remove under `missing: prune`. Invariant: nothing is said where the width is not known.

import type { DeviceFacts, DirectionFacts } from '../../../schema/inventory.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { DeviceConfig, PortConfig } from '../../ir/config.ts';
import type { PassContext } from '../pass.ts';
import type { PortName } from './prune.ts';
import { deviceText } from './words.ts';

export function checkPorts(
  device: DeviceConfig,
  facts: DeviceFacts,
  context: PassContext,
): { readonly pruned: readonly PortName[]; readonly diagnostics: readonly Diagnostic[] } {
  const pruned: PortName[] = [];
  const diagnostics: Diagnostic[] = [];
  const look = (direction: 'in' | 'out', ports: readonly PortConfig[], known: DirectionFacts | null) => {
    const width = widthOf(facts, known);
    for (const port of ports) {
      if (port.channels.every((c) => c <= width)) continue;
      const span = context.span(port.at);
      if (device.missing === 'prune') pruned.push({ direction, name: port.name });
      else if (device.missing === 'fail') {
        const args = { device: device.name, port: port.name, direction, width, is: deviceText(facts) };
        diagnostics.push(diagnose('device/lacks-port', span, args));
      } else {
        const args = { device: device.name, port: port.name, missing: device.missing };
        diagnostics.push(diagnose('device/absent', span, args));
      }
    }
  };
  look('in', device.inputs, facts.inputs);
  look('out', device.outputs, facts.outputs);
  return { pruned, diagnostics };
}

/** Ports of JACK are ours, as many as we like; of a device that somebody holds nothing is known. */
function widthOf(facts: DeviceFacts, known: DirectionFacts | null): number {
  const isOpen = facts.backend === 'jack' || facts.converts.includes('channels') || (facts.busy !== null && !known);
  if (isOpen || known?.channels[1] === 0) return Number.POSITIVE_INFINITY;
  return known?.channels[1] ?? 0;
}
