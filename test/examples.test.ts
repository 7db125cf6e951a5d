// Every example: compiles without a complaint, is verified, renders real sound, and does what its README says.

import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseDocument, visit } from 'yaml';
import { encodePlan, type Plan } from '../compiler/index.ts';
import { planJson } from '../compiler/plan-json.ts';
import { verify } from '../compiler/verify.ts';
import { busbar } from './cli/run.ts';
import { readWav, writeWav } from './render/wav-file.ts';
import { describeNative } from './support/addon.ts';
import { compiledExample, examplePlan, examples } from './support/example-plan.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'examples');

describe('every example', () => {
  test('is there', () => {
    expect(examples).toHaveLength(7);
  });

  test.each(examples)('%s compiles without a complaint and is verified', async (example) => {
    expect(verify(await examplePlan(example))).toEqual([]);
  });

  test.each(examples)('%s in TypeScript gives the same plan, byte for byte', async (example) => {
    const { plan: written, controls } = await compiledExample(example, 'typescript/busbar.config.ts');
    const { plan, ...beside } = await compiledExample(example);
    expect(controls).toEqual(beside.controls);
    expect(planJson(written)).toBe(planJson(plan));
    expect(encodePlan(written)).toEqual(encodePlan(plan));
  });

  test.each(examples)('%s with every map upside down gives the same plan, byte for byte', async (example) => {
    const texts: string[] = [];
    const upsideDown = (text: string) => {
      const document = parseDocument(text);
      visit(document, { Map: (_, map) => void map.items.reverse() });
      texts.push(document.toString());
      return texts.at(-1) ?? '';
    };
    const { plan: reordered, controls } = await compiledExample(example, 'busbar.yaml', upsideDown);
    const { plan, ...beside } = await compiledExample(example);
    expect(texts[0]).toMatch(/\nbusbar: 1\n$/);
    expect(controls).toEqual(beside.controls);
    expect(planJson(reordered)).toBe(planJson(plan));
    expect(encodePlan(reordered)).toEqual(encodePlan(plan));
  });

  test.each(examples)('%s has a README whose commands name files that are there', (example) => {
    const readme = readFileSync(join(folder, example, 'README.md'), 'utf8');
    const named = [...readme.matchAll(/examples\/\S+/g)].map((m) => m[0]);
    expect(named).toContain(`examples/${example}/busbar.yaml`);
    expect(named.filter((f) => !existsSync(join(root, f)))).toEqual([]);
    expect(readme.trim().split('\n').length).toBeLessThanOrEqual(20);
  });
});

/** Deterministic noise at about -20 dBFS. */
function noise(channels: number, frames: number): Float64Array[] {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.round((state / 2 ** 32 - 0.5) * 0.3 * 2 ** 15) / 2 ** 15;
  };
  return Array.from({ length: channels }, () => Float64Array.from({ length: frames }, next));
}

const rms = (x: Float64Array) => 10 * Math.log10(x.reduce((sum, v) => sum + v * v, 0) / x.length + 1e-20);

