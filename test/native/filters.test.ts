// Every filter type and kind against the prewarped bilinear response in long double (reference/), and the reference
// against itself with one coefficient scaled by 1.001: what the bounds could not see would be no test.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { filterKinds } from '../../schema/filter-kinds.ts';
import { parametricCode, parametricTypes } from '../../schema/parametric-types.ts';
import { describeNative } from '../support/addon.ts';
import { fromDb } from '../support/compare.ts';
import { noise, sine, sum } from '../support/signals.ts';
import type { Case, Reference } from './reference/measure.ts';
import { ABSOLUTE, buildReference, RELATIVE } from './reference/measure.ts';
import type { StepParams } from './step-kernel.ts';
import { impulseResponse, runKernel, stepKernel, table } from './step-kernel.ts';

let reference: Reference;

interface Filter {
  readonly type: string;
  readonly params: StepParams;
  /** In the reference's words. */
  readonly said: readonly string[];
}

/** Enough for the slowest pole to go round a few times before the tail is judged. */
const chunkOf = (rateHz: number, hz: number, q: number) =>
  Math.min(2 ** 20, Math.ceil((rateHz / hz) * Math.max(4, 2 * q, 4 / q)));

function check(rateHz: number, filters: readonly Filter[]): void {
  const cases = filters.map(({ type, params, said }): Case => {
    const kernel = stepKernel(type, params, { rateHz, maxFrames: 4096 });
    const chunk = chunkOf(rateHz, Number(params.freq ?? 20), Number(params.q ?? 1));
    return { what: 'response', rateHz, filters: said, samples: impulseResponse(kernel, 1, chunk)[0]! };
  });
  for (const [i, [relative, absolute, least]] of reference.measure(cases).entries()) {
    const label = `${cases[i]!.filters.join(', ')} at ${rateHz}`;
    expect(relative, `${label}: relative error`).toBeLessThanOrEqual(RELATIVE);
    expect(absolute, `${label}: absolute error`).toBeLessThanOrEqual(ABSOLUTE);
    expect(least, `${label}: a coefficient scaled by 1.001 is not seen`).toBeGreaterThan(1);
  }
}

const eq = (type: string, freq: number, gain: number, q: number): Filter => ({
  type,
  params: { freq, gain, q },
  said: [`${type} - ${freq} ${gain} ${q}`],
});

/** Corners from 10 Hz to 0.45 of the rate. */
const corners = (rateHz: number) => [10, 63, 997, 6300, 0.2 * rateHz, 0.45 * rateHz];

