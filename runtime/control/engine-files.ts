// Where running engines say how they are reached. In: the environment. Out: a file per engine, that only its user can
// read, with port and token. Invariants: a file appears whole; one whose process is gone is never handed out, and is
// cleared by the next engine that starts; files and folders of other users are not trusted.

import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { EngineError } from '../engine-error.ts';
import { atSuddenExit } from '../interruption.ts';
import { isAlive } from '../process-alive.ts';

export const ENGINE_FILE_VERSION = 1;

export interface EngineFile {
  readonly formatVersion: number;
  readonly pid: number;
  /** On 127.0.0.1. */
  readonly port: number;
  readonly token: string;
  /** Absolute path of the config that it plays. */
  readonly config: string;
}

/** Folders for such files, the best first: the first survives no logout, the second is always there. */
export function engineFolders(env: NodeJS.ProcessEnv): readonly string[] {
  const { XDG_RUNTIME_DIR: runtime, XDG_STATE_HOME: state, HOME: home } = env;
  const at = (base: string | undefined, ...names: readonly string[]) =>
    base !== undefined && isAbsolute(base) ? [join(base, ...names, 'busbar')] : [];
  return [...at(runtime), ...(at(state).length > 0 ? at(state) : at(home, '.local', 'state'))];
}

/** Writes the file; returns the way to remove it. Throws EngineError `output`. */
export function writeEngineFile(file: EngineFile, env: NodeJS.ProcessEnv): () => void {
  let why = 'neither XDG_RUNTIME_DIR nor HOME names a folder';
  for (const folder of engineFolders(env)) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (!isOurs(folder)) throw new Error('it belongs to another user');
      clearStale(folder);
      return place(folder, file);
    } catch (e) {
      why = `${folder}: ${(e as NodeJS.ErrnoException).code ?? (e as Error).message}`;
    }
  }
  throw new EngineError('output', `The control endpoint has no place for its token: ${why}.`);
}

function place(folder: string, file: EngineFile): () => void {
  const path = join(folder, `${file.pid}.json`);
  const part = join(folder, `.${file.pid}.part`);
  remove(part); // of an earlier process with our number
  writeFileSync(part, `${JSON.stringify(file)}\n`, { flag: 'wx', mode: 0o600 });
  renameSync(part, path);
  const forget = atSuddenExit(() => remove(path));
  return () => {
    forget();
    remove(path);
  };
}

/** Engines of this user that run, by process id. */
export function runningEngines(env: NodeJS.ProcessEnv): readonly EngineFile[] {
  const found = engineFolders(env).flatMap((folder) =>
    namesIn(folder).flatMap((name) => {
      const file = readEngineFile(join(folder, name));
      return file !== undefined && name === `${file.pid}.json` && isAlive(file.pid) ? [file] : [];
    }),
  );
  return found.sort((a, b) => a.pid - b.pid);
}

function readEngineFile(path: string): EngineFile | undefined {
  try {
    if (!isOurs(path)) return undefined;
    const file: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof file !== 'object' || file === null) return undefined;
    const { formatVersion, pid, port, token, config } = file as Record<string, unknown>;
    const isKnown = formatVersion === ENGINE_FILE_VERSION && Number.isSafeInteger(pid) && Number.isSafeInteger(port);
    if (!isKnown || typeof token !== 'string' || typeof config !== 'string') return undefined;
    return { formatVersion, pid: pid as number, port: port as number, token, config };
  } catch {
    return undefined; // gone meanwhile, or damaged
  }
}

/** Ours, and nobody else can have put something there. Windows has neither owners nor modes, and no live audio. */
function isOurs(path: string): boolean {
  const { uid, mode } = statSync(path);
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => /^\d+\.json$/.test(name));
  } catch {
    return [];
  }
}

function clearStale(folder: string): void {
  for (const name of namesIn(folder)) if (!isAlive(Number.parseInt(name, 10))) remove(join(folder, name));
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {} // gone already: what was wanted
}
