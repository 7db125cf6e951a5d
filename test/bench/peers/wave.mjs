// WAV files of 32-bit floats for peers that read files: noise, as silence would be cheaper for some, and responses. In: a
// folder, what is to be in it. Out: its path.

import { closeSync, existsSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const RATE = 48000;

function header(channels, frames) {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + frames * channels * 4, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(3, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * channels * 4, 28);
  head.writeUInt16LE(channels * 4, 32);
  head.writeUInt16LE(32, 34);
  head.write('data', 36);
  head.writeUInt32LE(frames * channels * 4, 40);
  return head;
}

/** Made once. */
export function noiseFile(folder, channels, seconds) {
  const path = join(folder, `noise-${channels}-${seconds}.wav`);
  if (existsSync(path)) return path;
  const second = Buffer.from(Float32Array.from({ length: RATE * channels }, () => 0.2 * (Math.random() - 0.5)).buffer);
  const file = openSync(path, 'w');
  writeSync(file, header(channels, seconds * RATE));
  for (let s = 0; s < seconds; s++) writeSync(file, second);
  closeSync(file);
  return path;
}

/** A channel for each response. */
export function responseFile(folder, responses) {
  const file = join(folder, 'responses.wav');
  const [width, frames] = [responses.length, responses[0].length];
  const samples = Float32Array.from({ length: width * frames }, (_, i) => responses[i % width][Math.floor(i / width)]);
  writeFileSync(file, Buffer.concat([header(width, frames), Buffer.from(samples.buffer)]));
  return file;
}
