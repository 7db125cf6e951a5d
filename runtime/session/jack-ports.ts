// Our ports on a JACK server. In: a device of a plan. Out: a port per hardware channel, named as the config addresses it
// (`daw.stems.1`), with the pattern that it is kept connected to; and what lies between two ports, for other programs. Pure.
// Invariant: no two names are equal, since JACK has one set of names for both directions.

import type { Plan, PlanDevice, PlanPort } from '../../schema/plan.ts';
import type { JackPort, StreamPath } from '../native-live.ts';

export function jackPorts(device: PlanDevice, direction: 'in' | 'out'): readonly JackPort[] {
  const count = direction === 'in' ? device.inputs : device.outputs;
  // Between two ports: no port says its name, but an aggregate reaches it by its number.
  const ports = Array.from({ length: count }, (_, c): JackPort => unwished(`${device.name}.${c + 1}.${direction}`));
  for (const port of device.ports.filter((p) => p.direction === direction)) {
    const isTwofold = device.ports.some((p) => p.name === port.name && p.direction !== direction);
    const name = [device.name, port.name, ...(isTwofold ? [direction] : [])].join('.');
    for (const [i, channel] of port.channels.entries()) {
      const wished = port.connect ?? '';
      // As anywhere, mono goes to all channels of what is wider; what would be added up on its way in is not.
      const nth = direction === 'out' && port.channels.length === 1 ? -1 : i;
      ports[channel - 1] =
        wished === '' ? unwished(`${name}.${i + 1}`) : { name: `${name}.${i + 1}`, connect: wished, nth };
    }
  }
  return ports;
}

const unwished = (name: string): JackPort => ({ name, connect: '' });

/** Latency of the plan between channels of one stream, whose devices stand in order. */
export function jackPaths(plan: Plan, devices: readonly PlanDevice[]): readonly StreamPath[] {
  const inputs = channelsByPort(devices, 'in');
  const outputs = channelsByPort(devices, 'out');
  return plan.paths.flatMap(({ from, to, latencyFrames }) =>
    (inputs.get(from) ?? []).flatMap((input) =>
      (outputs.get(to) ?? []).map((output) => ({ input, output, frames: latencyFrames })),
    ),
  );
}

/** Channels of the stream by the port's address. */
function channelsByPort(
  devices: readonly PlanDevice[],
  direction: PlanPort['direction'],
): ReadonlyMap<string, readonly number[]> {
  const channels = new Map<string, readonly number[]>();
  let first = 0;
  for (const { name, ports, inputs, outputs } of devices) {
    const start = first - 1;
    for (const port of ports.filter((p) => p.direction === direction))
      channels.set(
        `${name}.${port.name}`,
        port.channels.map((c) => start + c),
      );
    first += direction === 'in' ? inputs : outputs;
  }
  return channels;
}
