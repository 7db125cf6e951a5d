// Rules of single devices: rate and dither. In: the config. Out: diagnostics.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Config } from '../../ir/config.ts';
import { pointer } from '../../ir/source.ts';
import type { PassContext } from '../pass.ts';

/** Word length of the formats that are worth dithering for. */
export const ditherBits: Readonly<Record<string, number>> = { s16: 16, s24: 24, s24_3: 24 };

export const checkDevices = (config: Config, context: PassContext): readonly Diagnostic[] => [
  ...checkRates(config, context),
  ...checkDither(config, context),
];

function checkDither({ devices }: Config, context: PassContext): readonly Diagnostic[] {
  return devices.flatMap(({ name, at, dither, format }) => {
    if (!dither || ditherBits[format] !== undefined) return [];
    return [diagnose('device/dither-format', context.span(pointer(at, 'dither')), { device: name, format })];
  });
}

function checkRates(config: Config, context: PassContext): readonly Diagnostic[] {
  const { engine, aggregates, devices } = config;
  return devices.flatMap((device): Diagnostic[] => {
    if (device.rateHz === null || device.rateHz === engine.rateHz) return [];
    const span = context.span(pointer(device.at, 'rate'));
    const home = aggregates.find((a) => a.members.some((m) => m.device === device.name));
    const converted = home !== undefined && (home.drift.get(device.name)?.drift ?? 'resample') === 'resample';
    if (converted && home.clock.device !== device.name) {
      return [diagnose('language/not-yet', span, { what: 'a device at another rate than the engine’s' })];
    }
    const args = { device: device.name, rateHz: device.rateHz, engineHz: engine.rateHz };
    const related = [{ span: context.span(pointer(engine.at, 'rate')), label: 'the engine’s rate' }];
    return [diagnose('clock/rate', span, args, { related })];
  });
}
