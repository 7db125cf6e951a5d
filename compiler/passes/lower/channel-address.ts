// Name of a hardware channel's signal: `main.mic1.1` by the first port that has it, `main.in.7` where no port has it.

import type { DeviceConfig } from '../../ir/config.ts';
import { portOf } from '../resolve/aggregate-channels.ts';

/** `channel` counts from 0. */
export function channelAddress(device: DeviceConfig, direction: 'in' | 'out', channel: number): string {
  const port = portOf(direction === 'in' ? device.inputs : device.outputs, channel);
  if (port === undefined) return `${device.name}.${direction}.${channel + 1}`;
  return `${device.name}.${port.name}.${port.channels.indexOf(channel + 1) + 1}`;
}
