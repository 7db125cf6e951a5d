// Keys while a run draws on the terminal. In: the terminal. Out: a call when somebody asks to stop. Invariants: nothing
// that is typed is shown, so nothing tears the picture; in the background the terminal is left alone.

import { readFileSync } from 'node:fs';
import type { ReadStream } from 'node:tty';

const CTRL_C = '\x03';

/** Returns the way to give the keyboard back. `onQuit`: q or Ctrl-C, which is no signal any more. */
export function listen(input: ReadStream, onQuit: () => void): () => void {
  if (input.isTTY !== true || !isForeground()) return () => {};
  const onKeys = (keys: Buffer) => {
    for (const key of keys.toString()) if (key === CTRL_C || key === 'q') onQuit();
  };
  input.setRawMode(true);
  input.on('data', onKeys);
  input.resume();
  return () => {
    input.off('data', onKeys);
    input.setRawMode(false);
    input.pause();
  };
}

/** Whether the terminal is ours: a job in the background would be stopped for changing it. Linux says; others do not. */
function isForeground(): boolean {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[2] === fields[5]; // process group, and that of the terminal
  } catch {
    return false;
  }
}
