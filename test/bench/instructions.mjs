// Instructions that a block of 128 frames costs the audio thread, counted by valgrind on each instruction set that it knows,
// against the budgets of instructions.json. In: the repository's root. Out: rows for the report, and what is over: more
// than 3 % above its budget, or growing faster than the work does. Counts are the same on every machine with the same
// compiler; where another one built the engine they are told, not judged. BUSBAR_UPDATE=1 writes the budgets anew.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBench } from './build-bench.mjs';
import * as w from './peers/workloads.mjs';
import { writePlan } from './write-plan.mjs';

const OVER = 1.03;
/** So far below its budget that a later loss would pass unseen. */
const UNDER = 0.97;
/** valgrind has no AVX-512. The processor that it shows is the same wherever there is AVX2. */
const SETS = ['x86-64-v2', 'x86-64-v3'];
/** The baseline's C library, too, even where the processor could do more. */
const C_LIBRARY = { 'x86-64-v2': 'glibc.cpu.hwcaps=-AVX2,-FMA', 'x86-64-v3': '' };

/** Blocks: enough for the longest level of a convolution to come round. */
const workloads = {
  'W1: 8 x 10 bells': [w.equalisers, 64],
  'W1, 512 channels': [() => w.equalisers(512), 16],
  'W2: 64 x 64 gains': [w.matrix, 32],
  'W3: 2 x 65,536 taps': [w.responses, 256],
  'W4: 100 nodes': [() => w.graph(100), 64],
  'W4: 1,000 nodes': [w.graph, 32],
  'W4: 10,000 nodes': [() => w.graph(10_000), 8],
  'W5: cross-over': [() => w.crossover(false), 64],
  'W5, limited': [() => w.crossover(true), 64],
  'W5, limiting': [() => w.crossover(true, -40), 64],
};
const converters = {
  'W6: 48 kHz, a clock that moves': ['48000', '48000'],
  'W6: 44.1 to 48 kHz': ['44100', '48000'],
};
const CONVERTED_SECONDS = 0.2;

/** What may cost how many times as much as what else: the work grows tenfold or 64-fold, and by so much more at most. */
const growth = [
  ['W1, 512 channels', 'W1: 8 x 10 bells', 64, 1.2],
  ['W4: 1,000 nodes', 'W4: 100 nodes', 10, 1.3],
  ['W4: 10,000 nodes', 'W4: 1,000 nodes', 10, 1.3],
];

function collected(set, inside, ...command) {
  const options = ['--tool=callgrind', '--callgrind-out-file=/dev/null', `--toggle-collect=${inside}*`];
  const env = { ...process.env, BUSBAR_SIMD: set, GLIBC_TUNABLES: C_LIBRARY[set] };
  const { status, stdout, stderr } = spawnSync('valgrind', [...options, ...command], { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`${command.join(' ')}\n${stderr}`);
  const count = Number(/Collected : (\d+)/.exec(stderr)?.[1]);
  if (!(count > 0)) throw new Error(`no instruction was counted inside ${inside}: is it called otherwise by now?`);
  return { count, stdout };
}

const isHere = (set, flags) => set === 'x86-64-v2' || /\bavx2\b.*\bfma\b|\bfma\b.*\bavx2\b/.test(flags);

async function count(root, sets) {
  const [load, convert] = [buildBench(root, 'busbar_load'), buildBench(root, 'busbar_convert')];
  const folder = mkdtempSync(join(tmpdir(), 'busbar-bench-'));
  const counts = Object.fromEntries(sets.map((set) => [set, {}]));
  let compiler = '';
  try {
    for (const [name, [make, blocks]] of Object.entries(workloads)) {
      const { file } = await writePlan(folder, name, make());
      for (const set of sets) {
        const seconds = String((blocks * w.FRAMES) / 48_000);
        const { count, stdout } = collected(set, 'busbar::Player::run', load, file, String(w.FRAMES), seconds);
        const ran = JSON.parse(stdout);
        if (ran.path !== set) throw new Error(`${name}: ${ran.path} ran where ${set} was asked for`);
        compiler = ran.compiler;
        counts[set][name] = Math.round(count / ran.blocks);
      }
    }
    for (const [name, rates] of Object.entries(converters))
      for (const set of sets) {
        const engine = set === 'x86-64-v2' ? 'busbar-baseline' : 'busbar';
        const { count } = collected(
          set,
          'busbar::AsyncResampler::produce',
          convert,
          engine,
          ...rates,
          String(CONVERTED_SECONDS),
        );
        counts[set][name] = Math.round(count / Math.floor((CONVERTED_SECONDS * Number(rates[1])) / w.FRAMES));
      }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return { counts, compiler };
}

export async function instructions(root) {
  const file = join(root, 'test/bench/instructions.json');
  const budgets = JSON.parse(readFileSync(file, 'utf8'));
  const flags = execFileSync('grep', ['-m1', '-E', '^flags', '/proc/cpuinfo'], { encoding: 'utf8' });
  const sets = SETS.filter((set) => isHere(set, flags));
  const notes = SETS.filter((set) => !sets.includes(set)).map((set) => `${set}: this processor cannot.`);
  const { counts, compiler } = await count(root, sets);
  if (process.env.BUSBAR_UPDATE === '1') {
    writeFileSync(file, `${JSON.stringify({ compiler, perBlock: { ...budgets.perBlock, ...counts } }, null, 2)}\n`);
    notes.push(`Written to ${file}.`);
  }
  const failed = [];
  const isJudged = compiler === budgets.compiler && process.env.BUSBAR_UPDATE !== '1';
  if (compiler !== budgets.compiler)
    notes.push(`Budgets are for ${budgets.compiler}: what ${compiler} makes is not judged.`);
  const rows = sets.flatMap((set) =>
    Object.entries(counts[set]).map(([work, perBlock]) => {
      const budget = budgets.perBlock[set]?.[work];
      const part = perBlock / (budget ?? 0);
      if (isJudged && !(part <= OVER))
        failed.push(`${work}, ${set}: ${perBlock} instructions a block, and its budget is ${budget ?? 'not there'}.`);
      else if (isJudged && part < UNDER)
        notes.push(
          `${work}, ${set}: ${((1 - part) * 100).toFixed(1)} % below its budget: BUSBAR_UPDATE=1 npm run bench instructions`,
        );
      return { work, path: set, 'instructions / block': perBlock, budget: budget ?? '-', 'of it': budget ? part : '-' };
    }),
  );
  for (const [large, small, times, most] of growth)
    for (const set of sets) {
      const grown = counts[set][large] / counts[set][small] / times;
      notes.push(`${large} against ${small}, ${set}: x ${grown.toFixed(2)} for each (at most ${most}).`);
      if (!(grown <= most)) failed.push(notes.at(-1));
    }
  return { title: `Instructions per block of ${w.FRAMES} frames (${compiler})`, rows, notes, failed };
}
