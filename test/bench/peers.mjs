// busbar beside other engines on the same work, pinned to one core, in turns in one run, by CPU time, and beside what the
// arithmetic takes by itself. In: the repository's root. Out: tables for the report. Peers are those that are installed; what
// is lacking is said. BUSBAR_BENCH_CORE: which core; BUSBAR_BENCH_ROUNDS: how many turns; BUSBAR_BENCH_PEERS: whom, by
// the beginnings of names, apart by commas (everyone).

import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { buildBench } from './build-bench.mjs';
import { median, ratio, spread } from './figures.mjs';
import { ownRow, reloadMs, speedRow, subject } from './peers/busbar.mjs';
import { converter, converters, rates } from './peers/converters.mjs';
import { csound } from './peers/csound.mjs';
import { faust } from './peers/faust.mjs';
import { ffmpeg } from './peers/ffmpeg.mjs';
import { floors } from './peers/floors.mjs';
import { perSecond, turnsOf } from './peers/peer.mjs';
import { scsynth } from './peers/scsynth.mjs';
import { sox } from './peers/sox.mjs';
import * as w from './peers/workloads.mjs';
import { zita } from './peers/zita.mjs';

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
  'W5, limiting': ['W5', () => w.crossover(true, -40)],
};
/** Growth: the same work, more of it, and so much more. */
const sizes = {
  'W1, 64 channels': [() => w.equalisers(64), 'W1: 8 x 10 bells', 8],
  'W1, 512 channels': [() => w.equalisers(512), 'W1: 8 x 10 bells', 64],
  'W4: 100 nodes': [() => w.graph(100), 'W4: 1,000 nodes', 1 / 10],
  'W4: 10,000 nodes': [() => w.graph(10_000), 'W4: 1,000 nodes', 10],
};

/** Another engine, whose cost stands beside ours of the same turns. */
const peerRow = (work, engine, costs, ours) => ({
  work,
  engine,
  'x real time': 1 / median(costs),
  spread: spread(costs),
  turns: costs.length,
  'busbar / it': ratio(costs.map((c, i) => c / ours[i])),
});
const floorRow = (work, engine, cost, ours) => ({
  work,
  engine,
  'x real time': 1 / cost,
  'busbar / it': ratio(ours.map((own) => cost / own)),
});

/** A peer's command for a work, and the turn that it takes. */
function opponent(root, folder, peer, name, kind, work) {
  const title = name.replaceAll(/[^A-Za-z0-9]/g, '');
  const run = peer.build(root, folder, title, kind, work);
  const through = peer.throughIsTakenOff ? peer.build(root, folder, `${title}through`, 'through', work) : undefined;
  const { long, turns } = turnsOf(CORE, run, ROUNDS);
  const turn = () => perSecond(CORE, long, run) - (through ? perSecond(CORE, long, through) : 0);
  const how = peer.how?.[kind];
  return { name: how ? `${peer.name}, ${how}` : peer.name, turn, turns, costs: [] };
}

/** By turns, ours first in each. Programs are waited for, so between them it is looked whether this shall end. */
async function taken(ours, others) {
  const runs = [];
  for (let round = 0; round < ROUNDS; round++) {
    runs.push(ours());
    for (const { turn, turns, costs } of others) {
      await setImmediate();
      if (round < turns) costs.push(turn());
    }
  }
  return runs;
}

/** This takes minutes: what is done is said on the way. */
const said = (work) => console.error(`${work} (load of the machine ${loadavg()[0].toFixed(1)})`);

async function compared(root, folder, binary, floor) {
  const speed = [];
  const own = [];
  for (const [name, [kind, make]] of Object.entries(workloads)) {
    const work = make();
    const mine = await subject(CORE, binary, folder, name, work);
    const here = peers.filter((p) => p.missing() === null && p.can(kind));
    const others = here.map((p) => opponent(root, folder, p, name, kind, work));
    const runs = await taken(mine.turn, others);
    const ours = runs.map((r) => r.own);
    speed.push(speedRow(mine, runs));
    for (const o of others) speed.push(peerRow(name, o.name, o.costs, ours));
    for (const [engine, cost] of floor(kind, work)) speed.push(floorRow(name, engine, cost, ours));
    own.push(ownRow(mine, runs, await reloadMs(root, folder, work)));
    said(name);
  }
  return { speed, own };
}

