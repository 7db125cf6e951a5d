// Time that single kernels take per block of 64 frames of noise, two channels. In: nothing. Out: rows for the report.
// What a call into the addon costs by itself, measured on a kernel that copies, is taken off. The mean is CPU time, so
// other work on the machine does not count; the median and p99 are by the clock.

import { loadAddon } from '../../dist/runtime/native.js';
import { nodeType } from '../../dist/schema/index.js';
import { encodeParam, isBlob } from '../../dist/schema/param.js';

const FRAMES = 64;
const RATE = 48000;
const BLOCKS = 60_000;
const CHANNELS = 2;

const noise = (n, height) => Float64Array.from({ length: n }, () => height * (2 * Math.random() - 1));
const fir = (taps) => ['fir', { taps: noise(taps, 0.01) }];

const subjects = {
  'fir, 128 taps': fir(128),
  'fir, 1,024 taps': fir(1024),
  'fir, 8,192 taps': fir(8192),
  'fir, 65,536 taps': fir(65_536),
  'delay, sub-frame': ['delay', { time: 1.234, subframe: true }],
  compressor: ['compressor', { threshold: -20, ratio: 4 }],
  gate: ['gate', { threshold: -20 }],
  limiter: ['limiter', { ceiling: -1 }],
  'limiter, true_peak': ['limiter', { ceiling: -1, true_peak: true }],
};

function kernelOf(addon, type, values) {
  const blobs = [];
  const params = Object.entries(nodeType(type).params).map(([name, spec]) => {
    const value = values[name];
    if (!isBlob(spec)) return encodeParam(spec, value, -1);
    return value === undefined ? -1 : blobs.push({ rows: 1, columns: value.length, data: value }) - 1;
  });
  const part = { type, params, stateKey: 1n, stateLayout: 1n };
  const range = { readFirst: 0, readCount: CHANNELS, writeFirst: 0, writeCount: CHANNELS };
  return new addon.Kernel({
    kernel: type,
    rateHz: RATE,
    maxFrames: FRAMES,
    reads: CHANNELS,
    writes: CHANNELS,
    parts: [{ ...part, ...range }],
    blobs,
  });
}

/** Microseconds: mean by CPU time, median and p99 by the clock. */
function times(kernel) {
  const ins = Array.from({ length: CHANNELS }, () => noise(FRAMES, 1));
  const outs = Array.from({ length: CHANNELS }, () => new Float64Array(FRAMES));
  for (let i = 0; i < 2000; i++) kernel.process(ins, outs, FRAMES);
  const all = new Float64Array(BLOCKS);
  const start = process.cpuUsage();
  for (let i = 0; i < BLOCKS; i++) {
    const since = process.hrtime.bigint();
    kernel.process(ins, outs, FRAMES);
    all[i] = Number(process.hrtime.bigint() - since) / 1000;
  }
  const { user, system } = process.cpuUsage(start);
  all.sort();
  return { mean: (user + system) / BLOCKS, median: all[BLOCKS / 2], p99: all[Math.floor(0.99 * BLOCKS)] };
}

export function blocks() {
  const loaded = loadAddon();
  if (!loaded.ok) throw new Error(`${loaded.message} ${loaded.help}`);
  const call = times(kernelOf(loaded.addon, 'delay', { time: 0 }));
  const budget = (FRAMES / RATE) * 1e6;
  const rows = Object.entries(subjects).map(([kernel, [type, values]]) => {
    const t = times(kernelOf(loaded.addon, type, values));
    const mean = t.mean - call.mean;
    return { kernel, mean, median: t.median - call.median, p99: t.p99 - call.median, timesRealTime: budget / mean };
  });
  return {
    title: 'Microseconds per block of 64 frames, two channels',
    rows,
    notes: [`A block lasts ${budget.toFixed(0)} us at 48 kHz; a call takes ${call.mean.toFixed(2)} us, taken off.`],
  };
}
