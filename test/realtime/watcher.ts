// The two libraries that watch audio threads, and runs of a program under them. In: a program, what its audio threads
// may call, a violation to seed. Out: what was found. The watcher is all our own; the other one is RealtimeSanitizer's
// runtime out of Debian's libclang-rt-19-dev, linked whole.

import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Seed = 'malloc' | 'free' | 'lock' | 'sleep' | 'write' | 'print' | 'throw' | 'syscall' | 'fault';

export interface Finding {
  readonly kind: 'call' | 'syscall';
  readonly name: string;
  readonly stack: readonly string[];
}

/** A page fault of a watched thread. */
export interface Fault {
  /** Page and mapping. */
  readonly where: string;
  readonly address: string;
  /** Since it was watched. */
  readonly afterMs: number;
  /** The instruction, as a file and an offset into it. */
  readonly by: string;
}

export interface WatchReport {
  /** Whether the kernel said where page faults were. */
  readonly located: boolean;
  readonly threads: readonly {
    /** How often it waited for its device. */
    readonly waits: number;
    /** Page faults of the first second; those after it, -1 if it did not live so long. */
    readonly firstFaults: number;
    readonly faults: number;
    readonly preempted: number;
  }[];
  readonly findings: readonly Finding[];
  /** The first of them, where `located`; what `threads` counts is all. */
  readonly faults: readonly Fault[];
}

export interface WatchedRun {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const source = (name: string) => fileURLToPath(new URL(`cpp/${name}.cpp`, import.meta.url));
const folder = fileURLToPath(new URL('../../native/build/realtime', import.meta.url));

/** Why nothing can be watched here, or undefined. */
export const noWatcher: string | undefined =
  process.platform !== 'linux' || process.arch !== 'x64'
    ? 'the watcher knows the system calls of Linux on x86-64 only'
    : spawnSync('c++', ['--version']).status !== 0
      ? 'there is no C++ compiler'
      : undefined;

const llvm = existsSync('/usr/lib')
  ? readdirSync('/usr/lib').flatMap((name) => /^llvm-(\d+)$/.exec(name)?.[1] ?? [])
  : [];
const runtimes = llvm
  .map((version) => `/usr/lib/llvm-${version}/lib/clang/${version}/lib/linux/libclang_rt.rtsan-x86_64.a`)
  .filter((path) => existsSync(path));

/** Why RealtimeSanitizer cannot be asked, or undefined. */
export const noSanitizer: string | undefined =
  noWatcher ?? (runtimes.length === 0 ? 'its runtime is not installed (Debian: libclang-rt-19-dev)' : undefined);

function command(name: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(name, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ${args.join(' ')}\n${stderr}`);
}

function link(library: string, sources: readonly string[], more: readonly string[] = []): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, library);
  const flags = [
    '-std=c++20',
    '-O2',
    '-g',
    '-fPIC',
    '-shared',
    '-Wl,-z,now',
    '-fno-builtin',
    '-fvisibility=hidden',
    '-Wall',
    '-Wextra',
    '-Werror',
  ];
  command('c++', ...flags, '-o', path, ...sources.map(source), ...more, '-ldl', '-lrt', '-lm', '-pthread');
  return path;
}

export const buildWatcher = (): string => link('watcher.so', ['watch', 'calls', 'syscalls', 'faults', 'seed']);

export function buildSanitizer(): string {
  mkdirSync(folder, { recursive: true });
  // Of its parts, the one that starts it before all libraries has no place in a library.
  const runtime = join(folder, 'runtime.a');
  copyFileSync(runtimes[0]!, runtime);
  command('ar', 'd', runtime, 'rtsan_preinit.cpp.o');
  const whole = ['-Wl,--whole-archive', runtime, '-Wl,--no-whole-archive'];
  return link('sanitizer.so', ['sanitizer', 'seed'], whole);
}

export interface Watched {
  readonly preload: string;
  readonly program: readonly string[];
  /** System calls that its audio threads may make. */
  readonly allowed?: readonly string[];
  /** Violations to commit, one after the other. */
  readonly seeds?: readonly Seed[];
  readonly env?: NodeJS.ProcessEnv;
  /** Called with each line of its output as it comes. */
  readonly onLine?: (line: string) => void;
}

let runs = 0;

/** Runs a program of Node with a library preloaded. */
export function runWatched(watched: Watched): Promise<WatchedRun & { readonly report: WatchReport | undefined }> {
  const path = join(tmpdir(), `busbar-watch-${process.pid}-${runs++}.json`);
  const child = spawn(process.execPath, watched.program, {
    env: {
      ...process.env,
      ...watched.env,
      LD_PRELOAD: watched.preload,
      BUSBAR_WATCH_REPORT: path,
      ...(watched.allowed === undefined ? {} : { BUSBAR_WATCH_SYSCALLS: watched.allowed.join(',') }),
      ...(watched.seeds === undefined ? {} : { BUSBAR_WATCH_SEED: watched.seeds.join(',') }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let line = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    const lines = (line + text).split('\n');
    line = lines.pop()!;
    for (const each of lines) watched.onLine?.(each);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => {
      const report = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as WatchReport) : undefined;
      resolve({ status, signal, stdout, stderr, report });
    });
  });
}
