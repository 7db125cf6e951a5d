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
/** CPU time that a long run takes at least, and the longest that is made for it. */
const ENOUGH = 0.5;
const LONGEST = 640;

/** Seconds of sound to make, so that a program has something to do. In: its command for so many seconds. */
export function longRun(core, run) {
  let long = 4;
  for (let took = 0; took < ENOUGH && long < LONGEST; ) {
    took = cpuSeconds(core, ...run(long)) - cpuSeconds(core, ...run(long * SHORT));
    if (took < ENOUGH)
      long = Math.min(LONGEST, long * 2 ** Math.ceil(Math.log2(Math.min(32, ENOUGH / Math.max(took, 0.01)))));
  }
  return long;
}

/** Steady cost per second of sound: start-up falls out of the difference. */
export function perSecond(core, long, run) {
  return (cpuSeconds(core, ...run(long)) - cpuSeconds(core, ...run(long * SHORT))) / (long * (1 - SHORT));
}

export const compileCpp = (source, out, ...options) =>
  execFileSync('g++', ['-O3', '-march=native', '-ffast-math', source, '-o', out, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
