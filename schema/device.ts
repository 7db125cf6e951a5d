// Devices and aggregates: their keys, what they take, what they default to. In: nothing. Out: tables.

import { type KeySpec, keyTable } from './forms.ts';
import { boolean, choice, count, hertz, level, ratio, time } from './param.ts';

export const backends = ['alsa', 'coreaudio', 'jack', 'file', 'virtual'] as const;

/** Back ends of Windows: named so that a config that asks for one is told what to do instead. */
export const windowsBackends = ['mme', 'directsound', 'wasapi', 'wdm-ks', 'asio'] as const;

export const sampleFormats = ['auto', 's16', 's24', 's24_3', 's32', 'f32'] as const;

/** Highest hardware channel that a port may name. */
export const MAX_CHANNEL = 1024;

export const matchTable = keyTable({
  id: { summary: 'Stable id, as `busbar devices` prints it.', form: { form: 'text' }, example: 'hw:CARD=UMC1820' },
  name: { summary: 'Name, `*` for any text.', form: { form: 'text' }, example: 'ADA8200*' },
  usb: { summary: 'USB vendor and product in hexadecimal.', form: { form: 'text' }, example: '1235:821d' },
  serial: { summary: 'Serial number, as written.', form: { form: 'text' }, example: 'Y7AB12C3' },
  port: { summary: 'USB or PCI port that the device is plugged into.', form: { form: 'text' }, example: '1-2.3' },
  default: {
    summary: 'The system’s default device of a direction.',
    form: { form: 'param', spec: choice('', ['input', 'output']) },
    example: 'output',
  },
  follow: {
    summary: 'Goes along when the default device changes; stands beside `default`.',
    form: { form: 'param', spec: boolean('') },
    example: true,
  },
});

/** A day: as long as a simulation may want. */
const DAY_MS = 86_400_000;
const at = (summary: string) =>
  ({
    summary,
    form: { form: 'param', spec: time('', { min: 0, max: DAY_MS }) },
    required: true,
    example: '3 s',
  }) as const satisfies KeySpec;

export const stallTable = keyTable({
  at: at('When it begins, from the start.'),
  for: {
    summary: 'How long.',
    form: { form: 'param', spec: time('', { min: 0.001, max: DAY_MS }) },
    required: true,
    example: '50 ms',
  },
});

export const unplugTable = keyTable({
  at: at('When it is pulled out, from the start.'),
  for: {
    summary: 'How long it stays away; for good when left out.',
    form: { form: 'param', spec: time('', { min: 0.001, max: DAY_MS, default: null }) },
    example: '2 s',
  },
});

export const clockTable = keyTable({
  ppm: {
    summary: 'How much faster than its rate the simulated clock runs.',
    form: { form: 'param', spec: ratio('', { min: -2000, max: 2000, default: 0 }) },
    example: 50,
  },
  jitter: {
    summary: 'Mean lateness of wake-ups.',
    form: { form: 'param', spec: time('', { min: 0, max: 1000, default: 0 }) },
    example: '50 us',
  },
  wander: {
    summary: 'How far its speed strays from `ppm`, in ppm: a sine of one minute, 0 at the start.',
    form: { form: 'param', spec: ratio('', { min: 0, max: 1000, default: 0 }) },
    example: 3,
  },
  stalls: {
    summary:
      'Times at which no wake-up comes for a while. What the buffer (`periods`) holds comes afterwards; beyond it is an xrun.',
    form: { form: 'list', table: stallTable },
    example: [{ at: '3 s', for: '50 ms' }],
  },
  unplug: {
    summary: 'Times at which the device is pulled out, and how long until it is back.',
    form: { form: 'list', table: unplugTable },
    example: [{ at: '5 s', for: '2 s' }],
  },
  seed: {
    summary: 'Of the jitter, which is the same for the same seed; made from the device’s name when left out.',
    form: { form: 'param', spec: count('', { max: 2 ** 32 - 1, default: null }) },
    example: 7,
  },
});

