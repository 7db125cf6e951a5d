// `npm run demo:render`: renders the speech of the first example through its chain with the real command, measures both
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

const figures = {
  loudness: [loudness(before), loudness(after)],
  peak: [peakDbfs(before), peakDbfs(after)],
  spread: [levelOf(soft, loud) - levelOf(soft, quiet), levelOf(levels, loud) - levelOf(levels, quiet)],
  room: [levelOf(soft, pauses), levelOf(levels, pauses)],
  reduction: [0, quantile(reductions, 0.5)],
} as const;

const row = (what: string, [a, b]: readonly [number, number], unit: string) =>
  `  ${what.padEnd(30)}${a.toFixed(1).padStart(7)}  ->${b.toFixed(1).padStart(7)} ${unit}`;
/** `7 dB up`, `3 dB down`, `as it was`. */
const change = ([a, b]: readonly [number, number]) =>
  Math.abs(b - a) < 0.5 ? 'as it was' : `${Math.abs(b - a).toFixed(0)} dB ${b > a ? 'up' : 'down'}`;

console.log(`
A voice of ${summary.seconds.toFixed(1)} s went through high-pass, gate, EQ, compressor and limiter,
${Math.round(summary.realtimeFactor)} times faster than real time. Measured from the two files, before -> after:

${row('loudness', figures.loudness, 'LUFS')}
${row('highest peak', figures.peak, 'dBFS')}
${row('loud words above soft ones', figures.spread, 'dB')}
${row('the room between the words', figures.room, 'dBFS')}
${row('gain reduction on loud words', figures.reduction, `dB, up to ${Math.max(...reductions).toFixed(1)} dB`)}

In words: the voice went ${change(figures.loudness)}, its peaks ${change(figures.peak)}, the noise of the room ${change(figures.room)}.
Where it was loud it was held back by ${figures.reduction[1].toFixed(0)} dB against where it was soft.

Listen    ${shown(output)}
Compare   ${shown(input)}
Next      change a value in ${shown(config)} and run the command at the top again
          (as \`npx busbar render …\`), or look at what the engine runs: npx busbar plan ${shown(config)}`);
