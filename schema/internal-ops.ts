// Ops that no user writes: what the compiler makes explicit. Params are as in step types, so the plan,
// the C++ structs and the kernel table treat them alike.

import type { ParamSpecs } from './param.ts';
import { boolean, choice, count, decibels, level, percent } from './param.ts';
import type { Ports } from './port.ts';
import { any, fixed } from './port.ts';

export interface InternalOp {
  readonly kernel: string;
  readonly summary: string;
  readonly inPlace: boolean;
  /** Channels of each part, as the engine checks them when it loads a plan; null: the kernel checks them itself. */
  readonly inputs: Ports | null;
  readonly outputs: Ports | null;
  /** How many parts an op has. A single part covers all reads and writes. */
  readonly parts: 'one' | 'many';
  /** Steps that may be parts of the op, each with its own type's params and state: see plan.md. */
  readonly takes?: readonly ('filter' | 'factor' | 'blend')[];
  /** Params of each part of the op's own type. */
  readonly params: ParamSpecs;
}

const frames = (summary: string) => count(summary, { min: 0, max: 2 ** 31 - 1 });

export const internalOps: readonly InternalOp[] = [
  {
    kernel: 'device_read',
    summary: 'Takes channels from a device: part by part one channel, write i of the op.',
    inPlace: false,
    inputs: {},
    outputs: { out: fixed(1) },
    parts: 'many',
    params: { device: count('Index in the plan’s devices.'), channel: count('Hardware channel from 0.') },
  },
  {
    kernel: 'device_write',
    summary: 'Hands channels to a device: part by part one channel, read i of the op.',
    inPlace: false,
    inputs: { in: fixed(1) },
    outputs: {},
    parts: 'many',
    params: { device: count('Index in the plan’s devices.'), channel: count('Hardware channel from 0.') },
  },
  {
    kernel: 'mix',
    summary:
      'Weighted sum: a part per source. The op’s writes are the node’s channels; a part reads its own range and adds to its writes. Factors and blends ahead of a source’s part weigh what it reads; those that read nothing weigh the sum.',
    inPlace: false,
    inputs: null,
    outputs: null,
    parts: 'many',
    takes: ['factor', 'blend'],
    params: {
      gain: decibels('Gain of the source.', { default: 0, live: true }),
      pan: percent('Position of a mono source in a stereo sum, -100 to 100.', {
        min: -100,
        max: 100,
        default: 0,
        live: true,
      }),
      mute: boolean('Silences the source.', { live: true }),
      panned: boolean('Whether `pan` applies: constant power, 0 dB at the centre.'),
    },
  },
  {
    kernel: 'cascade',
    summary:
      'Filters and factors in series, over lanes of which each is one channel: read i becomes write i. Parts of one strand cover the same lanes, one behind the other; strands know nothing of each other.',
    inPlace: true,
    inputs: null,
    outputs: null,
    parts: 'many',
    takes: ['filter', 'factor'],
    params: {},
  },
  {
    kernel: 'bypass',
    summary:
      'Fades between a step and its input: reads dry then wet, n channels each; writes n. In place over the dry half.',
    inPlace: true,
    inputs: { dry: any('n'), wet: any('n') },
    outputs: { out: any('n') },
    parts: 'one',
    params: { bypass: boolean('True: the dry half.', { live: true }) },
  },
  {
    kernel: 'align',
    summary: 'Alignment: one signal in, a part per tap, each one signal out, whole frames late.',
    inPlace: false,
    inputs: { in: fixed(1) },
    outputs: { out: fixed(1) },
    parts: 'many',
    params: { delay: frames('Frames of this tap.') },
  },
  {
    kernel: 'crossing',
    summary: 'A clock crossing: n channels, constant delay. Offline, with ideal clocks, it is a delay.',
    inPlace: true,
    inputs: { in: any('n') },
    outputs: { out: any('n') },
    parts: 'one',
    params: {
      delay: frames('Constant delay in frames of the master.'),
      member: count('Index of the device that is crossed to or from.'),
      drift: choice('How drift is met.', ['resample', 'steer', 'locked'], { default: 'resample' }),
    },
  },
  {
    kernel: 'feedback_out',
    summary:
      'The end of a delay on a cycle: writes n channels, `delay` frames after `feedback_in` of the same state key got them.',
    inPlace: false,
    inputs: {},
    outputs: { out: any('n') },
    parts: 'one',
    params: { delay: frames('Whole frames, at least 1.') },
  },
  {
    kernel: 'feedback_in',
    summary: 'The start of a delay on a cycle: reads n channels.',
    inPlace: false,
    inputs: { in: any('n') },
    outputs: {},
    parts: 'one',
    params: { op: count('Index of the op `feedback_out` that owns the line.') },
  },
  {
    kernel: 'fade',
    summary:
      'Crosses over from old signals to new ones, once: n channels, old then new, in a raised cosine. In place over the first half.',
    inPlace: true,
    inputs: null,
    outputs: null,
    parts: 'one',
    params: {
      after: frames('Frames, counted from the start of the plan, for which the old signals pass untouched.'),
      length: frames('Frames of the fade; from then on the new signals pass untouched.'),
      sides: choice('Which of the two there are; silence stands for the other.', ['both', 'old', 'new'], {
        default: 'both',
      }),
    },
  },
  {
    kernel: 'ceiling',
    summary: 'Clips samples above a level and counts them: n channels.',
    inPlace: true,
    inputs: { in: any('n') },
    outputs: { out: any('n') },
    parts: 'one',
    params: { level: level('The ceiling.', { default: 0 }) },
  },
];
