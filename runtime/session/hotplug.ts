// Notice of devices that are plugged. In: the folder where the kernel shows sound devices. Out: a call when it changes.
// Invariant: only a notice: who gets it looks for itself, and looks now and then without one.

import { existsSync, type FSWatcher, watch } from 'node:fs';

const SOUND = '/dev/snd';
const ABOVE = '/dev';

/** Returns the way to stop. Where there is nothing to watch, nothing is called. */
export function watchPlugs(onPlug: () => void): () => void {
  const folder = [SOUND, ABOVE].find((f) => existsSync(f));
  if (folder === undefined) return () => {};
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (folder === SOUND || name === 'snd') onPlug();
    });
    watcher.on('error', () => watcher?.close());
  } catch {} // no more watches to be had: looking now and then has to do
  return () => watcher?.close();
}
