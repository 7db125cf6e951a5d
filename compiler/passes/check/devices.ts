// Rules of single devices: rate, pitch control and dither. In: the config. Out: diagnostics.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Config } from '../../ir/config.ts';
import { pointer, type Span } from '../../ir/source.ts';
import { deviceText } from '../match/words.ts';
import type { PassContext } from '../pass.ts';
import { isJack } from './clocks.ts';
import { rateOf } from './crossings.ts';

/** Word length of the formats that are worth dithering for. */
export const ditherBits: Readonly<Record<string, number>> = { s16: 16, s24: 24, s24_3: 24 };

export const checkDevices = (config: Config, context: PassContext): readonly Diagnostic[] => [
  ...checkRates(config, context),
  ...checkPitch(config, context),
  ...checkDither(config, context),
];

function checkDither({ devices }: Config, context: PassContext): readonly Diagnostic[] {
  return devices.flatMap(({ name, at, dither, format }) => {
    if (!dither || ditherBits[format] !== undefined) return [];
    return [diagnose('device/dither-format', context.span(pointer(at, 'dither')), { device: name, format })];
  });
}

/** Another rate than the engine’s is converted, where the device is a member that is resampled; nowhere else. */
function checkRates({ engine, aggregates, devices }: Config, context: PassContext): readonly Diagnostic[] {
  const jack = devices.find(isJack);
  return devices.flatMap((device): Diagnostic[] => {
    const { rateHz, name } = device;
    const place = rateHz === null ? context.span(device.at, 'key') : context.span(pointer(device.at, 'rate'));
    const own = rateOf(device, engine.rateHz);
    if (jack !== undefined && isJack(device) && own !== rateOf(jack, engine.rateHz)) {
      const args = { device: name, rateHz: own, other: jack.name, otherHz: rateOf(jack, engine.rateHz) };
      const related = [
        { span: context.span(jack.at, 'key'), label: `\`${jack.name}\` is a client of the same server` },
      ];
      return [diagnose('clock/one-server', place, args, { related })];
    }
    if (own === engine.rateHz) return [];
    const args = { device: name, rateHz: own, engineHz: engine.rateHz };
    const home = aggregates.find((a) => a.members.some((m) => m.device === name));
    const drift = home?.drift.get(name);
    if (home === undefined || home.clock.device === name) {
      const related = [{ span: context.span(pointer(engine.at, 'rate')), label: 'the engine’s rate' }];
      return [diagnose('clock/rate', place, args, { related })];
    }
    if (drift === undefined || drift.drift === 'resample') return [];
    const span = context.span(drift.at);
    const extra = { related: [{ span: place, label: `${own} Hz` }], edits: [resampleInstead(span)] };
    return [diagnose('clock/drift-rate', span, { ...args, drift: drift.drift }, extra)];
  });
}

/** A device that is steered has a control that moves its clock. */
function checkPitch({ aggregates, devices }: Config, context: PassContext): readonly Diagnostic[] {
  return aggregates.flatMap(({ drift }) =>
    [...drift].flatMap(([name, { drift: way, at }]): Diagnostic[] => {
      const device = devices.find((d) => d.name === name);
      if (way !== 'steer' || device === undefined) return [];
      const isFixed = isJack(device) || device.backend === 'file' || device.found?.pitch === false;
      if (!isFixed) return [];
      const span = context.span(at);
      const is = device.found === null || isJack(device) ? device.backend : deviceText(device.found);
      return [diagnose('clock/no-pitch', span, { device: name, is }, { edits: [resampleInstead(span)] })];
    }),
  );
}

const resampleInstead = (span: Span) => ({ title: 'write `resample`', span, text: 'resample' });
