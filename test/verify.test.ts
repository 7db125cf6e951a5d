// The verifier bites: good plans pass, and each kind of bug, seeded into a good plan, is found at its op.

import { beforeAll, describe, expect, it, test } from 'vitest';
import { assignBuffers } from '../compiler/passes/assign-buffers.ts';
import { emit } from '../compiler/passes/emit.ts';
import { schedule } from '../compiler/passes/schedule.ts';
import { verify } from '../compiler/verify.ts';
import type { Plan, PlanOp } from '../schema/plan.ts';
import { contextOf } from './passes/front.ts';
import { randomOps } from './passes/random-ops.ts';
import { planOf } from './support/compile-text.ts';
import { runSeed } from './support/random.ts';
import { found, type Mutable, opOf } from './support/spoilt-plan.ts';

/** Latency, a sum, steps in place, channels that go apart and meet again, a feedback loop, a table. */
const STUDIO = `
busbar: 1
devices: { main: { inputs: { mic: 1, pair: 3-4 }, outputs: { mon: 1-2, sub: 3 } } }
graph:
  voice: { from: main.mic, do: [ { highpass: 80 Hz }, { limiter: -1 dBFS }, { mute: false } ] }
  echo: { from: bus, do: [ { delay: 10 ms }, { gain: -6 dB } ] }
  bus: { channels: 2, mix: { voice: -3 dB, main.pair: 0 dB, echo: -9 dB }, do: [ { fir: { taps: [1, 0.5] } } ], to: main.mon }
  low: { from: bus, do: [ { downmix: mono }, { lowpass: 80 Hz } ], to: main.sub }
`;

/** Two chains of filters in one op. */
const LANES = `
busbar: 1
devices: { main: { inputs: { mic: 1, line: 2 }, outputs: { mon: 1-2 } } }
graph:
  mic: { from: main.mic, do: [ { highpass: 80 Hz }, { lowpass: 9 kHz } ] }
  line: { from: main.line, do: [ { lowpass: 2 kHz } ] }
  both: { from: [ mic, line ], to: main.mon }
`;

const ROOMS = `
busbar: 1
devices: { main: { inputs: { pair: 1-2 }, outputs: { a: 1-2, b: 3-4 } } }
graph:
  near: { from: main.pair, do: [ { fir: { taps: [1, 0.5] } } ], to: main.a }
  far: { from: main.pair, do: [ { fir: { taps: [0.5, 0.25] } } ], to: main.b }
`;

let studio: Plan;
let lanes: Plan;
let rooms: Plan;
beforeAll(async () => {
  studio = await planOf(STUDIO);
  lanes = await planOf(LANES);
  rooms = await planOf(ROOMS);
});

/** First op from `from` on of which `is` holds, and its index. */
const firstOp = (plan: Mutable<Plan>, is: (op: Mutable<PlanOp>) => boolean): Mutable<PlanOp> => {
  const op = plan.ops.find(is);
  if (!op) throw new Error('no such op');
  return op;
};

test('good plans pass', () => {
  expect([...verify(studio), ...verify(lanes), ...verify(rooms)]).toEqual([]);
  expect(studio.loops).toHaveLength(1);
  expect(studio.paths.some((p) => p.latencyFrames > 0 && p.pads.length > 0)).toBe(true);
});

test('plans of random ops pass, in shared slots and in private ones', () => {
  const seed = runSeed();
  for (let i = 0; i < 200; i++)
    for (const slots of ['shared', 'private'] as const) {
      const context = contextOf(undefined, { slots });
      const graph = randomOps(seed + i, { ops: 2 + (i % 23), feedback: i % 3 === 0 ? 0.15 : 0 });
      const assigned = assignBuffers(schedule(graph, context).value!, context).value!;
      expect([seed + i, verify(emit(assigned, context).value!)]).toEqual([seed + i, []]);
    }
});

interface Seeded {
  readonly bug: string;
  readonly plan?: () => Plan;
  readonly spoil: (plan: Mutable<Plan>) => void;
  readonly says: RegExp;
}

