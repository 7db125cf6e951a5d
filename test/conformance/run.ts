// Runs one kernel over a stream. In: a kernel, inputs, a way to cut them, live changes at absolute frames.
// Out: outputs and final readings. Invariant: inputs are never changed; every run of one plan of changes is comparable.

import type { Channels } from '../support/compare.ts';
import { difference } from '../support/compare.ts';
import { random } from '../support/random.ts';
import type { LiveParam, Subject, TestedKernel } from './subject.ts';

export interface Change {
  readonly frame: number;
  /** All params of the part. */
  readonly params: readonly number[];
}

export interface RunOptions {
  /** Frames of the next block, given the frame it starts at. */
  readonly block?: (frame: number) => number;
  readonly changes?: readonly Change[];
  /** Channels whose output lies over the input of the same index. */
  readonly over?: (channel: number) => boolean;
  readonly from?: number;
  readonly to?: number;
}

export interface Outcome {
  /** The writes of the op. */
  readonly out: Float64Array[];
  readonly readings: Float64Array;
  /** Most allocations of any block; -1 where they are not counted. */
  readonly allocations: number;
}

export function run(kernel: TestedKernel, subject: Subject, inputs: Channels, o: RunOptions = {}): Outcome {
  const frames = inputs[0]?.length ?? 0;
  const { block = () => 480, changes = [], over = () => false, from = 0, to = frames } = o;
  const ins = inputs.slice(0, subject.reads).map((x) => Float64Array.from(x));
  const out = Array.from({ length: subject.writes }, (_, c) =>
    over(c) && ins[c] !== undefined ? ins[c] : new Float64Array(frames).fill(Number.NaN),
  );
  const due = changes.filter((c) => c.frame >= from).sort((a, b) => a.frame - b.frame);
  let allocations = 0;
  for (let at = from; at < to; ) {
    while (due[0] !== undefined && due[0].frame <= at) kernel.update(0, due.shift()!.params);
    const end = Math.min(to, at + block(at), due[0]?.frame ?? to);
    kernel.process(ins, out, end - at, at);
    allocations = kernel.allocations < 0 ? -1 : Math.max(allocations, kernel.allocations);
    at = end;
  }
  return { out, readings: kernel.readOut(0), allocations };
}

/** Where two outcomes differ, in words. */
export function outcomeDifference(a: Outcome, b: Outcome): string | undefined {
  const sound = difference(a.out, b.out);
  if (sound !== undefined) return sound;
  const readings = difference([a.readings], [b.readings]);
  return readings === undefined ? undefined : `readings: ${readings}`;
}

export const cuts: readonly { readonly label: string; readonly maxFrames: number; readonly block: () => number }[] = [
  ...[1, 7, 64, 480, 1024].map((n) => ({ label: `blocks of ${n}`, maxFrames: n, block: () => n })),
  {
    label: 'changing blocks',
    maxFrames: 1024,
    get block() {
      const next = random(7);
      return () => 1 + Math.floor(next() ** 3 * 1024);
    },
  },
];

/** Bursts of noise at levels that make every threshold be crossed both ways: a channel per seed. */
export function bursts(channels: number, frames: number, seed = 1): Float64Array[] {
  const levels = [0.9, 0.02, 0.3, 0, 1.2, 0.1];
  return Array.from({ length: channels }, (_, c) => {
    const next = random(seed + 101 * c);
    return Float64Array.from({ length: frames }, (_, i) => {
      const level = levels[(Math.floor(i / 800) + c) % levels.length]!;
      return level * (2 * next() - 1);
    });
  });
}

/** Another value that the param allows, a moderate step away: 6 dB, an octave, twice the time. */
export function otherValue({ spec, value }: LiveParam, rateHz: number): number | undefined {
  if (spec.kind === 'boolean') return 1 - value;
  if (spec.kind === 'choice') return (value + 1) % spec.choices.length;
  if (spec.kind !== 'number' || value < spec.min || value > spec.max) return undefined;
  const max = spec.dimension === 'frequency' ? Math.min(spec.max, 0.45 * rateHz) : spec.max;
  const candidates = {
    gain: [value - 6, value + 6],
    level: [value - 6, value + 6],
    percent: [value + 30, value - 30],
    frequency: [value * 2, value / 2],
    time: [value * 2 + 1, value / 2],
    ratio: [value * 2, value / 2],
    count: [value + 1, value - 1],
  }[spec.dimension];
  return candidates.find((v) => v >= spec.min && v <= max);
}

/** All live params move, one after the other, and again while the first glides are still under way. */
export function changesOf(subject: Subject, start = 1501): Change[] {
  const changes: Change[] = [];
  let params = subject.params;
  for (const round of [0, 1])
    for (const [i, live] of subject.live.entries()) {
      const other = otherValue(live, subject.rateHz);
      if (other === undefined) continue;
      params = params.with(live.index, round === 0 ? other : live.value);
      changes.push({ frame: start + 613 * round + 97 * i, params });
    }
  return changes;
}
