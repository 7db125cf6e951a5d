// Peak memory of a render of one minute and of one hour, through the command line as a user runs it.
// In: seconds of the long one. Out: rows for the report. Needs about a gigabyte of disk in the temporary folder.

import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const RATE = 48000;
const config = `busbar: 1
engine: { rate: 48 kHz, quantum: 64 frames }
devices:
  tape: { backend: file, inputs: { voice: 1 }, outputs: { main: 1 }, format: s16 }
graph:
  voice:
    from: tape.voice
    do:
      - highpass: 80 Hz
      - peaking: { freq: 3 kHz, gain: 2 dB, q: 1 }
      - gain: -3 dB
    to: tape.main
`;

/** A mono 16-bit WAV of noise, written second by second. */
function writeNoise(path, seconds) {
  const bytes = seconds * RATE * 2;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  const second = Buffer.from(Int16Array.from({ length: RATE }, () => (Math.random() - 0.5) * 20000).buffer);
  const file = openSync(path, 'w');
  writeSync(file, header);
  for (let s = 0; s < seconds; s++) writeSync(file, second);
  closeSync(file);
}

function peakOf(root, folder, name) {
  const report = join(folder, 'peak');
  const hook = fileURLToPath(new URL('./report-memory.mjs', import.meta.url));
  const cli = join(root, 'dist/runtime/cli/main.js');
  const args = [
    '--import',
    hook,
    cli,
    'render',
    join(folder, 'busbar.yaml'),
    join(folder, `${name}.wav`),
    join(folder, `${name}-out.wav`),
  ];
  return new Promise((resolve, reject) => {
    const since = performance.now();
    const child = spawn(process.execPath, args, {
      env: { ...process.env, BUSBAR_PEAK_FILE: report },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (d) => {
      said += d;
    });
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(said));
      else
        resolve({ peakMb: Number(readFileSync(report, 'utf8')) / 1024, seconds: (performance.now() - since) / 1000 });
    });
  });
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

export async function memory(root, long = 3600) {
  const folder = mkdtempSync(join(tmpdir(), 'busbar-bench-'));
  try {
    writeFileSync(join(folder, 'busbar.yaml'), config);
    const rows = [];
    for (const [name, seconds] of [
      ['minute', 60],
      ['hour', long],
    ]) {
      writeNoise(join(folder, `${name}.wav`), seconds);
      const runs = [];
      for (let i = 0; i < 3; i++) runs.push(await peakOf(root, folder, name));
      const took = median(runs.map((r) => r.seconds));
      rows.push({
        render: name,
        audioSeconds: seconds,
        peakMb: median(runs.map((r) => r.peakMb)),
        seconds: took,
        timesRealTime: seconds / took,
      });
      rmSync(join(folder, `${name}.wav`));
      rmSync(join(folder, `${name}-out.wav`));
    }
    const more = rows[1].peakMb - rows[0].peakMb;
    return {
      title: 'Peak memory of a render, median of 3',
      rows,
      notes: [`The long one needs ${more.toFixed(2)} MB more`],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
