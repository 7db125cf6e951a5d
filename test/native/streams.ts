// Streams through one kernel: cut in every way, handed over in the middle. In: how to make the kernel, what goes in,
// which live changes come when. Out: differences in words. Invariant: changes fall on absolute frames.

import { expect } from 'vitest';
import type { NativeKernel } from '../../runtime/native.ts';
import type { Channels } from '../support/compare.ts';
import { difference } from '../support/compare.ts';
import { random } from '../support/random.ts';

export interface LiveParams {
  readonly frame: number;
  readonly params: readonly number[];
}

export interface Stream {
  readonly make: () => NativeKernel;
  readonly inputs: Channels;
  readonly writes: number;
  readonly changes?: readonly LiveParams[];
}

const MOST = 1024;

/** Runs frames `from` to `to` in blocks as `block` says, cut where a change falls. */
function pass(
  kernel: NativeKernel,
  { inputs, writes, changes = [] }: Stream,
  block: () => number,
  from = 0,
  to = inputs[0]!.length,
): Float64Array[] {
  const out = Array.from({ length: writes }, () => new Float64Array(inputs[0]!.length));
  const due = changes.filter((c) => c.frame >= from).sort((a, b) => a.frame - b.frame);
  for (let at = from; at < to; ) {
    while (due[0] !== undefined && due[0].frame <= at) kernel.update(0, due.shift()!.params);
    const end = Math.min(to, at + block(), due[0]?.frame ?? to);
    kernel.process(inputs, out, end - at, at);
    at = end;
  }
  return out;
}

/** The output does not depend on the cut of the stream, bit for bit. */
export function expectAnySplit(stream: Stream): void {
  const whole = pass(stream.make(), stream, () => MOST);
  for (const n of [1, 7, 64, 480])
    expect(
      difference(
        pass(stream.make(), stream, () => n),
        whole,
      ),
      `blocks of ${n}`,
    ).toBeUndefined();
  const next = random(11);
  const changing = pass(stream.make(), stream, () => 1 + Math.floor(next() ** 3 * MOST));
  expect(difference(changing, whole), 'changing blocks').toBeUndefined();
}

/** A kernel that takes over the state at any of `frames` goes on as the first one would have. */
export function expectAdoption(stream: Stream, frames: readonly number[], makeOther = stream.make): void {
  const whole = pass(stream.make(), stream, () => 100);
  for (const at of frames) {
    const first = stream.make();
    const before = pass(first, stream, () => 100, 0, at);
    const second = makeOther();
    second.adopt(first);
    const after = pass(second, stream, () => 100, at);
    const joined = before.map((x, c) => x.map((v, i) => (i < at ? v : after[c]![i]!)));
    expect(difference(joined, whole), `handed over at ${at}`).toBeUndefined();
  }
}

/**
 * After reset nothing is left of what went in before, not even of samples that were not finite. The inputs of a FIR
 * must be whole blocks of its largest partition: it groups its work by the number of the frame, which goes on.
 */
export function expectCleanReset({ make, inputs, writes }: Stream): void {
  const fresh = pass(make(), { make, inputs, writes }, () => 100);
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 1e300]) {
    const kernel = make();
    const poisoned = inputs.map((x) => x.map((v, i) => (i % 50 === 49 ? bad : v)));
    pass(kernel, { make, inputs: poisoned, writes }, () => 100);
    kernel.reset();
    expect(
      difference(
        pass(kernel, { make, inputs, writes }, () => 100),
        fresh,
      ),
      `after ${bad}`,
    ).toBeUndefined();
  }
}

/** Once its glides are over and all has settled, an updated kernel is as one made with those params. */
export function expectUpdateArrives(
  updated: NativeKernel,
  params: readonly number[],
  made: NativeKernel,
  inputs: Channels,
  writes: number,
): void {
  const silence = inputs.map(() => new Float64Array(48_000));
  updated.update(0, params);
  for (const kernel of [updated, made]) pass(kernel, { make: () => kernel, inputs: silence, writes }, () => MOST);
  const [a, b] = [updated, made].map((kernel) => pass(kernel, { make: () => kernel, inputs, writes }, () => MOST));
  expect(difference(a!, b!)).toBeUndefined();
}
