// Every instruction set that this machine has, forced, on one plan of filters, gains, limiters, sums, a matrix and two FIRs:
// each gives the same twice, and what it gives is within -140 dB of the baseline's, behind the longer FIR, which is worked out
// in single precision, too. Not forced, the widest runs.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { encodePlan } from '../../compiler/index.ts';
import { loadAddon } from '../../runtime/native.ts';
import { describeNative } from '../support/addon.ts';
import { planOf } from '../support/compile-text.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const BASELINE = process.arch === 'x64' ? 'x86-64-v2' : 'neon';
const SETS = process.arch === 'x64' ? ['x86-64-v3', 'x86-64-v4'] : [];
const FRAMES = 9600;

/** Falls by 60 dB. */
const response = (taps: number) =>
  Array.from({ length: taps }, (_, i) => (0.001 ** (i / taps) * Math.sin(i * i) * 0.1).toFixed(6)).join(', ');

const config = `busbar: 1
name: all
devices: { card: { inputs: { a: 1-8 }, outputs: { b: 1-17 } } }
graph:
${Array.from({ length: 7 }, (_, i) => `  eq${i}: { from: card.a.${i + 1}, do: [ { highpass: ${40 + i} Hz }, { peaking: { freq: ${300 * (i + 1)} Hz, q: 2, gain: 4 dB } }, { gain: -${i + 1} dB }${i < 5 ? '' : `, { limiter: { ceiling: -20 dBFS, lookahead: 1 ms, true_peak: ${i === 6} } }`} ], to: card.b.${i + 1} }`).join('\n')}
  sum: { channels: 1, mix: { eq0: -3 dB, eq1: -4 dB, eq5: -5 dB }, to: card.b.8 }
  square: { from: card.a, do: [ { matrix: { gains: [ ${Array.from({ length: 7 }, (_, r) => `[${Array.from({ length: 8 }, (_, c) => `-${r + c + 1} dB`).join(', ')}]`).join(', ')} ] } } ], to: card.b.9-15 }
  room: { from: card.a.8, do: [ { fir: { taps: [${response(100)}] } } ], to: card.b.16 }
  hall: { from: card.a.8, do: [ { fir: { taps: [${response(3000)}] } } ], to: card.b.17 }
`;

const program = `
const { readFileSync } = require('node:fs');
const [addon, plan] = process.argv.slice(-2);
const { Engine, instructionSet } = require(addon);
let seed = 1;
const noise = () => ((seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32 - 0.5);
const ins = Array.from({ length: 8 }, () => Float64Array.from({ length: ${FRAMES} }, noise));
const outs = Array.from({ length: 17 }, () => new Float64Array(${FRAMES}));
new Engine(new Uint8Array(readFileSync(plan))).process([ins], [outs], ${FRAMES});
process.stdout.write(instructionSet.padEnd(16));
for (const o of outs) process.stdout.write(Buffer.from(o.buffer));
`;

describeNative('instruction sets', () => {
  it('agree with the baseline, and each with itself', async () => {
    const folder = temporaryFolder();
    const loaded = loadAddon();
    if (!loaded.ok) throw new Error(loaded.message);
    const file = join(folder, 'all.plan');
    writeFileSync(file, encodePlan(await planOf(config)));
    const run = (set: string) => {
      const env = { ...process.env, BUSBAR_SIMD: set };
      const bytes = execFileSync(process.execPath, ['-e', program, loaded.path, file], { env, maxBuffer: 2 ** 26 });
      const samples = new Float64Array(new Uint8Array(bytes.subarray(16)).buffer);
      return { ran: bytes.toString('latin1', 0, 16).trim(), samples };
    };
    const baseline = run(BASELINE);
    expect(baseline.ran).toBe(BASELINE);
    expect(baseline.samples.some((x) => Math.abs(x) > 0.1)).toBe(true);
    expect(run(BASELINE).samples).toEqual(baseline.samples);
    let widest = BASELINE;
    for (const set of SETS) {
      const { ran, samples } = run(set);
      if (ran !== set) {
        console.warn(`skipped: ${set}: this processor has ${ran}`);
        continue;
      }
      widest = set;
      expect(run(set).samples).toEqual(samples);
      const off = samples.map((x, i) => Math.abs(x - baseline.samples[i]!));
      const worst = off.reduce((a, b) => Math.max(a, b));
      expect(20 * Math.log10(worst), set).toBeLessThan(-140);
      expect(worst, `${set} does other arithmetic than the baseline`).toBeGreaterThan(0);
    }
    expect(run('').ran, 'not forced').toBe(widest);
  });
});