export const deviceTable = keyTable({
  backend: {
    summary: 'What drives the device; the platform’s own when left out.',
    form: { form: 'param', spec: choice('', backends) },
    example: 'jack',
  },
  match: {
    summary:
      'Which device it is: one selector, or several, the first present one wins; the default device when left out.',
    form: { form: 'list', table: matchTable },
    example: { usb: '1235:821d' },
  },
  inputs: {
    summary: 'Input ports by name, each with hardware channels from 1; a number n is one port `in` of channels 1 to n.',
    form: { form: 'ports' },
    example: { mic: 1, line: '3-4' },
  },
  outputs: {
    summary: 'Output ports by name, as `inputs`; a number n is one port `out`.',
    form: { form: 'ports' },
    example: { mon: '1-2' },
  },
  rate: {
    summary: 'Rate of the device, where it is not the engine’s.',
    form: { form: 'param', spec: hertz('', { min: 8000, max: 384_000, default: null }) },
    example: '48 kHz',
  },
  format: {
    summary: 'Sample format; `auto` is the widest that the device has.',
    form: { form: 'param', spec: choice('', sampleFormats, { default: 'auto' }) },
    example: 's24',
  },
  period: {
    summary: 'Frames that the device delivers per wake-up; its own choice when left out.',
    form: { form: 'frames', min: 1, max: 65_536, default: null },
    example: '128 frames',
  },
  periods: {
    summary: 'Periods in the device’s buffer.',
    form: { form: 'param', spec: count('', { min: 2, max: 64, default: 2 }) },
    example: 3,
  },
  exclusive: {
    summary: 'Takes the device away from other programs.',
    form: { form: 'param', spec: boolean('') },
    example: true,
  },
  missing: {
    summary:
      'When the device is not there, or lacks a port: an error; a run waits for it to begin; silence in its place until it comes; whatever names it is left out.',
    form: { form: 'param', spec: choice('', ['fail', 'wait', 'silence', 'prune'], { default: 'fail' }) },
    example: 'silence',
  },
  align: { summary: 'Output ports that leave together.', form: { form: 'names' }, example: ['mon', 'sub'] },
  latency: {
    summary: 'Correction of the latency that the device reports.',
    form: { form: 'param', spec: time('', { min: -1000, max: 1000, default: null }) },
    example: '0.4 ms',
  },
  dither: {
    summary: 'Dithers what leaves to a format of 24 bits or fewer.',
    form: { form: 'param', spec: boolean('') },
    example: true,
  },
  ceiling: {
    summary: 'Level at which outputs are clipped: one for all, or a map from port to level.',
    form: { form: 'ceiling' },
    example: '-1 dBFS',
  },
  read: {
    summary: 'WAV that feeds the inputs of a `file` or `virtual` device.',
    form: { form: 'text' },
    example: 'in.wav',
  },
  write: {
    summary: 'WAV that a `file` or `virtual` device records its outputs to.',
    form: { form: 'text' },
    example: 'out.wav',
  },
  clock: {
    summary: 'Simulated clock of a `virtual` device.',
    form: { form: 'keys', table: clockTable },
    example: { ppm: 50, jitter: '50 us' },
  },
  connect: {
    summary: 'JACK ports that a port is kept connected to, `*` for any text.',
    form: { form: 'connect' },
    example: { stems: 'ardour:stem_out_*' },
  },
});

/** Keys that only some back ends have; `default` stands for a device without `backend`. */
export const backendsOf: Readonly<Record<string, readonly string[]>> = {
  match: ['default', 'alsa', 'coreaudio'],
  exclusive: ['default', 'alsa', 'coreaudio'],
  read: ['file', 'virtual'],
  write: ['file', 'virtual'],
  clock: ['virtual'],
  connect: ['jack'],
};

/** Level range of `ceiling`. */
export const ceilingSpec = level('Samples above it are clipped.', { min: -60, max: 0 });

export const drifts = ['resample', 'steer', 'locked'] as const;

/** Of crossings that no aggregate speaks of, too. */
export const DEFAULT_HEADROOM_MS = 2;

export const aggregateTable = keyTable({
  clock: { summary: 'Member that the others follow.', form: { form: 'name' }, required: true, example: 'main' },
  members: { summary: 'Devices, in channel order.', form: { form: 'names' }, required: true, example: ['main', 'daw'] },
  drift: {
    summary:
      'How the slow difference in rate is met, of a member, or with one word of all: `resample` (default), `steer` or `locked` (by word clock).',
    form: { form: 'drift' },
    example: { daw: 'resample' },
  },
  headroom: {
    summary: 'What a crossing keeps for late wake-ups.',
    form: { form: 'param', spec: time('', { min: 0, max: 1000, default: DEFAULT_HEADROOM_MS }) },
    example: '2 ms',
  },
  native: {
    summary:
      'Lets CoreAudio join the members (macOS): one stream, no crossing, Apple’s drift compensation for members under `drift: resample`.',
    form: { form: 'param', spec: boolean('') },
    example: true,
  },
  publish: {
    summary: 'Makes a native aggregate visible to other programs while it runs.',
    form: { form: 'param', spec: boolean('') },
    example: true,
  },
});
