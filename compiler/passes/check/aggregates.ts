// Rules of aggregates. In: the config. Out: diagnostics.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { AggregateConfig, Config } from '../../ir/config.ts';
import type { Span } from '../../ir/source.ts';
import type { PassContext } from '../pass.ts';
import { clocksOf } from './clocks.ts';
import { checkNative } from './native-aggregate.ts';

export function checkAggregates(config: Config, context: PassContext): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const homes = new Map<string, { readonly aggregate: AggregateConfig; readonly span: Span }>();
  const clocks = clocksOf(config.devices);
  const clockOf = (name: string) => clocks[config.devices.findIndex((d) => d.name === name)] ?? null;

  /** The first member of another aggregate that has the same clock. */
  const clockElsewhere = (device: string, span: Span): readonly Diagnostic[] => {
    const { aggregate } = homes.get(device)!;
    const clock = clockOf(device);
    const [other, home] =
      [...homes].find(([o, h]) => h.aggregate !== aggregate && clock !== null && clockOf(o) === clock) ?? [];
    if (other === undefined || home === undefined) return [];
    const args = { device, other, first: home.aggregate.name, second: aggregate.name };
    const related = [{ span: home.span, label: `\`${other}\` is a member here` }];
    return [diagnose('aggregate/shared-clock', span, args, { related })];
  };

  for (const aggregate of config.aggregates) {
    const { name, clock } = aggregate;
    found.push(...checkNative(config, aggregate, context));
    const isDevice = config.devices.some((d) => d.name === clock.device);
    if (isDevice && !aggregate.members.some((m) => m.device === clock.device)) {
      const args = { aggregate: name, device: clock.device, key: 'clock' };
      found.push(diagnose('aggregate/not-a-member', context.span(clock.at), args));
    }
    const drift = aggregate.drift.get(clock.device);
    if (drift !== undefined) {
      const related = [{ span: context.span(clock.at), label: 'the clock' }];
      const args = { aggregate: name, device: clock.device };
      found.push(diagnose('aggregate/drift-of-clock', context.span(drift.at, 'key'), args, { related }));
    }
    for (const member of aggregate.members) {
      const span = context.span(member.at);
      const home = homes.get(member.device);
      if (home === undefined) {
        homes.set(member.device, { aggregate, span });
        found.push(...clockElsewhere(member.device, span));
        continue;
      }
      const args = { device: member.device, first: home.aggregate.name, second: name };
      const related = [{ span: home.span, label: `a member of \`${home.aggregate.name}\` here` }];
      found.push(diagnose('aggregate/shared-device', span, args, { related }));
    }
  }
  return found;
}
