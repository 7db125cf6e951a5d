// Renders a config over signals in memory, whatever its clocks are. In: a config, channels by device, a length. Out: channels
// by device, each at its own rate and speed, and how the clocks fared.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeWav, frameWav } from '../../compiler/wav.ts';
import type { ClockReport } from '../../runtime/native.ts';
import { render } from '../../runtime/render.ts';
import type { Plan, PlanDevice } from '../../schema/plan.ts';
import { native } from '../support/addon.ts';
import { planOf } from '../support/compile-text.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export interface Simulated {
  readonly plan: Plan;
  readonly outputs: Readonly<Record<string, readonly Float64Array[]>>;
  readonly clocks: Readonly<Record<string, ClockReport>>;
}

/** `signal`: a channel of a device, as long as the run by its own clock. */
export async function simulate(
  config: string | object,
  seconds: number,
  signal: (device: PlanDevice, frames: number, channel: number) => Float64Array,
): Promise<Simulated> {
  const plan = await planOf(typeof config === 'string' ? config : JSON.stringify(config));
  const folder = temporaryFolder();
  const inputs = new Map<number, { shown: string; path: string }>();
  const outputs = new Map<number, { shown: string; path: string }>();
  for (const [id, device] of plan.devices.entries()) {
    const named = (side: string) => ({ shown: device.name, path: join(folder, `${side}-${device.name}.wav`) });
    if (device.outputs > 0) outputs.set(id, named('out'));
    if (device.inputs === 0) continue;
    inputs.set(id, named('in'));
    const frames = Math.ceil(seconds * speedOf(device));
    const channels = Array.from({ length: device.inputs }, (_, c) => signal(device, frames, c));
    writeFileSync(named('in').path, wavOf(device.rateHz, channels));
  }
  const result = await render(native(), {
    plan,
    inputs,
    outputs,
    seconds,
    keep: [],
    progress: () => {},
    signal: new AbortController().signal,
  });
  if (!result.ok) throw new Error(result.problems.map((p) => p.message).join('\n'));
  const nameOf = (id: number) => (plan.devices[id] as PlanDevice).name;
  return {
    plan,
    outputs: Object.fromEntries([...outputs].map(([id, { path }]) => [nameOf(id), channelsOf(path)])),
    clocks: Object.fromEntries(result.value.clocks.map((c) => [nameOf(c.device), c])),
  };
}

/** Frames that the device moves in a second. */
export const speedOf = ({ rateHz, clock }: PlanDevice): number => rateHz * (1 + (clock?.ppm ?? 0) * 1e-6);

function wavOf(rateHz: number, channels: readonly Float64Array[]): Uint8Array {
  const frames = channels[0]?.length ?? 0;
  const { header, trailer } = frameWav({ rateHz, channels: channels.length, format: 'f64', frames });
  const samples = new Float64Array(frames * channels.length);
  for (const [c, channel] of channels.entries())
    for (let i = 0; i < frames; i++) samples[i * channels.length + c] = channel[i] as number;
  return Buffer.concat([header, new Uint8Array(samples.buffer), trailer]);
}

function channelsOf(path: string): readonly Float64Array[] {
  const wav = decodeWav(readFileSync(path));
  if (!wav.ok) throw new Error(wav.problem.message);
  return wav.value.channels;
}
