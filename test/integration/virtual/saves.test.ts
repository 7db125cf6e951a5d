// Saves while it plays, heard: the recording of a virtual device, against what the same configs render offline.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { above, highpassHalf } from '../../../compiler/measure/spectrum.ts';
import { busbar } from '../../cli/run.ts';
import { readWav, writeWav } from '../../render/wav-file.ts';
import { describeLive } from '../../support/addon.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { LiveRun } from './live-run.ts';

const RATE = 48_000;
/** What a device fades in over when it starts, and out when it is closed. */
const EDGE = Math.ceil(0.02 * RATE) + 1;

const config = (steps: string, device = '') => `busbar: 1
name: desk
devices:
  main: { backend: virtual, format: f32, inputs: { mic: 1 }, outputs: { mon: 1 }${device} }
graph:
  voice:
    from: main.mic
    do: [${steps}]
    to: main.mon
`;

/** The test signal of all click figures: three tones. */
function threeTones(folder: string, seconds: number): void {
  const tone = (hz: number, i: number) => Math.sin((2 * Math.PI * hz * i) / RATE);
  const channel = Float64Array.from(
    { length: seconds * RATE },
    (_, i) => 0.25 * (tone(997, i) + tone(60, i) + tone(311, i)),
  );
  writeWav(join(folder, 'in.wav'), { format: 'f32', channels: [channel] });
}

async function offline(text: string, folder: string): Promise<Float64Array> {
  const plain = temporaryFolder();
  writeWav(join(plain, 'in.wav'), {
    format: 'f32',
    channels: [readWav(join(folder, 'in.wav')).channels[0] as Float64Array],
  });
  const { code, err } = await busbar(['render', '-', join(plain, 'in.wav'), join(plain, 'out.wav')], {
    cwd: plain,
    stdin: text,
  });
  expect([code, err]).toEqual([0, expect.any(String)]);
  return readWav(join(plain, 'out.wav')).channels[0] as Float64Array;
}

/** Peak of what lies above 6 kHz, re the peak of all, in dB; the edges of the recording left out. */
function click(recording: Float64Array): number {
  const middle = recording.subarray(EDGE, recording.length - EDGE);
  const peak = (x: Float64Array) => x.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return 20 * Math.log10(peak(above(middle, 6000, RATE)) / peak(middle.subarray(highpassHalf)));
}

async function running(text: string, seconds = 20): Promise<LiveRun> {
  const folder = temporaryFolder();
  threeTones(folder, seconds);
  const run = new LiveRun(text, ['--in', 'main=in.wav', '--out', 'main=out.wav'], folder);
  await run.next('started');
  await run.meters(3);
  return run;
}

const recorded = (run: LiveRun): Float64Array => readWav(join(run.folder, 'out.wav')).channels[0] as Float64Array;

