// `npm run demo`: renders the speech of the first example through its chain with the real command, measures both
// files and says in plain words what happened. Exits as the render does.

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loudness, peakDbfs, quantile, readRecording, shortLevels } from './measure.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const config = join(root, 'examples/01-voice-chain/busbar.yaml');
const input = join(root, 'examples/01-voice-chain/speech.wav');
const output = join(root, 'demo/voice.wav');
const shown = (path: string) => relative(process.cwd(), path);

const command = ['render', shown(config), shown(input), shown(output)];
console.log(`busbar ${command.join(' ')}`);
mkdirSync(dirname(output), { recursive: true });
const cli = join(root, 'dist/runtime/cli/main.js');
const { status, stdout } = spawnSync(process.execPath, [cli, ...command, '--json'], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status !== 0) process.exit(status ?? 1);
const summary = JSON.parse(stdout) as { seconds: number; realtimeFactor: number };

const before = readRecording(input);
const after = readRecording(output);
// The chain is late by its look-ahead: what is longer at the end of the output.
const latency = after.samples.length - before.samples.length;
const soft = shortLevels(before);
const levels = shortLevels(after, latency).slice(0, soft.length);

/** Stretches by how loud the input was: pauses, soft and loud words. */
const where = (from: number, to: number) => soft.flatMap((level, i) => (level >= from && level < to ? [i] : []));
const loudest = quantile(soft, 0.99);
const pauses = where(Number.NEGATIVE_INFINITY, quantile(soft, 0.15));
const quiet = where(loudest - 26, loudest - 16);
const loud = where(loudest - 6, Number.POSITIVE_INFINITY);
const levelOf = (values: readonly number[], at: readonly number[]) =>
  quantile(
    at.map((i) => values[i] as number),
    0.5,
  );

// Reduction: how much less the loud words were raised than the quiet ones.
const gains = soft.map((level, i) => (levels[i] as number) - level);
const rest = levelOf(gains, quiet);
const reductions = loud.map((i) => rest - (gains[i] as number));

const row = (what: string, a: number, b: number, unit: string) =>
  `  ${what.padEnd(34)}${a.toFixed(1).padStart(7)}  ->${b.toFixed(1).padStart(7)} ${unit}`;

console.log(`
A voice of ${summary.seconds.toFixed(1)} s went through high-pass, gate, EQ, compressor and limiter, ${Math.round(summary.realtimeFactor)} times faster than real time.
Measured from the two files, before -> after:

${row('loudness', loudness(before), loudness(after), 'LUFS')}
${row('highest peak', peakDbfs(before), peakDbfs(after), 'dBFS')}
${row('loud words above soft ones', levelOf(soft, loud) - levelOf(soft, quiet), levelOf(levels, loud) - levelOf(levels, quiet), 'dB')}
${row('the room between the words', levelOf(soft, pauses), levelOf(levels, pauses), 'dBFS')}
${row('gain reduction on loud words', 0, quantile(reductions, 0.5), `dB (up to ${Math.max(...reductions).toFixed(1)} dB)`)}

In words: the voice is ${(loudness(after) - loudness(before)).toFixed(0)} dB louder and still below -1 dBFS; where it shouted it was held back, where it
stepped away it was lifted, and the noise of the room between the words went down.

Listen:    ${shown(output)}
Compare:   ${shown(input)}
Next:      change the threshold in ${shown(config)} and run the command at the top again;
           \`busbar plan ${shown(config)}\` shows what the engine runs (\`npx busbar\` in a checkout).`);
