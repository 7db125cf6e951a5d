// Runs a program and keeps what it said. In: a command line, how long it may take. Out: exit code and output.

import { type ChildProcess, spawn } from 'node:child_process';

export interface Ran {
  readonly code: number;
  readonly output: string;
  /** It was ended, with all that it started. */
  readonly isTooLate: boolean;
}

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) end(child);
});

/** Programs lead groups of their own. */
function end({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}

export function ran(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
  limitMs?: number,
): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    running.add(child);
    let isTooLate = false;
    const timer =
      limitMs &&
      setTimeout(() => {
        isTooLate = true;
        end(child);
      }, limitMs);
    let output = '';
    const keep = (data: Buffer) => {
      output += data.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (e) => {
      running.delete(child);
      resolve({ code: 127, output: e.message, isTooLate });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code: code ?? 1, output, isTooLate });
    });
  });
}
