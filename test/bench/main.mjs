// `npm run bench [check] [compile] [blocks] [peers] [instructions] [realtime] [reload] [transition] [memory] [loops] [resamplers] [hours]`: measures and prints Markdown, then JSON behind `--json FILE`.
// Figures depend on the machine, which is named beside them, so none passes or fails but counts of instructions: what is
// over its budget is said, and the exit code is 1.

import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blocks } from './blocks.mjs';
import { check } from './check.mjs';
import { hours, loops, resamplers } from './clock.mjs';
import { compileTime } from './compile-time.mjs';
import { instructions } from './instructions.mjs';
import { memory } from './memory.mjs';
import { comparison } from './peers.mjs';
import { realtime } from './realtime.mjs';
import { reload } from './reload.mjs';
import { transition } from './transition.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const benches = {
  check: () => check(root),
  compile: compileTime,
  blocks,
  peers: () => comparison(root),
  instructions: () => instructions(root),
  realtime: () => realtime(root),
  reload: () => reload(root),
  transition: () => transition(root),
  memory: () => memory(root),
  loops: () => loops(root),
  resamplers: () => resamplers(root),
  hours: () => hours(root),
};

const args = process.argv.slice(2);
const at = args.indexOf('--json');
const [file] = at < 0 ? [] : args.splice(at, 2).slice(1);
const unknown = args.filter((a) => !(a in benches));
if (unknown.length > 0) {
  console.error(`No bench is named ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
  process.exit(64);
}

const cell = (v = '') => (typeof v === 'number' && !Number.isInteger(v) ? v.toPrecision(4) : String(v));
const line = (cells) => `| ${cells.join(' | ')} |`;

/** A heading, what to know before one reads, a table, what is to say about it, then tables that belong to it. */
function markdown({ title, head = [], rows, notes = [], more = [] }, level = '##') {
  const columns = Object.keys(rows[0] ?? {});
  const table = [
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map((r) => line(columns.map((c) => cell(r[c])))),
  ];
  const paragraph = (lines) => (lines.length > 0 ? [...lines, ''] : []);
  const own = [`${level} ${title}`, '', ...paragraph(head), ...table, '', ...paragraph(notes)].join('\n');
  return [own, ...more.map((m) => markdown(m, `${level}#`))].join('\n');
}

const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${process.platform} ${process.arch}, Node ${process.version}`;
console.log(`# Bench\n\n${machine}\n`);
const results = {};
for (const name of args.length > 0 ? args : Object.keys(benches)) {
  results[name] = await benches[name]();
  console.log(markdown(results[name]));
  for (const why of results[name].failed ?? []) {
    console.error(`over: ${why}`);
    process.exitCode = 1;
  }
}
if (file !== undefined) writeFileSync(file, `${JSON.stringify({ machine, results }, null, 2)}\n`);
