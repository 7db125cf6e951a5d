// busbar on a workload: what a second of sound costs, blocks, and what a user waits for. In: the program that runs plans
// (native/load.cpp), a folder, the work. Out: a turn of CPU time, from which passing samples through is taken off, and a row.

import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, spread } from '../figures.mjs';
import { reloadsOf } from '../saves.mjs';
import { writePlan } from '../write-plan.mjs';
import { FRAMES, passThrough } from './workloads.mjs';

/** Compiled so often, the first half unmeasured: it is the compiler's own practice. */
const COMPILES = 10;
const SAVES = { practice: 4, measured: 5, practiceMs: 1000 };

const load = (core, binary, file, seconds) =>
  JSON.parse(
    execFileSync('taskset', ['-c', core, binary, file, String(FRAMES), String(seconds)], { encoding: 'utf8' }),
  );

export async function subject(core, binary, folder, name, work) {
  const compiled = [];
  for (let i = 0; i < COMPILES; i++) compiled.push(await writePlan(folder, name, work));
  const [{ file, plan }] = compiled;
  const through = await writePlan(folder, `through-${work.ins}-${work.outs}`, passThrough(work.ins, work.outs));
  const seconds = Math.min(40, Math.max(2, 0.3 / load(core, binary, file, 0.5).cpu));
  const turn = () => {
    const run = load(core, binary, file, seconds);
    return { ...run, own: run.cpu - load(core, binary, through.file, seconds).cpu };
  };
  return { name, file, plan, compileMs: median(compiled.slice(COMPILES / 2).map((c) => c.compileMs)), turn };
}

/** From a save that puts a step in or takes it out to the plan that fades there. */
export async function reloadMs(root, folder, work) {
  const place = join(folder, 'reload');
  mkdirSync(place, { recursive: true });
  for (const [file, contents] of work.files ?? []) writeFileSync(join(place, file), contents);
  const base = work.config.replace('card: {', 'card: { backend: virtual,');
  const edited = base.replace('do: [ ', 'do: [ { gain: -1 dB }, ');
  const textOf = (n) => `${n % 2 === 1 ? edited : base}# save ${n}\n`;
  const { practice, measured, practiceMs } = SAVES;
  const events = await reloadsOf(root, place, textOf, practice + measured, practiceMs);
  const last = events.slice(practice);
  return { 'reload, ms': median(last.map((e) => e.ms)), 'reload, CPU ms': median(last.map((e) => e.cpuMs)) };
}

/** As other engines are listed. */
export const speedRow = ({ name }, runs) => ({
  work: name,
  engine: `busbar (${runs[0].path})`,
  'x real time': 1 / median(runs.map((r) => r.own)),
  spread: spread(runs.map((r) => r.own)),
  turns: runs.length,
  'busbar / it': '',
});

export const ownRow = ({ name, file, plan, compileMs }, runs, reload) => {
  const of = (field) => median(runs.map((r) => r[field]));
  return {
    work: name,
    path: runs[0].path,
    meanUs: of('meanUs'),
    p99Us: of('p99Us'),
    worstUs: of('worstUs'),
    ops: plan.ops.length,
    slots: `${plan.slots}, at least ${plan.slotBound}`,
    'plan, bytes': statSync(file).size,
    'memory, bytes': runs[0].bytes,
    'compile, CPU ms': compileMs,
    ...reload,
  };
};