describeNative('filter responses', () => {
  beforeAll(() => {
    reference = buildReference();
  });
  afterAll(() => {
    reference.close();
  });

  for (const rateHz of [44100, 48000, 96000, 192000]) {
    for (const type of ['lowpass', 'highpass'])
      it(`${type}, every kind, at ${rateHz}`, () => {
        for (const freq of corners(rateHz))
          check(
            rateHz,
            filterKinds.map((kind) => ({ type, params: { freq, kind }, said: [`${type} ${kind} ${freq} 0 0`] })),
          );
      });
    it(`sections of a given Q at ${rateHz}`, () => {
      for (const freq of corners(rateHz))
        check(rateHz, [
          ...['lowpass', 'highpass', 'bandpass', 'notch', 'allpass'].flatMap((type) =>
            [0.3, 1, 8].map((q) => eq(type, freq, 0, q)),
          ),
          { type: 'allpass', params: { freq, order: 1 }, said: [`allpass - ${freq} 0 0`] },
          { type: 'allpass', params: { freq }, said: [`allpass - ${freq} 0 ${Math.SQRT1_2}`] },
          ...['peaking', 'lowshelf', 'highshelf'].flatMap((type) =>
            [-18, 0.5, 12].flatMap((gain) => [0.4, Math.SQRT1_2, 5].map((q) => eq(type, freq, gain, q))),
          ),
          ...[-12, 3].map(
            (gain): Filter => ({
              type: 'tilt',
              params: { freq, gain },
              said: [`tilt - ${freq} ${gain} 0`],
            }),
          ),
        ]);
    });

    it(`free coefficients at ${rateHz}`, () => {
      check(
        rateHz,
        freeBiquads().map(([b0, b1, b2, a1, a2]) => ({
          type: 'biquad',
          params: { b0, b1, b2, a1, a2 },
          said: [`biquad ${b0} ${b1} ${b2} ${a1} ${a2}`],
        })),
      );
    });

    it(`a parametric list, its preamp included, at ${rateHz}`, () => {
      const bands: readonly (readonly [(typeof parametricTypes)[number], number, number, number])[] = [
        ['peaking', 105, -4.1, 0.71],
        ['lowshelf', 68, 5.5, 0.7],
        ['highshelf', 9500, -2.2, 0.7],
        ['lowpass', 17000, 0, 0.9],
        ['highpass', 25, 0, 0.6],
        ['notch', 1234, 0, 12],
        ['allpass', 440, 0, 1.1],
      ];
      const rows = [[0, 0, -6.4, 0], ...bands.map(([type, hz, gain, q]) => [parametricCode(type), hz, gain, q])];
      check(rateHz, [
        {
          type: 'parametric',
          params: { file: table(rows) },
          said: [
            `biquad ${fromDb(-6.4)} 0 0 0 0`,
            ...bands.map(([type, hz, gain, q]) => `${type} - ${hz} ${gain} ${q}`),
          ],
        },
        { type: 'parametric', params: { file: table([[0, 0, 3, 0]]) }, said: [`biquad ${fromDb(3)} 0 0 0 0`] },
        ...parametricTypes.slice(1).map((type, i) => ({
          type: 'parametric',
          params: {
            file: table([
              [0, 0, 0, 0],
              [i + 1, 1000, 4, 2],
            ]),
          },
          said: [`${type} - 1000 4 2`],
        })),
      ]);
    });
  }

  it('runs parts in series', () => {
    const parts = [
      { freq: 200, gain: 6, q: 2 },
      { freq: 5000, gain: -9, q: 0.8 },
    ];
    const samples = impulseResponse(stepKernel('peaking', parts, { kernel: 'cascade' }), 1)[0]!;
    const said = parts.map((p) => `peaking - ${p.freq} ${p.gain} ${p.q}`);
    const [errors] = reference.measure([{ what: 'response', rateHz: 48000, filters: said, samples }]);
    expect(errors![0]).toBeLessThan(RELATIVE);
  });

  // engine.md section 4: where floats fail first.
  for (const rateHz of [44100, 48000, 96000, 192000])
    for (const q of [0.7, 4])
      it(`a peak of Q ${q} at 20 Hz keeps its error below -200 dB of the signal at ${rateHz}`, () => {
        const frames = 2 * rateHz;
        const input = sum(noise(frames, 3, 0.25), sine(frames, 20, rateHz, 0.25));
        const kernel = stepKernel('peaking', { freq: 20, gain: 6, q }, { rateHz });
        const output = runKernel(kernel, [input], 1)[0]!;
        const samples = new Float64Array(2 * frames);
        samples.set(input);
        samples.set(output, frames);
        const [[errorDb]] = reference.measure([{ what: 'run', rateHz, filters: [`peaking - 20 6 ${q}`], samples }]) as [
          [number],
        ];
        expect(errorDb).toBeLessThan(-200);
      });
});

type Coefficients = [b0: number, b1: number, b2: number, a1: number, a2: number];

/** Poles of many radii and angles, real ones too, under zeros inside, on and outside the unit circle. */
function freeBiquads(): Coefficients[] {
  const poles: [number, number][] = [0, 0.4, 0.97, 0.9995].flatMap((r) =>
    [0.002, 0.3, 1.5, 3.13].map((w): [number, number] => [-2 * r * Math.cos(w), r * r]),
  );
  for (const [p, q] of [
    [0.999, -0.999],
    [0.9995, 0.2],
    [-0.998, 0.7],
    [0.6, 0.6],
  ] as const)
    poles.push([-(p + q), p * q]);
  const zeros: readonly [number, number, number][] = [
    [1, 0, 0],
    [0.3, -0.59, 0.29],
    [0.25, 0.5, 0.25],
    [-1.2, 0.7, 3.1],
    [1, -2 * Math.cos(0.3), 1],
  ];
  return poles.flatMap(([a1, a2]) => zeros.map((b): Coefficients => [...b, a1, a2]));
}
