// The command as a process of its own, from the sources. In: words. Out: exit code, signal, what was printed.

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const nodeWords = ['--import', import.meta.resolve('jiti/register'), join(root, 'runtime/cli/main.ts')];

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
}

export interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: string;
  /** A file descriptor to print to, instead of a pipe. */
  readonly stdout?: number;
}

export function start(words: readonly string[], options: ProcessOptions = {}): Started {
  const child = spawn(process.execPath, [...nodeWords, ...words], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['pipe', options.stdout ?? 'pipe', 'pipe'],
  });
  const printed = { out: '', err: '' };
  child.stdout?.on('data', (d: Buffer) => {
    printed.out += d.toString();
  });
  child.stderr?.on('data', (d: Buffer) => {
    printed.err += d.toString();
  });
  child.stdin?.on('error', () => {}); // it need not read what it is given
  child.stdin?.end(options.stdin ?? '');
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, ...printed }));
  });
  return { child, finished };
}

export const busbarProcess = (words: readonly string[], options?: ProcessOptions): Promise<Finished> =>
  start(words, options).finished;
