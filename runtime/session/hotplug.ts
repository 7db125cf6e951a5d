// Notice of devices that are plugged. In: the folder where Linux shows sound devices, and what the addon hears of its back
// ends. Out: a call when something changes. Invariant: only a notice: who gets it looks for itself, and looks now and then
// without one.

import { existsSync, type FSWatcher, watch } from 'node:fs';
import type { NativeAddon } from '../native.ts';

const SOUND = '/dev/snd';
const ABOVE = '/dev';

/** Returns the way to stop. Where there is nothing to watch, nothing is called. */
export function watchPlugs({ watchDevices }: Pick<NativeAddon, 'watchDevices'>, onPlug: () => void): () => void {
  const stops = [watchDevices(onPlug), watchFolder(onPlug)];
  return () => {
    for (const stop of stops) stop?.();
  };
}

function watchFolder(onPlug: () => void): (() => void) | null {
  const folder = process.platform === 'linux' ? [SOUND, ABOVE].find((f) => existsSync(f)) : undefined;
  if (folder === undefined) return null;
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (folder === SOUND || name === 'snd') onPlug();
    });
    watcher.on('error', () => watcher?.close());
  } catch {} // no more watches to be had: looking now and then has to do
  return () => watcher?.close();
}
