// Saves. In: the files that the last compile read or tried. Out: one call per burst of changes to any of them.
// Invariants: nothing but these files counts; one that is missing, replaced by a rename or deleted for a while is
// still watched, for it is its folder that is observed; a change between the compile's reading and the start of the
// watch is not lost.

import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';

/** Saves of an editor come as several events (truncate, write, rename): what follows within this is one change. */
const DEBOUNCE_MS = 30;
/** A burst that does not end is looked at after this. */
const LONGEST_BURST_MS = 250;
/** File systems stamp changes with a coarser clock than ours. */
const STAMP_GRAIN_MS = 20;

export interface FileChange {
  /** When the last event of the burst came, on the clock of `performance.now()`. */
  readonly atMs: number;
  /** How long it was then waited for more. */
  readonly debounceMs: number;
  readonly paths: readonly string[];
}

export interface FileWatch {
  /**
   * Watches exactly these paths from now on; resolves when it does. `since`: when their reading began (`Date.now()`);
   * one that changed after it counts as a change now.
   */
  update(paths: readonly string[], since: number): Promise<void>;
  close(): Promise<void>;
}

export function watchFiles(onChange: (change: FileChange) => void): FileWatch {
  const burst = new Burst(onChange);
  let watcher: FSWatcher | undefined;
  let key = '';
  let closed = false;
  return {
    update: async (paths, since) => {
      const targets = new Set(paths.flatMap((path) => namesOf(resolve(path))));
      const scope = scopeOf(targets);
      if (scope.key !== key) {
        const next = await start(targets, scope, (path) => burst.add(path));
        await watcher?.close();
        [watcher, key] = [next, scope.key];
      }
      if (closed) await watcher?.close();
      else for (const path of targets) if (changeTime(path) > since - STAMP_GRAIN_MS) burst.add(path);
    },
    close: async () => {
      closed = true;
      burst.cancel();
      await watcher?.close();
    },
  };
}

/** A path, and the file that it is a link to: either may be replaced. */
function namesOf(path: string): readonly string[] {
  try {
    return [path, realpathSync(path)];
  } catch {
    return [path];
  }
}

interface Scope {
  /** Folders that are there: where watching starts. */
  readonly roots: readonly string[];
  /** Folders between them and the files. */
  readonly folders: ReadonlySet<string>;
  readonly key: string;
}

/** A folder that is not there yet is waited for in the nearest one above it that is. */
function scopeOf(targets: ReadonlySet<string>): Scope {
  const roots = new Set<string>();
  const folders = new Set<string>();
  for (const target of targets) {
    let folder = dirname(target);
    for (; !existsSync(folder) && folder !== dirname(folder); folder = dirname(folder)) folders.add(folder);
    folders.add(folder);
    roots.add(folder);
  }
  return { roots: [...roots], folders, key: [...roots, '', ...targets].sort().join('\0') };
}

function start(targets: ReadonlySet<string>, scope: Scope, onEvent: (path: string) => void): Promise<FSWatcher> {
  const watcher = watch([...scope.roots], {
    ignoreInitial: true,
    ignored: (path) => !targets.has(path) && !scope.folders.has(path),
  });
  const note = (path: string) => {
    if (targets.has(path)) onEvent(path);
  };
  watcher.on('add', note).on('change', note);
  // What the system says of a folder, as it is: files that go, and those replaced by renames, which are not always seen
  // as changed.
  watcher.on('raw', (_event, name, where) => {
    const { watchedPath } = where as { readonly watchedPath: string };
    note(watchedPath);
    note(resolve(watchedPath, name ?? ''));
  });
  return new Promise((done) => {
    // What cannot be watched (a folder without permission) is as good as unchanged.
    watcher.on('error', () => done(watcher));
    watcher.on('ready', () => done(watcher));
  });
}

/** When a file's contents, name or place last changed; 0 where there is none. */
function changeTime(path: string): number {
  try {
    return statSync(path).ctimeMs;
  } catch {
    return 0;
  }
}

/** Joins events that come close together. */
class Burst {
  private readonly onChange: (change: FileChange) => void;
  private readonly paths = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private firstMs = 0;

  constructor(onChange: (change: FileChange) => void) {
    this.onChange = onChange;
  }

  add(path: string): void {
    const atMs = performance.now();
    if (this.paths.size === 0) this.firstMs = atMs;
    this.paths.add(path);
    clearTimeout(this.timer);
    const debounceMs = Math.max(0, Math.min(DEBOUNCE_MS, this.firstMs + LONGEST_BURST_MS - atMs));
    this.timer = setTimeout(() => this.end(atMs, debounceMs), debounceMs);
  }

  cancel(): void {
    clearTimeout(this.timer);
    this.paths.clear();
  }

  private end(atMs: number, debounceMs: number): void {
    const paths = [...this.paths].sort();
    this.paths.clear();
    this.onChange({ atMs, debounceMs, paths });
  }
}
