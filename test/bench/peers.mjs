// busbar beside other engines on the same work, pinned to one core, in turns in one run, by CPU time, and beside what the
// arithmetic takes by itself. In: the repository's root. Out: rows for the report. Peers are those that are installed; what
// is lacking is said. BUSBAR_BENCH_CORE: which core; BUSBAR_BENCH_ROUNDS: how many turns; BUSBAR_BENCH_PEERS: whom, by
// the beginnings of names, apart by commas (everyone).

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { buildBench } from './build-bench.mjs';
import { converter, converters, rates } from './peers/converters.mjs';
import { csound } from './peers/csound.mjs';
import { faust } from './peers/faust.mjs';
import { ffmpeg } from './peers/ffmpeg.mjs';
import { floors } from './peers/floors.mjs';
import { longRun, perSecond } from './peers/peer.mjs';
import { scsynth } from './peers/scsynth.mjs';
import { sox } from './peers/sox.mjs';
import * as w from './peers/workloads.mjs';
import { zita } from './peers/zita.mjs';
import { writePlan } from './write-plan.mjs';

const CORE = process.env.BUSBAR_BENCH_CORE ?? '1';
const ROUNDS = Number(process.env.BUSBAR_BENCH_ROUNDS ?? 5);
const ONLY = (process.env.BUSBAR_BENCH_PEERS ?? '').toLowerCase().split(',');
const peers = [faust, scsynth, csound, zita, ffmpeg, sox].filter((p) =>
  ONLY.some((name) => p.name.toLowerCase().startsWith(name)),
);

const workloads = {
  'W1: 8 x 10 bells': ['W1', w.equalisers],
  'W2: 64 x 64 gains': ['W2', w.matrix],
  'W3: 2 x 65,536 taps': ['W3', w.responses],
  'W4: 1,000 nodes': ['W4', w.graph],
  'W5: cross-over': ['W5', () => w.crossover(false)],
  'W5, limited': ['W5', () => w.crossover(true)],
};
/** Growth: the same work, more of it, and so much more. */
const sizes = {
  'W1, 64 channels': [() => w.equalisers(64), 'W1: 8 x 10 bells', 8],
  'W1, 512 channels': [() => w.equalisers(512), 'W1: 8 x 10 bells', 64],
  'W4: 100 nodes': [() => w.graph(100), 'W4: 1,000 nodes', 1 / 10],
  'W4: 10,000 nodes': [() => w.graph(10_000), 'W4: 1,000 nodes', 10],
};

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const spread = (list) => `${Math.round((100 * (Math.max(...list) - Math.min(...list))) / median(list))} %`;
const turns = Array.from({ length: ROUNDS });

const load = (binary, file, seconds) =>
  JSON.parse(
    execFileSync('taskset', ['-c', CORE, binary, file, String(w.FRAMES), String(seconds)], { encoding: 'utf8' }),
  );

/** What busbar makes of a work: its plan, and a turn, from which passing samples through is taken off. */
async function subject(binary, folder, name, work) {
  const own = await writePlan(folder, name, work);
  const through = await writePlan(folder, `through-${work.ins}-${work.outs}`, w.passThrough(work.ins, work.outs));
  const seconds = Math.min(40, Math.max(2, 0.3 / load(binary, own.file, 0.5).cpu));
  const turn = () => {
    const run = load(binary, own.file, seconds);
    return { ...run, own: run.cpu - load(binary, through.file, seconds).cpu };
  };
  return { ...own, turn };
}

const busbarRow = (name, { plan, file, compileMs }, runs) => ({
  work: name,
  engine: `busbar (${runs[0].path})`,
  'x real time': 1 / median(runs.map((r) => r.own)),
  spread: spread(runs.map((r) => r.own)),
  'busbar / it': '',
  meanUs: median(runs.map((r) => r.meanUs)),
  p99Us: median(runs.map((r) => r.p99Us)),
  worstUs: median(runs.map((r) => r.worstUs)),
  compileMs: Math.round(compileMs),
  ops: plan.ops.length,
  slots: `${plan.slots}, at least ${plan.slotBound}`,
  'plan, KiB': Math.round(statSync(file).size / 1024),
  'memory, MiB': runs[0].bytes / 2 ** 20,
});

/** Another engine, whose cost stands beside ours of the same turn. */
function peerRow(work, engine, costs, ours) {
  const ratios = costs.map((c, i) => c / ours[i]);
  return {
    work,
    engine,
    'x real time': 1 / median(costs),
    spread: spread(costs),
    'busbar / it': `${median(ratios).toPrecision(3)} (${Math.min(...ratios).toPrecision(3)} to ${Math.max(...ratios).toPrecision(3)})`,
  };
}