async function render(example: string, ...files: readonly string[]) {
  const config = example.endsWith('.yaml') ? example : `${example}/busbar.yaml`;
  const { code, out, err } = await busbar(['render', join(folder, config), ...files, '--json']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as {
    outputs: { clipped: number[]; loudnessLufs: number; peaksDbfs: number[] }[];
    clocks: { device: string; gaps: unknown[] }[];
  };
}

/** Half a second of noise for every device, at its rate, and a file for what each plays. */
function filesOf(plan: Plan, cwd: string): readonly string[] {
  return plan.devices.flatMap(({ name, inputs, outputs, rateHz }) => {
    const [read, write] = [join(cwd, `${name}-in.wav`), join(cwd, `${name}-out.wav`)];
    if (inputs > 0) writeWav(read, { channels: noise(inputs, rateHz / 2), rateHz });
    return [...(inputs > 0 ? ['--in', `${name}=${read}`] : []), ...(outputs > 0 ? ['--out', `${name}=${write}`] : [])];
  });
}

describeNative('rendered', () => {
  test.each(examples)('%s: sound on every output channel, nothing clipped', async (example) => {
    const cwd = temporaryFolder();
    const plan = await examplePlan(example);
    const { outputs } = await render(example, ...filesOf(plan, cwd));
    for (const device of plan.devices.filter((d) => d.outputs > 0)) {
      const { header, channels } = readWav(join(cwd, `${device.name}-out.wav`));
      expect(header).toMatchObject({ channels: device.outputs, rateHz: device.rateHz, length: 'exact' });
      for (const c of channels) expect(rms(c)).toBeGreaterThan(-60);
    }
    expect(outputs.flatMap((o) => o.clipped).every((n) => n === 0)).toBe(true);
  });

  test('the voice chain evens out the speech and keeps it below -1 dBFS', async () => {
    const cwd = temporaryFolder();
    const speech = join(folder, '01-voice-chain/speech.wav');
    const { outputs } = await render('01-voice-chain', speech, join(cwd, 'out.wav'));
    const before = readWav(speech);
    expect(before.header.frames / before.header.rateHz).toBeGreaterThanOrEqual(8);
    expect(outputs[0]?.loudnessLufs).toBeGreaterThan(-20);
    expect(outputs[0]?.peaksDbfs[0]).toBeLessThanOrEqual(-1);
  });

  const recordings = '/usr/share/sounds/alsa';
  test('human recordings through the voice chain (alsa-utils)', async (context) => {
    if (!existsSync(recordings)) context.skip(`there is no ${recordings} (Debian package alsa-utils)`);
    const cwd = temporaryFolder();
    const voices = readdirSync(recordings).filter((f) => /^(Front|Rear|Side)_.*\.wav$/.test(f));
    expect(voices.length).toBeGreaterThan(0);
    for (const voice of voices) {
      // A folder of their own: the recordings themselves must never be in reach of a write.
      symlinkSync(join(recordings, voice), join(cwd, voice));
      const { outputs } = await render('01-voice-chain', join(cwd, voice), join(cwd, `out-${voice}`));
      expect(outputs[0]?.peaksDbfs[0]).toBeLessThanOrEqual(-1);
      expect(outputs[0]?.peaksDbfs[0]).toBeGreaterThan(-20);
    }
  });

  test('room correction: the written response comes out when an impulse goes in', async () => {
    const cwd = temporaryFolder();
    const impulse = new Float64Array(4096);
    impulse[0] = 0.5;
    writeWav(join(cwd, 'in.wav'), { format: 'f32', channels: [impulse, impulse] });
    await render('04-room-correction', join(cwd, 'in.wav'), join(cwd, 'out.wav'));
    const [left, right] = readWav(join(cwd, 'out.wav')).channels;
    const response = readWav(join(folder, '04-room-correction/living-room-48000.wav')).channels;
    const delay = Math.round((0.21 / 343) * 48000);
    const half = 0.5 * 10 ** (-6 / 20);
    for (let i = 0; i < 4096; i++) {
      expect(Math.abs((left?.[i] ?? 0) - half * (response[0]?.[i] ?? 0))).toBeLessThan(1e-6);
      if (i >= delay) expect(Math.abs((right?.[i] ?? 0) - half * (response[1]?.[i - delay] ?? 0))).toBeLessThan(1e-6);
    }
  });

  test('home studio: with clocks that drift and a deck pulled out, the rest is heard throughout', async () => {
    const cwd = temporaryFolder();
    const files = filesOf(await examplePlan('06-home-studio'), cwd);
    const { clocks } = await render('06-home-studio/drifting.yaml', ...files, '--for', '4s');
    expect(clocks.map((c) => [c.device, c.gaps.length])).toEqual([
      ['desk', 0],
      ['deck', 1],
      ['rack', 0],
    ]);
  });

  test('two-way speaker: woofers below the corner, tweeters above it, both at once', async () => {
    const cwd = temporaryFolder();
    const tone = (hz: number) =>
      Float64Array.from({ length: 24000 }, (_, i) => 0.25 * Math.sin((2 * Math.PI * hz * i) / 48000));
    const level = async (hz: number) => {
      writeWav(join(cwd, 'in.wav'), { format: 'f32', channels: [tone(hz), tone(hz)] });
      await render('02-two-way-speaker', join(cwd, 'in.wav'), join(cwd, 'out.wav'));
      return readWav(join(cwd, 'out.wav')).channels.map((c) => rms(c.subarray(12000, 20000)));
    };
    const low = await level(200);
    expect((low[0] as number) - (low[2] as number)).toBeGreaterThan(40);
    expect(low[0]).toBeCloseTo(low[1] as number, 6);
    const high = await level(12000);
    expect((high[2] as number) - (high[0] as number)).toBeGreaterThan(40);
  });
});
