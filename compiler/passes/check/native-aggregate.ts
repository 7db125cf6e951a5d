// An aggregate that CoreAudio makes. In: an aggregate of the config. Out: what CoreAudio cannot do.
// Invariant: what is not known of a device is not judged: a config for a Mac compiles anywhere.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { AggregateConfig, Config } from '../../ir/config.ts';
import { pointer } from '../../ir/source.ts';
import type { PassContext } from '../pass.ts';
import { rateOf } from './crossings.ts';

export function checkNative(config: Config, aggregate: AggregateConfig, context: PassContext): readonly Diagnostic[] {
  const { name, at, native, publish, members, drift } = aggregate;
  if (!native) {
    const span = context.span(pointer(at, 'publish'), 'key');
    return publish ? [diagnose('aggregate/publish-alone', span, { aggregate: name })] : [];
  }
  const { rateHz } = config.engine;
  const asks = [{ span: context.span(pointer(at, 'native'), 'key'), label: 'CoreAudio is to join them' }];
  return members.flatMap((member): Diagnostic[] => {
    const device = config.devices.find((d) => d.name === member.device);
    if (device === undefined) return [];
    const span = context.span(member.at);
    const backend = device.backend === 'default' ? (device.found?.backend ?? 'coreaudio') : device.backend;
    if (backend !== 'coreaudio') {
      const args = { aggregate: name, device: device.name, backend };
      return [diagnose('aggregate/native-member', span, args, { related: asks })];
    }
    if (rateOf(device, rateHz) !== rateHz) {
      const args = { device: device.name, rateHz: rateOf(device, rateHz), engineHz: rateHz };
      return [diagnose('aggregate/native-rate', span, args, { related: asks })];
    }
    const way = drift.get(device.name);
    if (way?.drift !== 'steer') return [];
    return [diagnose('aggregate/native-drift', context.span(way.at), { device: device.name }, { related: asks })];
  });
}