/** A peer's command for a work, and the turn that it takes. */
function opponent(root, folder, peer, name, kind, work) {
  const title = name.replaceAll(/[^A-Za-z0-9]/g, '');
  const run = peer.build(root, folder, title, kind, work);
  const through = peer.throughIsTakenOff ? peer.build(root, folder, `${title}through`, 'through', work) : undefined;
  const long = longRun(CORE, run);
  const turn = () => perSecond(CORE, long, run) - (through ? perSecond(CORE, long, through) : 0);
  return { peer, turn, costs: [] };
}

/** This takes minutes: what is done is said on the way. */
const said = (work) => console.error(`${work} (load of the machine ${loadavg()[0].toFixed(1)})`);

async function comparedRows(root, folder, binary, floor) {
  const rows = [];
  for (const [name, [kind, make]] of Object.entries(workloads)) {
    const work = make();
    const mine = await subject(binary, folder, name, work);
    const here = peers.filter((p) => p.missing() === null && p.can(kind));
    const others = here.map((p) => opponent(root, folder, p, name, kind, work));
    const runs = [];
    for (const _ of turns) {
      runs.push(mine.turn());
      for (const { turn, costs } of others) costs.push(turn());
    }
    const ours = runs.map((r) => r.own);
    rows.push(busbarRow(name, mine, runs));
    for (const { peer, costs } of others) rows.push(peerRow(name, peer.name, costs, ours));
    said(name);
    for (const [engine, cost] of floor(kind, work))
      rows.push(
        peerRow(
          name,
          engine,
          ours.map(() => cost),
          ours,
        ),
      );
  }
  return rows;
}

/** Converters are programs all, ours too. */
function converterRows(binary, here) {
  return Object.entries(rates).flatMap(([name, hz]) => {
    const all = [{ engine: 'busbar', name: 'busbar' }, ...here].map((c) => {
      const run = converter(binary, c.engine, hz);
      return { name: c.name, run, long: longRun(CORE, run), costs: [] };
    });
    for (const _ of turns) for (const { run, long, costs } of all) costs.push(perSecond(CORE, long, run));
    said(name);
    const [mine, ...others] = all;
    const own = { work: name, engine: mine.name, 'x real time': 1 / median(mine.costs), spread: spread(mine.costs) };
    return [own, ...others.map((o) => peerRow(name, o.name, o.costs, mine.costs))];
  });
}

async function grownRows(folder, binary, rows) {
  const grown = [];
  const notes = [];
  for (const [name, [make, of, times]] of Object.entries(sizes)) {
    const mine = await subject(binary, folder, name, make());
    const row = busbarRow(name, mine, [mine.turn(), mine.turn(), mine.turn()]);
    said(name);
    const base = rows.find((r) => r.work === of);
    notes.push(`${name}: x ${(base['x real time'] / row['x real time'] / times).toFixed(2)} for each, against ${of}.`);
    grown.push(row);
  }
  return { grown, notes };
}

export async function comparison(root) {
  const binary = buildBench(root, 'busbar_load');
  const convert = buildBench(root, 'busbar_convert');
  const floor = floors(CORE, buildBench(root, 'busbar_floor'));
  const resamplers = converters(convert);
  const folder = mkdtempSync('/dev/shm/busbar-bench-');
  const began = performance.now();
  try {
    const rows = await comparedRows(root, folder, binary, floor);
    const { grown, notes } = await grownRows(folder, binary, rows);
    const missing = peers.flatMap((p) => (p.missing() === null ? [] : [`${p.name}: ${p.missing()}.`]));
    return {
      title: `Engines on one core, ${w.FRAMES} frames a block`,
      rows: [...rows, ...converterRows(convert, resamplers.here), ...grown],
      notes: [
        `CPU time, medians of ${ROUNDS} turns; what passing the samples on costs is taken off. busbar / it: how many times`,
        'faster, of each turn. Blocks are timed one by one, by CPU time, each with two looks at the clock in it.',
        'Faust, zita-convolver and converters run from memory, the others from and to a RAM disk. scsynth works in 32-bit',
        'floats and keeps filter states in double. A floor knows its work when it is compiled; W4 could be packed beyond it.',
        ...notes,
        `${Math.round((performance.now() - began) / 1000)} s; load of the machine at the end ${loadavg()[0].toFixed(1)}.`,
        ...missing,
        ...resamplers.notes,
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
