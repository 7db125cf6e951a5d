// delay: whole frames bit for bit, sub-frame delays by their response: within 0.01 dB and 0.001 frame up to 0.4 of the
// rate, judged by a direct Fourier sum over the impulse response.

import { expect, it } from 'vitest';
import { dtft, magnitude, phase } from '../../compiler/measure/spectrum.ts';
import { nodeType } from '../../schema/index.ts';
import { describeNative } from '../support/addon.ts';
import { difference, firstDifference, toDb } from '../support/compare.ts';
import { random } from '../support/random.ts';
import { impulse, noise } from '../support/signals.ts';
import { runKernel, stepKernel } from './step-kernel.ts';
import { expectAdoption, expectAnySplit, expectCleanReset } from './streams.ts';

const descriptor = nodeType('delay')!;
const delayed = (x: Float64Array, params: { time: number; subframe?: boolean }, rateHz = 48000) =>
  runKernel(stepKernel('delay', params, { rateHz }), [x], 1)[0]!;

/** Worst error in dB and in frames, up to 0.4 of the rate, of a response that should be a delay by `frames`. */
function errors(h: Float64Array, frames: number): { gainDb: number; frames: number } {
  const worst = { gainDb: 0, frames: 0 };
  for (let f = 0.002; f <= 0.4; f += 0.002) {
    // Turned back by the delay that was asked for: what is left is the error.
    const z = dtft(h, f, 1);
    const turned = phase(z) + 2 * Math.PI * f * frames;
    const rest = turned - 2 * Math.PI * Math.round(turned / (2 * Math.PI));
    worst.gainDb = Math.max(worst.gainDb, Math.abs(toDb(magnitude(z))));
    worst.frames = Math.max(worst.frames, Math.abs(rest) / (2 * Math.PI * f));
  }
  return worst;
}

describeNative('delay', () => {
  it('moves samples by whole frames, bit for bit', () => {
    const x = noise(30_000, 1).with(5, -0).with(6, 1e300).with(7, 1e-300);
    const next = random(2);
    for (const rateHz of [44100, 48000, 192000])
      for (let i = 0; i < 60; i++) {
        const time = (i < 10 ? i / 4 : next() * 20_000) / (rateHz / 1000);
        const frames = descriptor.delayFrames!({ time, subframe: false }, rateHz);
        expect(Math.abs(frames - (time * rateHz) / 1000)).toBeLessThanOrEqual(0.5 + 1e-9);
        const y = delayed(x, { time }, rateHz);
        expect(firstDifference(y.subarray(frames), x.subarray(0, x.length - frames))).toBe(-1);
        expect(y.subarray(0, frames).every((v) => Object.is(v, 0))).toBe(true);
      }
  });

  it('gives frames that a user wrote back, whatever the rate', () => {
    for (const rateHz of [44100, 48000, 88200, 96000, 192000])
      for (let frames = 0; frames < 5000; frames += 7) {
        const time = (frames / rateHz) * 1000;
        expect(descriptor.delayFrames!({ time, subframe: false }, rateHz)).toBe(frames);
      }
  });

  it('keeps a minute at 48 kHz', () => {
    const frames = 60 * 48_000;
    const y = delayed(impulse(frames + 10, 3), { time: 60_000 });
    expect(y.findIndex((v) => v !== 0)).toBe(frames + 3);
  });

  it('delays by a fraction of a frame within 0.01 dB and 0.001 frame up to 0.4 of the rate', () => {
    for (const frames of [0, 0.001, 0.1, 0.25, 0.5, 0.75, 0.999, 1, 7.3, 167.925, 1000.5]) {
      const params = { time: frames / 48, subframe: true };
      const h = delayed(impulse(1200, 0), params);
      const latency = descriptor.latency!(params, 48000);
      const { gainDb, frames: off } = errors(h, frames + latency);
      expect(gainDb, `${frames} frames`).toBeLessThanOrEqual(0.01);
      expect(off, `${frames} frames`).toBeLessThanOrEqual(0.001);
      // The measure would see a delay that is off by no more than twice the bound.
      expect(errors(h, frames + latency + 0.002).frames).toBeGreaterThan(0.001);
    }
  });

  it('declares how long it rings', () => {
    for (const subframe of [false, true])
      for (const frames of [0.3, 1.2, 10.4, 100.5, 100.9]) {
        const params = { time: frames / 48, subframe };
        const y = delayed(impulse(400, 0), params);
        const last = y.findLastIndex((v) => v !== 0);
        const rings = descriptor.tail!(params, 48000, 0) + descriptor.latency!(params, 48000);
        expect(last).toBeLessThanOrEqual(rings);
        expect(last).toBeGreaterThanOrEqual(rings - 2);
      }
  });

  it('closes cycles with whole frames only', () => {
    expect(descriptor.delayFrames!({ time: 10, subframe: true }, 48000)).toBe(0);
  });

  it('hands channels on as they are cut, adopted and reset', () => {
    for (const subframe of [false, true])
      for (const frames of [0, 1, 63.3, 700]) {
        const make = () =>
          stepKernel('delay', { time: frames / 48, subframe }, { reads: 2, writes: 2, maxFrames: 1024 });
        const stream = { make, inputs: [noise(5000, 3), noise(5000, 4)], writes: 2 };
        expectAnySplit(stream);
        expectAdoption(stream, [1, 777, 3000]);
        expectCleanReset(stream);
        const once = runKernel(make(), stream.inputs, 2, 5000, 1000);
        const alone = runKernel(stepKernel('delay', { time: frames / 48, subframe }), [stream.inputs[1]!], 1);
        expect(difference([once[1]!], alone)).toBeUndefined();
      }
  });
});