describeLive('saves', () => {
  test('none: what plays live is what renders, bit for bit; so it is over saves that are refused or change nothing', async () => {
    const text = config('gain: -6 dB');
    const run = await running(text);
    run.save(config('gian: -6 dB'));
    expect((await run.next('rejected')).diagnostics).toMatchObject([{ code: 'step/misspelt', file: 'busbar.yaml' }]);
    run.save(config('fir: not-there.wav'));
    expect((await run.next('rejected')).diagnostics).toMatchObject([{ code: 'file/missing' }]);
    run.save(`# the same\n${text}`);
    expect(await run.next('reloaded')).toMatchObject({ tier: 0, kind: 'none', changes: [] });
    await run.meters(2);
    expect(await run.stop()).toMatchObject({ code: 0, err: '' });
    const [live, rendered] = [recorded(run), await offline(text, run.folder)];
    expect(live.length).toBeGreaterThan(RATE / 4);
    const differs = live.subarray(EDGE, live.length - EDGE).findIndex((v, i) => v !== rendered[EDGE + i]);
    expect(differs).toBe(-1);
  });

  test('live: a gain glides without a click, from the one plan to the other', async () => {
    const run = await running(config('gain: -6 dB'));
    run.save(config('gain: -12 dB'));
    const event = await run.next('reloaded');
    expect(event).toMatchObject({ tier: 1, kind: 'live' });
    expect(event.changes).toEqual([
      {
        target: 'voice.gain.gain',
        from: '-6 dB',
        to: '-12 dB',
        kind: 'live',
        text: 'voice.gain.gain -6 -> -12 dB, live',
      },
    ]);
    await run.meters(3);
    expect(await run.stop()).toMatchObject({ code: 0 });
    const live = recorded(run);
    const [before, after] = [
      await offline(config('gain: -6 dB'), run.folder),
      await offline(config('gain: -12 dB'), run.folder),
    ];
    const first = live.findIndex((v, i) => i >= EDGE && v !== before[i]);
    const end = live.length - EDGE;
    const last = live.subarray(0, end).findLastIndex((v, i) => v !== after[i]);
    expect(first).toBeGreaterThan(EDGE);
    expect(last).toBeLessThan(end - 1);
    console.info(
      `glide of ${((1000 * (last - first)) / RATE).toFixed(1)} ms, ${event.ms.toFixed(1)} ms after the save, click ${click(live).toFixed(0)} dB`,
    );
    expect(last - first).toBeLessThanOrEqual(0.02 * RATE);
    expect(click(live)).toBeLessThanOrEqual(-95);
  });

  test('fade: steps come and go without a click', async () => {
    const run = await running(config('gain: -6 dB'));
    const edits = [
      '{ gain: -6 dB }, { highpass: 300 Hz }',
      '{ gain: -6 dB }, { peaking: { freq: 997 Hz, gain: 6 dB, q: 2 } }',
      '{ gain: -6 dB }, { delay: 3 ms }',
      '{ polarity: {} }',
      '{ lowpass: { freq: 2 kHz, kind: LR4 } }',
    ];
    const figures: number[] = [];
    for (const steps of edits) {
      run.save(config(steps));
      const event = await run.next('reloaded');
      expect(event).toMatchObject({ tier: 2, kind: 'fade' });
      figures.push(event.ms);
      await run.meters(2);
    }
    expect(await run.stop()).toMatchObject({ code: 0 });
    console.info(
      `from file event to fade begun: ${figures.map((ms) => ms.toFixed(1)).join(', ')} ms; click ${click(recorded(run)).toFixed(0)} dB`,
    );
    expect(click(recorded(run))).toBeLessThanOrEqual(-95);
  });

  test('the figure sees a click: a plan that is swapped hard would be heard', async () => {
    const folder = temporaryFolder();
    threeTones(folder, 2);
    const [a, b] = [await offline(config('gain: -6 dB'), folder), await offline(config('gain: -12 dB'), folder)];
    const hard = a.map((v, i) => (i < RATE ? v : (b[i] as number)));
    expect(click(hard)).toBeGreaterThan(-60);
  });

  test('reopen: the device fades out and in, the recording goes on, the gap is told', async () => {
    const run = await running(config('gain: -6 dB'));
    run.save(config('gain: -6 dB', ', period: 256 frames'));
    const event = await run.next('reloaded');
    expect(event).toMatchObject({ tier: 3, kind: 'reopen' });
    expect(event.changes.map((c) => c.text)).toEqual(['main.period 64 -> 256 frames, reopen']);
    console.info(`reopened with a gap of ${event.gapMs?.toFixed(1)} ms`);
    expect(event.gapMs).toBeGreaterThan(0);
    await run.meters(3);
    expect(await run.stop()).toMatchObject({ code: 0 });
    const live = recorded(run);
    expect(live.length).toBeGreaterThan(RATE / 2);
    expect(click(live)).toBeLessThanOrEqual(-95);
  });

  test('several saves at once: the last one plays, and none is taken twice', async () => {
    const run = await running(config('gain: -6 dB'));
    for (const gain of [-7, -8, -9, -10]) run.save(config(`gain: ${gain} dB`));
    const seen: string[] = [];
    while (seen.at(-1) !== '-10 dB') {
      const { changes } = await run.next('reloaded');
      expect(changes.map((c) => c.from)).toEqual([seen.at(-1) ?? '-6 dB']);
      seen.push(...changes.map((c) => c.to ?? ''));
    }
    expect(await run.stop()).toMatchObject({ code: 0 });
    console.info(`four saves at once were taken as ${seen.length}`);
  });
});
