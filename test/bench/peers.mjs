// busbar beside other engines on the same work, pinned to one core, in turns in one run, by CPU time. In: the repository's
// root. Out: rows for the report. Peers are those that are installed; what each lacks is said. W1-W5: peers/workloads.mjs;
// W6, converters of a ratio that moves, is `npm run bench resamplers`.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, encodePlan } from '../../dist/compiler/index.js';
import { buildBench } from './build-bench.mjs';
import { fileHost } from './file-host.mjs';
import { faust } from './peers/faust.mjs';
import { perSecond } from './peers/peer.mjs';
import { scsynth } from './peers/scsynth.mjs';
import * as w from './peers/workloads.mjs';
import { zita } from './peers/zita.mjs';

const CORE = process.env.BUSBAR_BENCH_CORE ?? '1';
const ROUNDS = Number(process.env.BUSBAR_BENCH_ROUNDS ?? 5);
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

const workloads = {
  'W1: 8 x 10 bells': ['W1', w.equalisers],
  'W2: 64 x 64 gains': ['W2', w.matrix],
  'W3: 2 x 65,536 taps': ['W3', w.responses],
  'W4: 1,000 nodes': ['W4', w.graph],
  'W5: cross-over': ['W5', () => w.crossover(false)],
  'W5, limited': ['W5', () => w.crossover(true)],
};
/** Growth: the same work, more of it. */
const sizes = {
  'W1, 64 channels': () => w.equalisers(64),
  'W1, 512 channels': () => w.equalisers(512),
  'W4: 100 nodes': () => w.graph(100),
  'W4: 10,000 nodes': () => w.graph(10_000),
};
const peers = [faust, scsynth, zita];

async function prepare(folder, name, work) {
  const base = join(folder, name.replaceAll(/[^A-Za-z0-9]/g, '-'));
  writeFileSync(`${base}.yaml`, work.config);
  for (const [file, contents] of work.files ?? []) writeFileSync(join(folder, file), contents);
  const since = performance.now();
  const { plan, diagnostics } = await compile({ entry: `${base}.yaml`, host: fileHost() });
  const compileMs = performance.now() - since;
  if (plan === undefined) throw new Error(`${name}: ${diagnostics.map((d) => d.message).join('\n')}`);
  writeFileSync(`${base}.plan`, encodePlan(plan));
  return { file: `${base}.plan`, plan, compileMs };
}

const load = (binary, file, seconds) =>
  JSON.parse(
    execFileSync('taskset', ['-c', CORE, binary, file, String(w.FRAMES), String(seconds)], { encoding: 'utf8' }),
  );

const spread = (list) => `${Math.round((100 * (Math.max(...list) - Math.min(...list))) / median(list))} %`;

async function subject(binary, folder, name, work) {
  const own = await prepare(folder, name, work);
  const through = await prepare(folder, `through-${work.ins}-${work.outs}`, w.passThrough(work.ins, work.outs));
  const seconds = Math.min(40, Math.max(2, 0.3 / load(binary, own.file, 0.5).cpu));
  const once = () => {
    const run = load(binary, own.file, seconds);
    return { ...run, own: run.cpu - load(binary, through.file, seconds).cpu };
  };
  return { ...own, once };
}

const busbarRow = (name, { plan, compileMs }, runs) => ({
  work: name,
  engine: `busbar (${runs[0].path})`,
  'x real time': 1 / median(runs.map((r) => r.own)),
  spread: spread(runs.map((r) => r.own)),
  'busbar / it': '',
  'p99 / mean': median(runs.map((r) => r.p99Us / r.meanUs)),
  worstUs: median(runs.map((r) => r.worstUs)),
  compileMs: Math.round(compileMs),
  ops: plan.ops.length,
  slots: `${plan.slots} (>= ${plan.slotBound})`,
  MiB: runs[0].bytes / 2 ** 20,
});

export async function comparison(root) {
  const binary = buildBench(root, 'busbar_load');
  const folder = mkdtempSync('/dev/shm/busbar-bench-');
  const rows = [];
  const notes = peers.flatMap((p) => (p.missing() === null ? [] : [`${p.name}: ${p.missing()}.`]));
  const here = peers.filter((p) => p.missing() === null);
  try {
    for (const [name, [kind, make]] of Object.entries(workloads)) {
      const work = make();
      const mine = await subject(binary, folder, name, work);
      const others = here
        .filter((p) => p.can(kind))
        .map((p) => {
          const title = name.replaceAll(/[^A-Za-z0-9]/g, '');
          const program = p.build(root, folder, title, kind, work);
          const wires = p.throughIsTakenOff ? p.build(root, folder, `${title}through`, 'through', work) : undefined;
          return { peer: p, program, wires, costs: [] };
        });
      const runs = [];
      for (let round = 0; round < ROUNDS; round++) {
        runs.push(mine.once());
        for (const { program, wires, costs } of others) {
          const cost = (p) => (p ? perSecond(CORE, p.short, p.long, p.run) : 0);
          costs.push(cost(program) - cost(wires));
        }
      }
      rows.push(busbarRow(name, mine, runs));
      for (const { peer, costs } of others) {
        const ratios = costs.map((c, i) => c / runs[i].own);
        rows.push({
          work: name,
          engine: peer.name,
          'x real time': 1 / median(costs),
          spread: spread(costs),
          'busbar / it': `${median(ratios).toPrecision(3)} (${Math.min(...ratios).toPrecision(3)} to ${Math.max(...ratios).toPrecision(3)})`,
        });
      }
    }
    for (const [name, make] of Object.entries(sizes)) {
      const mine = await subject(binary, folder, name, make());
      rows.push(busbarRow(name, mine, [mine.once(), mine.once(), mine.once()]));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return {
    title: `Engines on one core, ${w.FRAMES} frames a block`,
    rows,
    notes: [
      'CPU time; medians, what passing the samples on costs taken off. busbar / it: how many times faster, of each round.',
      'Faust and zita-convolver run from memory; scsynth works in 32-bit floats and keeps filter states in double.',
      ...notes,
    ],
  };
}
