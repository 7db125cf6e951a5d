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

/** Steady cost of a program that is told how many seconds to make: start-up falls out of the difference. */
export function perSecond(core, short, long, run) {
  return (cpuSeconds(core, ...run(long)) - cpuSeconds(core, ...run(short))) / (long - short);
}

export const compileCpp = (source, out, ...options) =>
  execFileSync('g++', ['-O3', '-march=native', '-ffast-math', source, '-o', out, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
