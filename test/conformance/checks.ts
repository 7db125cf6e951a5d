// The conformance checks on kernels. In: a subject. Out: what is wrong, one line each; empty = conforms.
// Invariant: each check is shown to fail on a seeded fault in checks-can-fail.test.ts.

import { firstDifference } from '../support/compare.ts';
import { random } from '../support/random.ts';
import { impulse, silence } from '../support/signals.ts';
import { bursts, changesOf, cuts, outcomeDifference, run } from './run.ts';
import type { Subject } from './subject.ts';

export type Check = (subject: Subject) => readonly string[];

const FRAMES = 9000;

const found = (...complaints: readonly (string | undefined)[]): string[] => complaints.filter((c) => c !== undefined);

/** Any split of the stream into blocks gives the same samples, live changes under way. */
export const splitsAgree: Check = (s) => {
  const inputs = bursts(s.reads, FRAMES);
  const changes = changesOf(s);
  const whole = run(s.make(FRAMES), s, frames(inputs), { block: () => FRAMES, changes });
  return cuts.flatMap(({ label, maxFrames, block }) => {
    const cut = run(s.make(maxFrames), s, frames(inputs), { block, changes });
    const wrong = outcomeDifference(cut, whole);
    return found(wrong && `${label}: ${wrong}`);
  });
};

/** An output over its input gives what an output elsewhere gives. */
export const inPlaceAgrees: Check = (s) => {
  if (!s.inPlace) return [];
  const inputs = frames(bursts(s.reads, FRAMES));
  const changes = changesOf(s);
  const apart = run(s.make(), s, inputs, { changes });
  const ways = { 'all channels': () => true, 'even channels': even, 'odd channels': (c: number) => !even(c) };
  return Object.entries(ways).flatMap(([label, over]) => {
    const wrong = outcomeDifference(run(s.make(), s, inputs, { changes, over }), apart);
    return found(wrong && `${label} in place: ${wrong}`);
  });
};
const even = (c: number) => c % 2 === 0;

/** Silence in, silence out, but for sources, which must sound. */
export const silenceStays: Check = (s) => {
  const inputs = frames(Array.from({ length: s.reads }, () => silence(FRAMES)));
  const { out } = run(s.make(), s, inputs, { changes: changesOf(s) });
  const loud = out.findIndex((x) => x.some((v) => v !== 0));
  if (s.source) return found(loud < 0 && out.length > 0 ? 'a source that never sounds' : undefined);
  return found(loud < 0 ? undefined : `output ${loud} sounds at frame ${out[loud]!.findIndex((v) => v !== 0)}`);
};

const ONSET = 777;

/** Frames from the input's onset to the first change at each output that answers at all. */
export function onsets(s: Subject): number[] {
  const next = random(3);
  const sound = Array.from({ length: s.reads }, () =>
    Float64Array.from({ length: FRAMES }, (_, i) => (i < ONSET ? 0 : (0.3 + 0.6 * next()) * (next() < 0.5 ? -1 : 1))),
  );
  const quiet = sound.map(() => silence(FRAMES));
  const answer = run(s.make(), s, frames(sound)).out;
  const still = run(s.make(), s, frames(quiet)).out;
  return answer.map((x, c) => firstDifference(x, still[c]!)).flatMap((i) => (i < 0 ? [] : [i - ONSET]));
}

/** Energy centroid of the impulse response of each output: the group delay weighted by the response. */
function centroids(s: Subject): number[] {
  const out = run(s.make(), s, frames(Array.from({ length: s.reads }, () => impulse(FRAMES, ONSET, 0.5)))).out;
  return out.map((h) => {
    const energy = h.reduce((sum, v) => sum + v * v, 0);
    return h.reduce((sum, v, i) => sum + i * v * v, 0) / energy - ONSET;
  });
}

