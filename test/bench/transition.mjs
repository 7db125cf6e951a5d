// Blocks while one config becomes another, beside blocks of each alone: CPU time, and instructions where valgrind is there.
// In: the repository's root. Out: rows for the report. old + new + 5 % is the aim.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePlan, stagesOf } from '../../dist/compiler/index.js';
import { buildBench } from './build-bench.mjs';
import { planOfText } from './compile-time.mjs';
import { consoleOf } from './configs.mjs';

const NODES = 200;
const REPEATS = 100;
/** Counted, not timed: a few say it all. */
const COUNTED = 3;

const base = consoleOf(NODES);
const dynamics = base.replaceAll('- gain: ', '- compressor: { threshold: -20 dBFS, ratio: 3 }\n      - gain: ');

/** What is edited: one text becomes the other, and back. */
const edits = {
  'a step of one strip': [base, base.replace('- highpass: 60 Hz', '- lowshelf: { freq: 120 Hz, gain: 2 dB }')],
  'a step of every strip': [base, base.replaceAll('- highpass:', '- lowpass:')],
  'compressors come and go': [base, dynamics],
  'every strip, compressors behind': [dynamics, dynamics.replaceAll('- highpass:', '- lowpass:')],
};

function writeEdit(folder, [before, after]) {
  const write = (name, plan) => writeFileSync(join(folder, `${name}.plan`), encodePlan(plan));
  write('old', before);
  write('new', after);
  for (const [name, from, to] of [
    ['there', before, after],
    ['back', after, before],
  ]) {
    const stages = stagesOf(from, to);
    for (const [i, { plan }] of stages.entries()) write(`${name}.${i}`, plan);
    const lines = stages.map((s) => [s.frames, ...s.adopt].join(' '));
    writeFileSync(join(folder, `${name}.txt`), `${lines.join('\n')}\n`);
  }
}

const hasValgrind = spawnSync('valgrind', ['--version']).status === 0;

/** Instructions per block inside the player. */
function instructions(binary, folder, what) {
  const options = ['--tool=callgrind', '--callgrind-out-file=/dev/null', '--toggle-collect=busbar::Player::run*'];
  const { status, stdout, stderr } = spawnSync('valgrind', [...options, binary, folder, String(COUNTED), what], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return Number(/Collected : (\d+)/.exec(stderr)[1]) / JSON.parse(stdout).blocks;
}

export async function transition(root) {
  const binary = buildBench(root, 'busbar_transition');
  const rows = [];
  for (const [edit, texts] of Object.entries(edits)) {
    const folder = mkdtempSync(join(tmpdir(), 'busbar-bench-'));
    try {
      writeEdit(folder, await Promise.all(texts.map(planOfText)));
      const t = JSON.parse(execFileSync(binary, [folder, String(REPEATS)], { encoding: 'utf8' }));
      const counted = hasValgrind
        ? ['old', 'new', 'transition'].map((what) => instructions(binary, folder, what))
        : undefined;
      const both = t.old + t.new;
      rows.push({
        edit,
        blocks: t.blocks,
        oldUs: t.old / 1000,
        newUs: t.new / 1000,
        'transition / both': t.transition / both,
        'first / both': t.first / both,
        'worst other / both': t.worst / both,
        'p99 / p99': t.transitionP99 / (t.oldP99 + t.newP99),
        'instructions / both': counted === undefined ? '-' : counted[2] / (counted[0] + counted[1]),
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  return {
    title: `CPU time per block of 64 frames while ${NODES} nodes become others`,
    rows,
    notes: [
      `Medians of ${REPEATS} edits there and back; each alone and the transition by turns, a transition's length at a time.`,
      'first: the block in which states change hands and what comes new meets cold caches; worst other: of those behind it',
      'the one whose median is largest, as a rule that in which the new plan takes over.',
    ],
  };
}