const seeded: readonly Seeded[] = [
  {
    bug: 'a slot freed early: an op writes over a signal that is read later',
    spoil: (p) => {
      const mix = opOf(p, 'mix');
      const at = p.ops.indexOf(mix);
      const early = firstOp(p, (o) => p.ops.indexOf(o) < at && o.writes.length === 1 && o.reads[0] !== undefined);
      const live = mix.from.findIndex((s) => !early.makes.includes(s) && !early.from.includes(s));
      early.writes[0] = mix.reads[live]!;
    },
    says: /over .*, which is read later/,
  },
  {
    bug: 'swapped reads',
    spoil: (p) => opOf(p, 'mix').reads.reverse(),
    says: /reads slot \d+ for .*, but it holds/,
  },
  {
    bug: 'a lost edge: a read of another signal',
    spoil: (p) => {
      const op = opOf(p, 'device_write');
      op.from[0] = opOf(p, 'device_read').makes[0]!;
    },
    says: /but it holds/,
  },
  {
    bug: 'an op before what it reads',
    spoil: (p) => {
      const at = p.ops.findIndex((o, i) => i > 0 && o.from.some((s) => p.ops[i - 1]!.makes.includes(s)));
      const [op] = p.ops.splice(at, 1);
      p.ops.splice(at - 1, 0, op!);
    },
    says: /before it is made/,
  },
  {
    bug: 'outputs over a read of an op that cannot run in place',
    spoil: (p) => {
      const op = opOf(p, 'mix');
      op.writes[0] = op.reads[0]!;
    },
    says: /over its own read/,
  },
  {
    bug: 'in place over the wrong read',
    spoil: (p) => {
      const op = firstOp(p, (o) => o.inPlace && o.writes.length === 2 && o.reads[0] === o.writes[0]);
      op.writes.reverse();
      op.makes.reverse();
    },
    says: /over its own read/,
  },
  {
    bug: 'in place over a read that the op reads twice',
    spoil: (p) => {
      const op = firstOp(p, (o) => o.inPlace && o.writes.length === 2 && o.reads[0] === o.writes[0]);
      op.reads[1] = op.reads[0]!;
      op.from[1] = op.from[0]!;
    },
    says: /which it reads twice/,
  },
  {
    bug: 'two outputs in one slot',
    spoil: (p) => {
      const op = opOf(p, 'device_read');
      op.writes[1] = op.writes[0]!;
    },
    says: /twice/,
  },
  {
    bug: 'a signal made twice, another never',
    spoil: (p) => {
      const op = opOf(p, 'device_read');
      op.makes[1] = op.makes[0]!;
    },
    says: /nothing makes signal/,
  },
  {
    bug: 'a slot that is not used',
    spoil: (p) => {
      p.slots += 1;
      p.domains[0]!.slots += 1;
    },
    says: /never uses slot/,
  },
  {
    bug: 'a slot beyond those declared',
    spoil: (p) => {
      opOf(p, 'mix').writes[0] = p.slots;
    },
    says: /uses slot \d+ of/,
  },
  {
    bug: 'a sum of slots that is wrong',
    spoil: (p) => {
      p.slots++;
    },
    says: /not the sum/,
  },
  {
    bug: 'a bound above what is used',
    spoil: (p) => {
      p.slotBound = p.slots + 1;
      p.domains[0]!.slotBound = p.slotBound;
    },
    says: /fewer than its bound/,
  },
  {
    bug: 'a wrong latency',
    spoil: (p) => {
      opOf(p, 'limiter').latencyFrames--;
    },
    says: /frames after/,
  },
  {
    bug: 'a wrong alignment',
    spoil: (p) => {
      opOf(p, 'align').parts[0]!.params.delay! += 1;
    },
    says: /reads .* -?1 frames after/,
  },
  {
    bug: 'a path that takes longer than it says',
    spoil: (p) => {
      p.paths[0]!.latencyFrames -= 1;
    },
    says: /states \d+ frames and takes/,
  },
  {
    bug: 'a path that is not listed',
    spoil: (p) => {
      p.paths.pop();
    },
    says: /is not listed/,
  },
  {
    bug: 'a path that nothing takes',
    spoil: (p) => {
      p.paths.push({ ...p.paths[0]!, from: 'main.nowhere' });
    },
    says: /nothing goes that way/,
  },
  {
    bug: 'a pad that is not on the path',
    spoil: (p) => {
      p.paths[0]!.pads.push({ signal: 'elsewhere', frames: 1, cause: '' });
    },
    says: /has a pad on elsewhere/,
  },
  {
    bug: 'a loop that runs too long',
    spoil: (p) => {
      p.loops[0]!.frames++;
    },
    says: /comes back after/,
  },
  {
    bug: 'a loop that runs no frame',
    spoil: (p) => {
      p.loops[0]!.frames = 0;
    },
    says: /runs 0 frames/,
  },
  {
    bug: 'a loop that leaves out its last op',
    spoil: (p) => {
      p.loops[0]!.opCount--;
    },
    says: /not in one loop/,
  },
  {
    bug: 'a loop that is lost',
    spoil: (p) => {
      p.loops.pop();
    },
    says: /not in one loop/,
  },
  {
    bug: 'two loops that overlap',
    spoil: (p) => {
      p.loops.push({ ...p.loops[0]! });
    },
    says: /is in two loops/,
  },
  {
    bug: 'a feedback_in that feeds another op',
    spoil: (p) => {
      opOf(p, 'feedback_in').parts[0]!.params.op = p.ops.length - 1;
    },
    says: /is no feedback_out[\s\S]*nothing feeds/,
  },
  {
    bug: 'ops of one domain among those of another',
    spoil: (p) => {
      p.domains[0]!.opCount--;
    },
    says: /domains cover/,
  },
  {
    bug: 'an output channel driven twice',
    spoil: (p) => {
      opOf(p, 'device_write', 0).parts[0]!.params.channel = 2;
    },
    says: /drives channel 3/,
  },
  {
    bug: 'a channel that the device lacks',
    spoil: (p) => {
      opOf(p, 'device_read').parts[0]!.params.channel = 9;
    },
    says: /does not have/,
  },
  {
    bug: 'a device that does not exist',
    spoil: (p) => {
      opOf(p, 'device_read').parts[0]!.params.device = 5;
    },
    says: /names device 5/,
  },
  {
    bug: 'two parts with one state key',
    spoil: (p) => {
      opOf(p, 'mix').parts[0]!.stateKey = opOf(p, 'limiter').parts[0]!.stateKey;
    },
    says: /has the state key of/,
  },
  {
    bug: 'a part outside its op',
    spoil: (p) => {
      opOf(p, 'limiter').parts[0]!.readCount++;
    },
    says: /outside its reads/,
  },
  {
    bug: 'a write that no part makes',
    spoil: (p) => {
      opOf(p, 'limiter').parts[0]!.writeCount = 0;
    },
    says: /no part makes/,
  },
  {
    bug: 'a param that is not finite',
    spoil: (p) => {
      opOf(p, 'limiter').parts[0]!.params.releaseMs = Number.NaN;
    },
    says: /releaseMs = NaN/,
  },
  {
    bug: 'a table of the wrong size',
    spoil: (p) => {
      p.blobs[0]!.columns++;
    },
    says: /holds 2 numbers/,
  },
  {
    bug: 'a table that is not finite',
    spoil: (p) => {
      p.blobs[0]!.data[1] = Number.POSITIVE_INFINITY;
    },
    says: /not finite/,
  },
  {
    bug: 'a step in the lanes of others',
    plan: () => lanes,
    spoil: (p) => {
      for (const part of opOf(p, 'cascade').parts) part.readFirst = part.writeFirst = 0;
    },
    says: /no part makes/,
  },
  {
    bug: 'a step over lanes of two chains',
    plan: () => lanes,
    spoil: (p) => {
      const [first] = opOf(p, 'cascade').parts;
      first!.readCount = first!.writeCount = 2;
    },
    says: /cuts into the lanes of others/,
  },
  {
    bug: 'a step that reads one lane and makes another',
    plan: () => lanes,
    spoil: (p) => {
      opOf(p, 'cascade').parts[0]!.readFirst = 1;
    },
    says: /lanes do not pair up/,
  },
  {
    bug: 'a FIR that hears less than those it shares an op with',
    plan: () => rooms,
    spoil: (p) => {
      opOf(p, 'fir').parts[1]!.readCount = 1;
    },
    says: /reads not all/,
  },
  {
    bug: 'a FIR that makes what another makes',
    plan: () => rooms,
    spoil: (p) => {
      opOf(p, 'fir').parts[1]!.writeFirst = 0;
    },
    says: /whose writes are not its own/,
  },
  {
    bug: 'a plan of another format',
    spoil: (p) => {
      p.formatVersion++;
    },
    says: /format version/,
  },
];

describe('each seeded bug is found', () => {
  for (const { bug, plan = () => studio, spoil, says } of seeded)
    it(bug, () => {
      expect(found(plan(), spoil).join('\n')).toMatch(says);
    });
});