/** The declared latency is the measured one, beyond the delay that was asked for. */
export const latencyHolds: Check = (s) => {
  if (s.reads === 0) return found(s.latencyFrames === 0 ? undefined : 'a source has no input to be late of');
  if (s.intendedFrames === null)
    return onsets(s).flatMap((measured, c) =>
      found(measured === s.latencyFrames ? undefined : `output ${c}: ${measured} frames, declared ${s.latencyFrames}`),
    );
  // A delay of whole frames rounds what was asked for; one with latency of its own is exact.
  const asked = s.latencyFrames === 0 ? Math.round(s.intendedFrames) : s.intendedFrames;
  return centroids(s).flatMap((measured, c) => {
    const error = measured - asked - s.latencyFrames;
    return found(Math.abs(error) < 0.1 ? undefined : `output ${c}: off by ${error} frames`);
  });
};

/** After reset nothing is left of samples that were not finite. */
export const resetRecovers: Check = (s) => {
  const inputs = frames(bursts(s.reads, FRAMES));
  const fresh = run(s.make(), s, inputs);
  return [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300].flatMap((bad) => {
    const kernel = s.make();
    const poisoned = inputs.map((x) => x.map((v, i) => (i % 50 === 49 ? bad : v)));
    run(kernel, s, frames(poisoned));
    kernel.reset();
    const wrong = outcomeDifference(run(kernel, s, inputs), fresh);
    return found(wrong && `after ${bad}: ${wrong}`);
  });
};

/** A kernel that takes over a running state goes on as the first one would have, and the first one starts afresh. */
export const adoptionContinues: Check = (s) => {
  const inputs = frames(bursts(s.reads, FRAMES));
  const changes = changesOf(s);
  const whole = run(s.make(), s, inputs, { changes });
  const fresh = run(s.make(), s, inputs);
  // In the middle of the glides; before them; with another quantum.
  return [1777, 900, 4096].flatMap((at, i) => {
    const first = s.make();
    const before = run(first, s, inputs, { changes, to: at });
    const second = s.make(i === 2 ? 64 : undefined);
    second.adopt(first);
    const after = run(second, s, inputs, { changes, from: at, block: () => 64 });
    const joined = before.out.map((x, c) => x.map((v, k) => (k < at ? v : after.out[c]![k]!)));
    const wrong = outcomeDifference({ ...after, out: joined }, { ...whole, readings: after.readings });
    const left = outcomeDifference(run(first, s, inputs), fresh);
    return found(wrong && `adopted at ${at}: ${wrong}`, left && `what adoption gave back is not fresh: ${left}`);
  });
};

/** A live change to what is in effect, or on its way there, changes nothing: a reload may repeat what was set. */
export const repeatsAreNeutral: Check = (s) => {
  const inputs = frames(bursts(s.reads, FRAMES));
  const changes = changesOf(s).sort((a, b) => a.frame - b.frame);
  const repeats = [{ frame: 700, params: s.params }, ...changes].flatMap(({ frame, params }, i) => {
    const end = changes[i]?.frame ?? FRAMES;
    return [frame, frame + 1, frame + 150].filter((at) => at < end).map((at) => ({ frame: at, params }));
  });
  const once = run(s.make(), s, inputs, { changes });
  return found(outcomeDifference(run(s.make(), s, inputs, { changes: [...changes, ...repeats] }), once));
};

/** `process` makes no heap call, whatever the block and while params move. */
export const allocatesNothing: Check = (s) => {
  const inputs = frames(bursts(s.reads, FRAMES));
  return [1, 64, 1024].flatMap((n) => {
    const { allocations } = run(s.make(), s, inputs, { block: () => n, changes: changesOf(s) });
    if (allocations < 0) return found(process.platform === 'linux' ? 'allocations are not counted' : undefined);
    return found(allocations === 0 ? undefined : `${allocations} heap calls in a block of ${n}`);
  });
};

/** Inputs of an op without any still say how long the stream is. */
const frames = (inputs: readonly Float64Array[]): readonly Float64Array[] =>
  inputs.length > 0 ? inputs : [silence(FRAMES)];
