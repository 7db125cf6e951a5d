// The Kernel class of the addon: argument checks, and that a kernel runs where it is told to.

import { expect, test } from 'vitest';
import { type KernelSpec, loadAddon } from '../../runtime/native.ts';

const loaded = loadAddon();
if (!loaded.ok) throw new Error(`${loaded.message} ${loaded.help}`);
const { Kernel } = loaded.addon;

const gain: KernelSpec = {
  kernel: 'gain',
  rateHz: 48000,
  maxFrames: 64,
  reads: 1,
  writes: 1,
  parts: [
    {
      type: 'gain',
      params: [-20, 40],
      stateKey: 1n,
      stateLayout: 1n,
      readFirst: 0,
      readCount: 1,
      writeFirst: 0,
      writeCount: 1,
    },
  ],
  blobs: [],
};

test('runs frames from an offset and leaves the rest alone', () => {
  const kernel = new Kernel(gain);
  const out = new Float64Array(8).fill(7);
  kernel.process([new Float64Array(8).fill(1)], [out], 3, 2);
  expect([...out]).toEqual([7, 7, 0.1, 0.1, 0.1, 7, 7, 7]);
});

test('counts no heap calls in process where it can count them', () => {
  const kernel = new Kernel(gain);
  const signal = new Float64Array(64);
  kernel.process([signal], [signal], 64);
  expect(kernel.allocations).toBe(process.platform === 'linux' ? 0 : -1);
});

test('adopts the state of an equal kernel', () => {
  const a = new Kernel(gain);
  const b = new Kernel(gain);
  a.update(0, [0, 40]);
  const x = new Float64Array(64).fill(1);
  const y = new Float64Array(64);
  a.process([x], [y], 64);
  b.adopt(a);
  const z = new Float64Array(1);
  b.process([x], [z], 1);
  expect(z[0]).toBeGreaterThan(y[63]!);
});

test.each([
  ['no kernel is named nonsense', { ...gain, kernel: 'nonsense' }],
  ['gain takes 2 params, not 1', { ...gain, parts: [{ ...gain.parts[0]!, params: [1] }] }],
  ['a part reaches beyond', { ...gain, parts: [{ ...gain.parts[0]!, readFirst: 1 }] }],
])('refuses a spec: %s', (message, spec) => {
  expect(() => new Kernel(spec)).toThrow(message);
});

test('refuses blocks that do not fit', () => {
  const kernel = new Kernel(gain);
  const short = new Float64Array(3);
  expect(() => kernel.process([short], [short], 4)).toThrow('too short');
  expect(() => kernel.process([short], [short], 65)).toThrow('frames must be a whole number from 0 to 64');
  expect(() => kernel.process([], [short], 1)).toThrow('1 inputs and 1 outputs');
});
