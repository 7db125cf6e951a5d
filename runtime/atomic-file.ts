// Files that are whole or not there. In: where a file shall be. Out: a part file beside it, moved into place when
// it is finished. Invariants: the old file stays as it was until then, whatever ends the process; part files of
// processes that are gone are cleared by the next write to the same place.

import {
  closeSync,
  fchmodSync,
  fsync as fsyncCallback,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { EngineError } from './engine-error.ts';
import { atSuddenExit } from './interruption.ts';
import { isAlive } from './process-alive.ts';

const fsync = promisify(fsyncCallback);

const SUFFIX = '.busbar-part';

export interface PartFile {
  /** Where the bytes go for now. */
  readonly path: string;
  /** Where they shall be: symbolic links followed, so that a link stays a link. */
  readonly target: string;
  readonly fd: number;
  /** Waits until the bytes are on the disk. */
  sync(): Promise<void>;
  /** Moves the part into place: at one instant the old file is gone and the new one there. */
  commit(): void;
  /** Removes the part; safe at any time, more than once, and after `commit`. */
  discard(): void;
}

/** Opens the part file for `target`, which messages call `shown`. Throws EngineError `output` where that cannot be. */
export function openPartFile(target: string, shown: string): PartFile {
  const place = followLinks(target, shown);
  const old = statOf(place);
  if (old?.isDirectory()) throw new EngineError('output', `${shown} is a folder.`, 'Name a file inside it.');
  if (old && !old.isFile()) throw new EngineError('output', `${shown} is not a regular file.`, 'Name another file.');
  const path = join(dirname(place), partName(basename(place), process.pid));
  let fd: number;
  try {
    clearStale(place);
    fd = openSync(path, 'wx+');
  } catch (e) {
    // "No such file" for a new file in a folder that is there: a file system that takes none, such as /proc.
    const isOdd = (e as NodeJS.ErrnoException).code === 'ENOENT' && statOf(dirname(place))?.isDirectory();
    throw writeError(isOdd ? 'its folder takes no files' : e, shown);
  }
  let open = true;
  let present = true;
  const close = () => {
    if (open) closeSync(fd);
    open = false;
  };
  const remove = () => {
    if (present) unlinkSync(path);
    present = false;
  };
  const forget = atSuddenExit(remove);
  return {
    path,
    target: place,
    fd,
    sync: async () => {
      try {
        if (old) fchmodSync(fd, old.mode & 0o7777);
        await fsync(fd);
      } catch (e) {
        throw writeError(e, shown);
      }
    },
    commit: () => {
      try {
        close();
        renameSync(path, place);
        present = false;
      } catch (e) {
        throw writeError(e, shown);
      }
      syncFolder(dirname(place));
    },
    discard: () => {
      forget();
      close();
      try {
        remove();
      } catch {} // gone already: what was wanted
    },
  };
}

/** Puts `bytes` where `target` is, whole or not at all. Throws EngineError `output`. */
export async function writeWhole(target: string, shown: string, bytes: Uint8Array): Promise<void> {
  const part = openPartFile(target, shown);
  try {
    try {
      writeFileSync(part.fd, bytes);
    } catch (e) {
      throw writeError(e, shown);
    }
    await part.sync();
    part.commit();
  } finally {
    part.discard();
  }
}

/** EngineError `output` for a failed write to the file called `shown`, with what to do about it. */
export function writeError(error: unknown, shown: string): EngineError {
  if (error instanceof EngineError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const folder = dirname(shown) === '.' ? 'this folder' : dirname(shown);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new EngineError(
        'output',
        `${shown} cannot be written: there is no folder ${folder}.`,
        'Make the folder first.',
      );
    case 'EACCES':
    case 'EPERM':
      return new EngineError(
        'output',
        `${shown} cannot be written: no permission to write in ${folder}.`,
        'Choose another folder.',
      );
    case 'EROFS':
      return new EngineError('output', `${shown} cannot be written: ${folder} is read-only.`, 'Choose another folder.');
    case 'ENOSPC':
    case 'EDQUOT':
      return new EngineError(
        'output',
        `${shown} cannot be written: the disk is full.`,
        'Free some space, or choose another folder. Nothing was changed.',
      );
    case 'EFBIG':
      return new EngineError(
        'output',
        `${shown} cannot be written: the file is too large for this disk.`,
        'Render less with --for, or choose another disk.',
      );
  }
  return new EngineError('output', `${shown} cannot be written: ${code || String(error)}.`);
}

const partName = (name: string, pid: number | string) => `.${name}.${pid}${SUFFIX}`;

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** The file that writing to `path` would change, also where a link points at nothing yet. */
function followLinks(path: string, shown: string): string {
  let at = resolve(path);
  for (let i = 0; i < 40; i++) {
    try {
      if (!lstatSync(at).isSymbolicLink()) return at;
      at = resolve(dirname(at), readlinkSync(at));
    } catch {
      return at;
    }
  }
  throw new EngineError('output', `${shown} is a circle of symbolic links.`, 'Name another file.');
}

/** Removes part files for `place` whose process is gone, or was an earlier one with our own id. */
function clearStale(place: string): void {
  const folder = dirname(place);
  const start = `.${basename(place)}.`;
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(start) || !name.endsWith(SUFFIX)) continue;
    const pid = Number(name.slice(start.length, -SUFFIX.length));
    if (!Number.isSafeInteger(pid) || pid <= 0) continue;
    if (pid === process.pid || !isAlive(pid)) unlinkSync(join(folder, name));
  }
}

/** Makes the rename itself last; folders cannot be synced everywhere (Windows), and need not be. */
function syncFolder(folder: string): void {
  try {
    const fd = openSync(folder, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch {} // the file is in place; only its lasting through a power cut is less sure
}