/** Converters are programs all, ours too. */
async function convertedRows(binary, here, engine) {
  const rows = [];
  for (const [name, hz] of Object.entries(rates)) {
    const [mine, ...others] = [{ engine: 'busbar', name: engine }, ...here].map((c) => {
      const run = converter(binary, c.engine, hz);
      const { long, turns } = turnsOf(CORE, run, ROUNDS);
      return { name: c.name, turn: () => perSecond(CORE, long, run), turns, costs: [] };
    });
    const ours = await taken(mine.turn, others);
    said(name);
    const own = { work: name, engine: mine.name, 'x real time': 1 / median(ours), spread: spread(ours), turns: ROUNDS };
    rows.push({ ...own, 'busbar / it': '' }, ...others.map((o) => peerRow(name, o.name, o.costs, ours)));
  }
  return rows;
}

async function grownRows(folder, binary, speed) {
  const rows = [];
  const notes = [];
  for (const [name, [make, of, times]] of Object.entries(sizes)) {
    const mine = await subject(CORE, binary, folder, name, make());
    const runs = [mine.turn(), mine.turn(), mine.turn()];
    said(name);
    const base = speed.find((r) => r.work === of)['x real time'] * median(runs.map((r) => r.own));
    notes.push(`${name}: x ${(base / times).toFixed(2)} for each, against ${of}.`);
    rows.push({ ...ownRow(mine, runs, {}), 'x real time': 1 / median(runs.map((r) => r.own)) });
  }
  return { rows, notes };
}

/** On a RAM disk; gone with this process, cut short or not. */
function memoryFolder() {
  const folder = mkdtempSync('/dev/shm/busbar-bench-');
  process.once('exit', () => rmSync(folder, { recursive: true }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  return folder;
}

export async function comparison(root) {
  const binary = buildBench(root, 'busbar_load');
  const convert = buildBench(root, 'busbar_convert');
  const floor = floors(CORE, buildBench(root, 'busbar_floor'));
  const resamplers = converters(convert);
  const folder = memoryFolder();
  const began = performance.now();
  const { speed, own } = await compared(root, folder, binary, floor);
  const grown = await grownRows(folder, binary, speed);
  const converted = await convertedRows(convert, resamplers.here, speed[0].engine);
  const missing = peers.flatMap((p) => (p.missing() === null ? [] : [`${p.name}: ${p.missing()}.`]));
  return {
    title: `Engines on one core, ${w.FRAMES} frames a block`,
    head: [
      'x real time: seconds of sound for a second of CPU time of one core, files and passing samples on taken off; median of the turns.',
      'busbar / it: how many times faster busbar is than that engine, each turn beside the turn of busbar before it; median (least to most).',
      'A floor is the arithmetic of the work alone, compiled for it: below 1 is how near busbar comes. (x86-64-...): the instructions it ran on.',
    ],
    rows: [...speed, ...converted],
    more: [
      {
        title: 'busbar by itself',
        head: [
          'Us: blocks one by one, CPU time, with two looks at the clock in each. Memory: slots, states, device buffers, tables. Compile: warm,',
          'from text to plan. Reload: a save that puts a step in or takes it out, from the file event to the plan that fades there, by the wall,',
          'and what of it the main thread computed. W6 is a converter, which has no plan.',
        ],
        rows: own,
      },
      { title: 'More of the same work', head: grown.notes, rows: grown.rows },
    ],
    notes: [
      'Whom all turns would take more than 4 s of CPU time has fewer, 3 at least: it is slow, so each is long. Faust, zita-convolver and',
      'converters run from memory, the others from and to a RAM disk. scsynth works in 32-bit floats and keeps filter states in double.',
      'W4 could be packed beyond its floor, in which each filter stands alone. W5, limited: limiters are idle; limiting: at work all the time.',
      `${Math.round((performance.now() - began) / 1000)} s; load of the machine at the end ${loadavg()[0].toFixed(1)}.`,
      ...missing,
      ...resamplers.notes,
    ],
  };
}
