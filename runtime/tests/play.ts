// Plays signals through a plan. In: a plan, samples by device, a length. Out: what every output channel plays, and how
// simulated clocks fared. The renderer is that of `busbar render`: WAV files in a folder that lives as long as the run.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Channel } from '../../compiler/tests/types.ts';
import { decodeWav, frameWav } from '../../compiler/wav.ts';
import type { DeviceId, Plan, PlanDevice } from '../../schema/plan.ts';
import { EngineError } from '../engine-error.ts';
import type { ClockReport, NativeAddon } from '../native.ts';
import { render } from '../render.ts';
import type { NamedFile } from '../render-inputs.ts';
import { simulatedClocks, speedHz } from '../simulated-clocks.ts';

/** What a channel hears, from its length in frames and the rate of its device. */
export type Source = (frames: number, rateHz: number) => Float64Array;

export interface Take {
  readonly plan: Plan;
  /** Outputs, by device and channel. */
  readonly heard: ReadonlyMap<string, readonly Float64Array[]>;
  readonly clocks: readonly ClockReport[];
  /** Whether a clock was other than ideal: frequencies have moved. */
  readonly isSimulated: boolean;
}

export interface Player {
  readonly addon: NativeAddon;
  readonly signal: AbortSignal;
  /** Changes of the config are cut over instead of faded: a mutant of tests of clicks. */
  readonly isCutOver?: boolean;
}

/** `sources`: by device, then by channel from 0; the rest is silent. */
export async function play(
  { addon, signal }: Player,
  plan: Plan,
  sources: ReadonlyMap<string, ReadonlyMap<number, Source>>,
  seconds: number,
): Promise<Take> {
  const folder = mkdtempSync(join(tmpdir(), 'busbar-test-'));
  try {
    const files = (side: 'inputs' | 'outputs') =>
      new Map<DeviceId, NamedFile>(
        plan.devices.flatMap((d, id) => {
          const shown = `${d.name}-${side}.wav`;
          return d[side] > 0 ? [[id, { shown, path: join(folder, shown) }] as const] : [];
        }),
      );
    const inputs = files('inputs');
    for (const [id, file] of inputs) {
      const device = plan.devices[id] as PlanDevice;
      writeInput(file.path, device, sources.get(device.name), Math.ceil(seconds * speedHz(plan, device)));
    }
    const outputs = files('outputs');
    const rendered = await render(addon, { plan, inputs, outputs, seconds, keep: [], progress: () => {}, signal });
    if (!rendered.ok) throw new EngineError('input', rendered.problems.map((p) => p.message).join(' '));
    const heard = new Map([...outputs].map(([id, { path }]) => [plan.devices[id]!.name, readOutput(path)] as const));
    return { plan, heard, clocks: rendered.value.clocks, isSimulated: simulatedClocks(plan) !== undefined };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A channel of a take. */
export function heardAt({ heard }: Take, { device, channel, name }: Channel): Float64Array {
  const x = heard.get(device)?.[channel];
  if (x === undefined) throw new Error(`${name} was not rendered`);
  return x;
}

/** Rate of the samples of a channel. */
export const rateAt = ({ plan }: Pick<Take, 'plan'>, { device }: Channel): number =>
  plan.devices.find((d) => d.name === device)?.rateHz ?? plan.rateHz;

function writeInput(
  path: string,
  { rateHz, inputs: channels }: PlanDevice,
  sources: ReadonlyMap<number, Source> | undefined,
  frames: number,
): void {
  const { header } = frameWav({ rateHz, channels, format: 'f64', frames });
  const bytes = new Uint8Array(header.length + 8 * frames * channels);
  bytes.set(header);
  const view = new DataView(bytes.buffer);
  for (const [channel, source] of sources ?? []) {
    const x = source(frames, rateHz);
    for (let i = 0; i < frames; i++) view.setFloat64(header.length + 8 * (i * channels + channel), x[i] ?? 0, true);
  }
  writeFileSync(path, bytes);
}

function readOutput(path: string): readonly Float64Array[] {
  const decoded = decodeWav(readFileSync(path));
  if (!decoded.ok) throw new Error(`a rendered file cannot be read: ${decoded.problem.message}`);
  return decoded.value.channels;
}
