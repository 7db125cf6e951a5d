// The verifier and crossings: plans whose clocks meet pass, and each kind of bug, seeded into one, is found.

import { beforeAll, expect, it, test } from 'vitest';
import { verify } from '../compiler/verify.ts';
import type { Plan } from '../schema/plan.ts';
import { planOf } from './support/compile-text.ts';
import { found, type Mutable, opOf } from './support/spoilt-plan.ts';

const AGGREGATE = `
busbar: 1
devices:
  main: { backend: alsa, inputs: { mic: 1 }, outputs: { mon: 1-2 } }
  other: { backend: alsa, match: { name: B }, inputs: { line: 1 }, outputs: { line: 1 } }
aggregates: { room: { clock: main, members: [main, other], drift: { other: resample } } }
graph:
  a: { channels: 2, mix: { main.mic: 0 dB, other.line: 0 dB }, to: main.mon }
  b: { from: main.mic, do: [ { gain: -6 dB } ], to: other.line }
`;

/** Its member at another rate, with blocks longer than the master's. */
const CONVERTED = AGGREGATE.replace('match: { name: B }', '$&, rate: 44.1 kHz, period: 128 frames');

/** Makes the crossings of the member longer, everywhere that says so. */
function lengthen(plan: Mutable<Plan>, by: number, part?: 'kernelFrames'): void {
  const member = plan.aggregates[0]!.members[1]!;
  member.crossingFrames += by;
  if (part !== undefined) member[part] += by;
  for (const op of plan.ops.filter((o) => o.kernel === 'crossing')) {
    op.latencyFrames += by;
    op.parts[0]!.params.delay! += by;
  }
}

let aggregate: Plan;
let converted: Plan;
beforeAll(async () => {
  aggregate = await planOf(AGGREGATE);
  converted = await planOf(CONVERTED);
});

it('good plans pass', () => {
  expect([aggregate, converted].flatMap(verify)).toEqual([]);
});

test.each([47_500, 47_520, 47_524, 47_525, 47_530, 48_479, 48_480, 48_481, 48_500, 48_520])(
  'a member at %i Hz, about where rates are one with 48 kHz and with 47.9',
  async (rate) => {
    const plans = [AGGREGATE, AGGREGATE.replace('busbar: 1', 'busbar: 1\nengine: { rate: 47900 Hz }')];
    for (const text of plans) {
      const plan = await planOf(text.replace('match: { name: B }', `$&, rate: ${rate} Hz, period: 128 frames`));
      expect(verify(plan)).toEqual([]);
    }
  },
);

interface Seeded {
  readonly bug: string;
  readonly plan: () => Plan;
  readonly spoil: (plan: Mutable<Plan>) => void;
  readonly says: RegExp;
}

const seeded: readonly Seeded[] = [
  {
    bug: 'a device read over another clock',
    plan: () => aggregate,
    spoil: (p) => {
      const crossing = opOf(p, 'crossing');
      crossing.kernel = 'align';
      crossing.parts = crossing.parts.map((part) => ({ ...part, params: { delay: crossing.latencyFrames } }));
    },
    says: /another clock without a crossing/,
  },
  {
    bug: 'a crossing that takes other frames than it says',
    plan: () => aggregate,
    spoil: (p) => {
      opOf(p, 'crossing').parts[0]!.params.delay! -= 1;
    },
    says: /but declares/,
  },
  {
    bug: 'a crossing to a device on the same clock',
    plan: () => aggregate,
    spoil: (p) => {
      opOf(p, 'crossing').parts[0]!.params.member = 0;
    },
    says: /shares the domain's clock/,
  },
  {
    bug: 'a crossing without room for the kernel that converts the rate',
    plan: () => converted,
    spoil: (p) => {
      lengthen(p, -20, 'kernelFrames');
    },
    says: /frames for its kernel/,
  },
  {
    bug: 'a crossing whose kernel is that of another rate',
    plan: () => converted,
    spoil: (p) => {
      p.devices[1]!.rateHz = 32_000;
    },
    says: /frames for its kernel/,
  },
  {
    bug: 'a crossing that counts a member’s blocks at the rate of the master',
    plan: () => converted,
    spoil: (p) => {
      lengthen(p, -12);
    },
    says: /frames for its period/,
  },
  {
    bug: 'a crossing that is longer than it need be',
    plan: () => aggregate,
    spoil: (p) => {
      lengthen(p, 5);
    },
    says: /frames for its period/,
  },
  {
    bug: 'a locked member at another rate',
    plan: () => converted,
    spoil: (p) => {
      p.aggregates[0]!.members[1]!.drift = 'locked';
    },
    says: /runs at another rate and is not resampled/,
  },
  {
    bug: 'a clock of its own without a crossing',
    plan: () => aggregate,
    spoil: (p) => {
      p.aggregates[0]!.members.pop();
    },
    says: /meets the clock of main without a crossing/,
  },
];

test.each(seeded)('found: $bug', ({ plan, spoil, says }) => {
  expect(found(plan(), spoil).join('\n')).toMatch(says);
});
