// An aggregate as one device. In: its members. Out: their channels one after the other.
// Invariant: a member is as wide as the highest channel that it declares in that direction, whatever is plugged in.

import type { DeviceId } from '../../../schema/plan.ts';
import type { AggregateConfig, DeviceConfig, PortConfig } from '../../ir/config.ts';
import type { Scope } from './scope.ts';

export interface HardwareChannel {
  readonly device: DeviceId;
  /** From 0. */
  readonly channel: number;
}

export const highestChannel = (ports: readonly PortConfig[]): number =>
  ports.reduce((high, p) => p.channels.reduce((h, c) => Math.max(h, c), high), 0);

/** Undefined where a member is not known: it was reported, and the numbers after it would be wrong. */
export function aggregateChannels(
  scope: Scope,
  aggregate: AggregateConfig,
  direction: 'inputs' | 'outputs',
): readonly HardwareChannel[] | undefined {
  const all: HardwareChannel[] = [];
  for (const member of aggregate.members) {
    const device = scope.deviceId(member.device);
    if (device === undefined) return undefined;
    const config: DeviceConfig = scope.config.devices[device]!;
    const width = highestChannel(config[direction]);
    for (let channel = 0; channel < width; channel++) all.push({ device, channel });
  }
  return all;
}

/** First port, by name, that has a hardware channel (from 0). */
export const portOf = (ports: readonly PortConfig[], channel: number): PortConfig | undefined =>
  ports.find((p) => p.channels.includes(channel + 1));
