// What peers have in common: a folder to work in, programs that may be missing, and CPU time pinned to one core.

import { execFileSync, spawnSync } from 'node:child_process';

export const has = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** User and system seconds of a command on the core, children included. */
export function cpuSeconds(core, command, args) {
  const script = 'exec 3>&2; TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>/dev/null 3>&-';
  const shell = ['-c', core, 'bash', '-c', script, 'bash', command, ...args];
  const { status, stderr } = spawnSync('taskset', shell, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
  const [user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return user + system;
}

/** A quarter of a long run starts up as the long one does: what is between them is work. */
const SHORT = 1 / 4;
/** CPU time that is to lie between them, and the longest run that is made for it. */
const ENOUGH = 0.3;
const LONGEST = 640;
/** CPU time that all turns of a peer may take for a workload. Who is slow has fewer turns and is timed the longer in each. */
const ALL_TURNS = 4;
const FEWEST = 3;

function both(core, long, run) {
  const [whole, part] = [long, long * SHORT].map((seconds) => cpuSeconds(core, ...run(seconds)));
  return { whole, part, perSecond: (whole - part) / (long * (1 - SHORT)) };
}

/** Seconds of sound to make, so that a program has something to do, and how many turns of that. In: its command for so many. */
export function turnsOf(core, run, most) {
  for (let long = 4; ; ) {
    const { whole, part } = both(core, long, run);
    const more = ENOUGH / Math.max(whole - part, 0.01);
    if (more <= 1 || long === LONGEST)
      return { long, turns: Math.max(FEWEST, Math.min(most, Math.floor(ALL_TURNS / (whole + part)))) };
    long = Math.min(LONGEST, long * 2 ** Math.ceil(Math.log2(Math.min(32, more))));
  }
}

/** Steady cost per second of sound: start-up falls out of the difference. */
export const perSecond = (core, long, run) => both(core, long, run).perSecond;

export const compileCpp = (source, out, ...options) =>
  execFileSync('g++', ['-O3', '-march=native', '-ffast-math', source, '-o', out, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
