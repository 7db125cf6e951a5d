// Makes living-room-48000.wav: two channels of 4,096 taps, minimum phase, that undo three modes and a dip of an
// imaginary room, differently for each side. A real one comes from a measurement (REW, DRC-FIR and others export such
// files). Run: node make-fir.mjs

import { writeFileSync } from 'node:fs';

const rate = 48000;
const taps = 4096;

/** Frequency in Hz, gain in dB, Q: what the speaker's place needs. */
const corrections = [
  [
    [38, -8, 6],
    [61, -5.5, 8],
    [124, 4.5, 3],
    [2300, -1.5, 1],
  ],
  [
    [38, -6, 6],
    [73, -7, 7],
    [142, 3, 3],
    [2300, -1.5, 1],
  ],
];

/** A peaking filter (R. Bristow-Johnson's cookbook) run over `x` in place. */
function peaking(x, [freq, gain, q]) {
  const a = 10 ** (gain / 40);
  const w = (2 * Math.PI * freq) / rate;
  const alpha = Math.sin(w) / (2 * q);
  const a0 = 1 + alpha / a;
  const b = [(1 + alpha * a) / a0, (-2 * Math.cos(w)) / a0, (1 - alpha * a) / a0];
  const [, a1, a2] = [1, (-2 * Math.cos(w)) / a0, (1 - alpha / a) / a0];
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let n = 0; n < x.length; n++) {
    const y = b[0] * x[n] + b[1] * x1 + b[2] * x2 - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, x[n], y1, y];
    x[n] = y;
  }
}

const channels = corrections.map((filters) => {
  const x = new Float64Array(taps);
  x[0] = 1;
  for (const f of filters) peaking(x, f);
  // The end fades out, so that cutting the response off makes no step.
  return x.map((v, n) => v * (n < 3072 ? 1 : 0.5 + 0.5 * Math.cos((Math.PI * (n - 3072)) / 1024)));
});

const data = Buffer.alloc(taps * channels.length * 4);
for (const [i, c] of channels.entries()) {
  for (let n = 0; n < taps; n++) data.writeFloatLE(c[n], (n * channels.length + i) * 4);
}
const header = Buffer.alloc(58);
header.write('RIFF', 0);
header.writeUInt32LE(50 + data.length, 4);
header.write('WAVEfmt ', 8);
header.writeUInt32LE(18, 16);
header.writeUInt16LE(3, 20); // IEEE float
header.writeUInt16LE(channels.length, 22);
header.writeUInt32LE(rate, 24);
header.writeUInt32LE(rate * channels.length * 4, 28);
header.writeUInt16LE(channels.length * 4, 32);
header.writeUInt16LE(32, 34);
header.write('fact', 38);
header.writeUInt32LE(4, 42);
header.writeUInt32LE(taps, 46);
header.write('data', 50);
header.writeUInt32LE(data.length, 54);
writeFileSync(new URL('living-room-48000.wav', import.meta.url), Buffer.concat([header, data]));
