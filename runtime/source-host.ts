// Real files for the compiler. In: a working directory and, for a config from standard input, its bytes.
// Out: a SourceHost. Invariants: failures are values; no more than the limit is ever read, whatever a file claims
// about its size (devices and pipes claim 0); nothing but the entry, which the user named, can keep a reader waiting; paths are named relative to the working directory, with slashes.

import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';
import type { Evaluation } from '../compiler/ir/program.ts';
import type { ReadResult, SourceHost } from '../compiler/ir/source.ts';
import type { Limits } from './program/evaluate.ts';

/** The entry path of a config that came from standard input; its files are relative to the working directory. */
export const STDIN = '<stdin>';

const BLOCK = 1 << 16;

const slashes = (path: string) => (sep === '/' ? path : path.replaceAll(sep, '/'));

/** Platforms as `when` calls them. */
const platformNames: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'macos', win32: 'windows' };

export interface FileHostOptions {
  readonly cwd: string;
  /** The config that the user named: it may be a pipe or a device, such as `/dev/stdin`. */
  readonly entry?: string;
  /** What the path `<stdin>` holds. */
  readonly stdin?: Uint8Array;
  /** How configs that are programs are run; without, none is. */
  readonly programs?: ProgramOptions | undefined;
}

export interface ProgramOptions {
  /** Takes what a config prints. */
  readonly print: (text: string) => void;
  readonly limits?: Limits;
}

export function createFileHost({ cwd, entry, stdin, programs }: FileHostOptions): SourceHost {
  return {
    read: async (path, limit) => {
      if (path === STDIN && stdin !== undefined) {
        return stdin.length > limit ? tooLarge(limit) : { ok: true, bytes: stdin };
      }
      return readFile(resolve(cwd, path), limit, path === entry);
    },
    resolve: (from, path) => slashes(isAbsolute(path) ? normalize(path) : join(dirname(from), path)),
    isOutside: (entry, path) => {
      const way = relative(resolve(cwd, dirname(entry)), resolve(cwd, path));
      return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
    },
    sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
    machine: { host: hostname(), platform: platformNames[process.platform] ?? process.platform },
    evaluate: programs && ((path) => run(path, cwd, programs)),
  };
}

async function run(path: string, cwd: string, { print, limits }: ProgramOptions): Promise<Evaluation> {
  // Loaded for programs only: the way from YAML to a plan knows nothing of processes.
  const { evaluate } = await import('./program/evaluate.ts');
  const entry = resolve(cwd, path);
  const { evaluation, printed } = await evaluate(await realpath(entry).catch(() => entry), cwd, limits);
  if (printed !== '') print(printed.endsWith('\n') ? printed : `${printed}\n`);
  const named = (file: string) => slashes(relative(cwd, file));
  return {
    ...evaluation,
    files: [path, ...evaluation.files.slice(1).map(named)],
    missing: evaluation.missing.map(named),
  };
}

/** A pipe that nobody writes to is opened at once, and refused: on Windows there are none among files. */
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

async function readFile(path: string, limit: number, mayWait: boolean): Promise<ReadResult> {
  let file: FileHandle | undefined;
  try {
    const waits = mayWait && isStream(await stat(path));
    file = await open(path, waits ? constants.O_RDONLY : AT_ONCE);
    const is = await file.stat();
    if (is.isDirectory()) return { ok: false, reason: 'directory', detail: 'it is a folder' };
    if (!is.isFile() && !waits) return { ok: false, reason: 'failed', detail: 'it is a pipe or a device, not a file' };
    if (is.size > limit) return tooLarge(limit);
    return await readUpTo(file, limit, is.size);
  } catch (e) {
    return failure(e);
  } finally {
    await file?.close().catch(() => {});
  }
}

const isStream = (is: Stats): boolean => is.isFIFO() || is.isCharacterDevice();

/** `expected` sizes the first block only: pipes and growing files hold more than they said. */
async function readUpTo(file: FileHandle, limit: number, expected: number): Promise<ReadResult> {
  const blocks: Uint8Array[] = [];
  let length = 0;
  for (let size = Math.min(expected, limit) + 1; ; size = BLOCK) {
    const block = new Uint8Array(size);
    const { bytesRead } = await file.read(block, 0, size, null);
    if (bytesRead === 0) break;
    blocks.push(block.subarray(0, bytesRead));
    length += bytesRead;
    if (length > limit) return tooLarge(limit);
  }
  return { ok: true, bytes: blocks.length === 1 ? (blocks[0] as Uint8Array) : new Uint8Array(Buffer.concat(blocks)) };
}

const tooLarge = (limit: number): ReadResult => ({
  ok: false,
  reason: 'too-large',
  detail: `it is larger than ${Math.floor(limit / 1e6)} MB`,
});

function failure(error: unknown): ReadResult {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
    case 'ERR_INVALID_ARG_VALUE': // a path with a NUL byte
      return { ok: false, reason: 'missing', detail: 'there is no such file' };
    case 'EACCES':
    case 'EPERM':
      return { ok: false, reason: 'denied', detail: 'reading it is not permitted' };
    case 'EISDIR':
      return { ok: false, reason: 'directory', detail: 'it is a folder' };
    default:
      return { ok: false, reason: 'failed', detail: code === '' ? String(error) : `reading it failed (${code})` };
  }
}
