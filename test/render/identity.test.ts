// An identity graph gives back every bit of every sample format, file to file, whatever way the samples take.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { render } from '../../runtime/render.ts';
import { describeNative, native } from '../support/addon.ts';
import { planOf } from '../support/compile-text.ts';
import { random } from '../support/random.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { chunk, dataChunk, format, riff } from '../wav/build.ts';

const CHANNELS = 2;

/** Extremes of a signed integer of `bytes` bytes and its neighbours, zero, then random ones; little-endian. */
function integers(bytes: number, count: number): Uint8Array {
  const edges = [0n, 1n, -1n, 2n ** BigInt(8 * bytes - 1) - 1n, -(2n ** BigInt(8 * bytes - 1))];
  const next = random(bytes);
  const out = Buffer.alloc(bytes * count);
  for (let i = 0; i < count; i++)
    for (let b = 0; b < bytes; b++)
      out[i * bytes + b] = i < edges.length ? Number((edges[i]! >> BigInt(8 * b)) & 255n) : Math.floor(next() * 256);
  return out;
}

/** Every value of 16 bits, in an order that both channels differ. */
const all16 = (): Uint8Array =>
  new Uint8Array(Uint16Array.from({ length: 2 * 65536 }, (_, i) => (i * 40503) & 0xffff).buffer);

function floats(count: number): Uint8Array {
  const next = random(9);
  const values = [0, 1, -1, 1e-30, -1e-37, 3.5, 0.1];
  return new Uint8Array(Float32Array.from({ length: count }, (_, i) => values[i] ?? 4 * next() - 2).buffer);
}

const formats: Readonly<Record<string, { tag: number; bits: number; samples: () => Uint8Array }>> = {
  'unsigned 8 bits': { tag: 1, bits: 8, samples: () => Uint8Array.from({ length: 512 }, (_, i) => i & 255) },
  '16 bits': { tag: 1, bits: 16, samples: all16 },
  '24 bits': { tag: 1, bits: 24, samples: () => integers(3, 60_000) },
  '32 bits': { tag: 1, bits: 32, samples: () => integers(4, 60_000) },
  '32-bit float': { tag: 3, bits: 32, samples: () => floats(60_000) },
};

const ways: Readonly<Record<string, string>> = {
  straight: '{ from: tape.line, to: tape.main }',
  'through a mix': '{ channels: 2, mix: { tape.line: 0 dB }, to: tape.main }',
  'through steps that undo each other':
    '{ from: tape.line, do: [ { polarity: { id: a } }, { exchange: { id: b } }, { gain: 0 dB }, { exchange: { id: c } }, { polarity: { id: d } } ], to: tape.main }',
};

async function rendered(way: string, quantum: number, wav: Uint8Array): Promise<Uint8Array> {
  const folder = temporaryFolder();
  const file = (name: string) => ({ shown: name, path: join(folder, name) });
  writeFileSync(file('in.wav').path, wav);
  const plan = await planOf(`
busbar: 1
engine: { rate: 48 kHz, quantum: ${quantum} frames }
devices: { tape: { backend: file, inputs: { line: 1-2 }, outputs: { main: 1-2 } } }
graph: { through: ${way} }
`);
  const result = await render(native(), {
    plan,
    inputs: new Map([[0, file('in.wav')]]),
    outputs: new Map([[0, file('out.wav')]]),
    keep: [],
    progress: () => {},
    signal: new AbortController().signal,
  });
  expect(result).toMatchObject({ ok: true });
  return readFileSync(file('out.wav').path);
}

/** What follows the header of the chunk `data`. */
function dataOf(wav: Uint8Array): Buffer {
  const buffer = Buffer.from(wav.buffer, wav.byteOffset, wav.length);
  for (let at = 12; at + 8 <= buffer.length; ) {
    const size = buffer.readUInt32LE(at + 4);
    if (buffer.toString('latin1', at, at + 4) === 'data') return buffer.subarray(at + 8, at + 8 + size);
    at += 8 + size + (size % 2);
  }
  throw new Error('no data chunk');
}

describeNative('an identity graph', () => {
  it.each(Object.entries(ways).flatMap(([name, way]) => Object.keys(formats).map((f) => [f, name, way] as const)))(
    'keeps %s, %s',
    async (name, _, way) => {
      const { tag, bits, samples } = formats[name]!;
      const data = samples();
      const wav = riff(format({ tag, bits, channels: CHANNELS, rateHz: 48000 }), dataChunk(data));
      for (const quantum of [64, 1000]) expect(dataOf(await rendered(way, quantum, wav)).equals(data)).toBe(true);
    },
  );

  it('notices a single bit', () => {
    const data = integers(3, 100);
    const other = Uint8Array.from(data);
    other[150]! ^= 1;
    expect(dataOf(riff(chunk('junk', data), dataChunk(other))).equals(data)).toBe(false);
  });
});
