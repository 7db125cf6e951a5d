// Clocks of aggregates: loops and converters in simulation. In: the repository's root. Out: rows for the report.

import { execFileSync } from 'node:child_process';
import { buildBench } from './build-bench.mjs';

let binary;
/** The simulation, built for speed; the tests run the same under sanitizers. */
const clockBinary = (root) => (binary ??= buildBench(root, 'busbar_clock'));

const rowsOf = (root, ...args) =>
  execFileSync(clockBinary(root), args, { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

export const loops = (root) => ({
  title: 'Loops at +-300 ppm, wake-ups late by 50 us in the mean, 128 frames: worst of 8 seeds and both signs',
  rows: rowsOf(root, 'loop'),
  notes: ['Lock: last time that the ratio was off by 1 ppm. THD+N after three minutes, beside 47 Hz round the tone.'],
});

export const resamplers = (root) => ({
  title: 'Converters at +100 ppm, -1 dBFS',
  rows: rowsOf(root, 'resampler'),
  notes: [
    'Ripple over 20 Hz to 20 kHz at 48 kHz; share of a core for two channels. A peer is left out where it is not installed.',
  ],
});

export const hours = (root) => ({
  title: 'A day of a crossing, simulated',
  rows: rowsOf(root, 'hours', '24', 'exact'),
  notes: ['positionErrorFrames: of the place in the stream after a day of ratios, beside their exact sum.'],
});
