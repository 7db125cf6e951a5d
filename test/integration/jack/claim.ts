// Names for servers: few, since JACK's registry has room for eight servers of a machine, and the entry of one that crashed
// is freed by the next of its name only. In: nothing. Out: a name that no other test run has, until it is given back.

import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './talk.ts';

const NAMES = 6;
const lockOf = (name: string) => join(tmpdir(), `${name}.pid`);

export async function claimName(): Promise<string> {
  const names = Array.from({ length: NAMES }, (_, i) => `busbar-test-${i}`);
  const name = await eventually(
    async () => names.find(claim),
    (found) => found !== undefined,
  );
  return name!;
}

export const giveBack = (name: string): void => unlinkSync(lockOf(name));

function claim(name: string): boolean {
  try {
    const lock = openSync(lockOf(name), 'wx');
    writeSync(lock, String(process.pid));
    closeSync(lock);
    return true;
  } catch {
    // A holder that is gone left it behind: free it for the next look.
    if (holderIsGone(lockOf(name))) unlinkSync(lockOf(name));
    return false;
  }
}

function holderIsGone(lock: string): boolean {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (pid === 0) return false; // being written
    process.kill(pid, 0);
    return false;
  } catch (e) {
    return (e as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
