// Every conformance check bites: a sound kernel passes it, and one with a seeded fault does not.

import { describe, expect, it } from 'vitest';
import { nodeType } from '../../schema/index.ts';
import type { NodeDescriptor } from '../../schema/node.ts';
import { decibels } from '../../schema/param.ts';
import type { Check } from './checks.ts';
import {
  adoptionContinues,
  allocatesNothing,
  inPlaceAgrees,
  latencyHolds,
  repeatsAreNeutral,
  resetRecovers,
  silenceStays,
  splitsAgree,
} from './checks.ts';
import { compiles, defaultsAreValid } from './descriptor-checks.ts';
import { liveChangesGlide } from './live-check.ts';
import type { Subject, TestedKernel } from './subject.ts';

/** What can be wrong with the kernel below. */
type Fault =
  | 'ramp counts blocks'
  | 'reads after writing'
  | 'leaks a constant'
  | 'one frame late'
  | 'keeps its state on reset'
  | 'jumps'
  | 'starts its glide anew'
  | 'keeps its state outside'
  | 'allocates';

const GLIDE = 960;

interface State {
  gain: number;
  from: number;
  to: number;
  left: number;
  /** A leaky integrator, so that there is something to lose. */
  memory: number;
  late: number;
}

/** Two channels, swapped, through a gain that glides and a little leaky memory. */
class Swap implements TestedKernel {
  readonly allocations: number;
  private state: State = { gain: 1, from: 1, to: 1, left: 0, memory: 0, late: 0 };
  private outside = 0;
  private readonly fault: Fault | undefined;

  constructor(fault: Fault | undefined) {
    this.fault = fault;
    this.allocations = fault === 'allocates' ? 1 : 0;
  }

  process(inputs: readonly Float64Array[], outputs: readonly Float64Array[], frames: number, offset = 0): void {
    const [a, b] = inputs as [Float64Array, Float64Array];
    const [x, y] = outputs as [Float64Array, Float64Array];
    const s = this.state;
    for (let i = offset; i < offset + frames; i++) {
      if (s.left > 0 && (this.fault !== 'ramp counts blocks' || i === offset)) s.left--;
      const t = 1 - s.left / GLIDE;
      s.gain = this.fault === 'jumps' ? s.to : s.from + (s.to - s.from) * t * t * (3 - 2 * t);
      const left = a[i]!;
      const right = b[i]!;
      s.memory = 0.5 * s.memory + left;
      this.outside = 0.5 * this.outside + left;
      const memory = this.fault === 'keeps its state outside' ? this.outside : s.memory;
      x[i] =
        s.gain * (this.fault === 'one frame late' ? s.late : right) + (this.fault === 'leaks a constant' ? 1e-9 : 0);
      y[i] = s.gain * ((this.fault === 'reads after writing' ? a[i]! : left) + 0.01 * memory);
      s.late = right;
    }
  }

  update(_: number, params: readonly number[]): void {
    const s = this.state;
    const to = 10 ** (params[0]! / 20);
    if (to === s.to && this.fault !== 'starts its glide anew') return;
    this.state = { ...s, from: s.gain, to, left: GLIDE };
  }

  reset(): void {
    const s = this.state;
    const memory = this.fault === 'keeps its state on reset' ? s.memory : 0;
    this.state = { gain: s.to, from: s.to, to: s.to, left: 0, memory, late: 0 };
  }

  adopt(other: Swap): void {
    [this.state, other.state] = [other.state, this.state];
  }

  readOut(): Float64Array {
    return new Float64Array(0);
  }
}

const subject = (fault?: Fault): Subject => ({
  name: fault ?? 'sound',
  rateHz: 48000,
  reads: 2,
  writes: 2,
  inPlace: true,
  source: false,
  latencyFrames: 0,
  intendedFrames: null,
  params: [0],
  live: [{ name: 'gain', spec: decibels('Gain.', { live: true }), index: 0, value: 0 }],
  make: () => new Swap(fault),
});

const seeded: readonly (readonly [Fault, Check])[] = [
  ['ramp counts blocks', splitsAgree],
  ['reads after writing', inPlaceAgrees],
  ['leaks a constant', silenceStays],
  ['one frame late', latencyHolds],
  ['keeps its state on reset', resetRecovers],
  ['jumps', liveChangesGlide],
  ['starts its glide anew', repeatsAreNeutral],
  ['keeps its state outside', adoptionContinues],
  ['allocates', allocatesNothing],
];

describe('the conformance checks', () => {
  it.each(seeded)('see a kernel that %s', (fault, check) => {
    expect(check(subject())).toEqual([]);
    expect(check(subject(fault))).not.toEqual([]);
  });

  it('see an intended delay that is off by a frame', () => {
    const asked = { ...subject(), intendedFrames: 0 };
    expect(latencyHolds(asked)).toEqual([]);
    expect(latencyHolds({ ...asked, intendedFrames: 1 })).not.toEqual([]);
  });

  it('see a source that does not sound', () => {
    expect(silenceStays({ ...subject(), source: true })).not.toEqual([]);
  });

  it('see descriptors whose defaults or example are wrong', async () => {
    const gain = nodeType('gain') as NodeDescriptor;
    const worse = {
      ...gain,
      params: { ...gain.params, gain: decibels('Gain.', { max: 24, default: 40, main: true }) },
    };
    expect(await defaultsAreValid(gain)).toEqual([]);
    expect(await defaultsAreValid(worse)).not.toEqual([]);
    expect(await compiles(gain)).toEqual([]);
    expect(await compiles({ ...gain, example: { gain: '-6 ms' } })).not.toEqual([]);
  });
});
