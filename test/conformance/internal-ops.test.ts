// The ops that no user writes pass the same checks as step types, as one config makes all of them.

import { expect, it } from 'vitest';
import { internalOps } from '../../schema/internal-ops.ts';
import { kernels } from '../../schema/kernels.ts';
import type { Plan, PlanOp } from '../../schema/plan.ts';
import { describeNative } from '../support/addon.ts';
import { planOf } from '../support/compile-text.ts';
import { kernelChecks } from './kernel-checks.ts';
import { MAX_FRAMES, type Subject, subjectOfOp } from './subject.ts';

const yaml = `
busbar: 1
engine: { rate: 48 kHz, quantum: ${MAX_FRAMES} frames }
devices:
  desk: { inputs: { voice: 1, pair: 2-3 }, outputs: { main: 1-2, rec: 3 }, ceiling: -6 dBFS }
  box: { inputs: { line: 1-2 }, period: 64 }
aggregates:
  room: { clock: desk, members: [desk, box], drift: { box: resample } }
graph:
  limited: { from: desk.pair, do: [ { limiter: { ceiling: -1 dBFS } } ] }
  quiet: { from: desk.pair, do: [ { gain: { gain: -3 dB, bypass: false } } ] }
  down: { from: desk.voice, do: [ { gain: -4 dB }, { polarity: true } ] }
  shaped: { from: desk.pair, do: [ { peaking: { freq: 1 kHz, gain: 3 dB } }, { gain: -2 dB }, { lowpass: 9 kHz } ] }
  sum:
    channels: 2
    mix:
      down: -2 dB
      shaped: -9 dB
      desk.voice: { gain: -6 dB, pan: 30 % }
      box.line: -3 dB
      limited: { gain: -1 dB, mute: true }
      quiet: 0 dB
    do: [ { mute: false } ]
    to: desk.main
  rec: { from: desk.voice, to: desk.rec }
`;

/** Devices and the two ends of a loop are nothing without their partners; plans as a whole test those. */
const paired = new Set(['device_read', 'device_write', 'feedback_in', 'feedback_out']);

/** A fade stands between two plans and in none alone; its channels are those of a bypass switch. */
function fadeLike(plan: Plan): PlanOp | undefined {
  const op = plan.ops.find((p) => p.kernel === 'bypass');
  const params = { after: 300, length: 960, sides: 0 };
  return op && { ...op, kernel: 'fade', name: 'fade', parts: op.parts.map((p) => ({ ...p, type: 'fade', params })) };
}

async function subjects(): Promise<Subject[]> {
  const [lowered, optimised] = [await planOf(yaml, { optimise: false }), await planOf(yaml)];
  return internalOps
    .filter((o) => !paired.has(o.kernel))
    .map((o) => {
      const plan = o.takes === undefined ? lowered : optimised;
      const op = o.kernel === 'fade' ? fadeLike(plan) : plan.ops.find((p) => p.kernel === o.kernel);
      if (op === undefined) throw new Error(`the config makes no ${o.kernel}`);
      const { type } = op.parts[0]!;
      const subject = subjectOfOp(plan, op, kernels.find((k) => k.name === type)!.params);
      // An alignment delay is meant; it is not latency of its op.
      return o.kernel === 'align' ? { ...subject, intendedFrames: op.parts[0]!.params.delay! } : subject;
    });
}

describeNative('ops that the compiler adds', () => {
  it.each(Object.entries(kernelChecks))('%s', async (_, check) => {
    expect((await subjects()).flatMap((s) => check(s).map((w) => `${s.name}: ${w}`))).toEqual([]);
  });
});
