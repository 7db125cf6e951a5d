// A config that is a program, run in a process of its own. In: its path, limits. Out: an Evaluation with paths as the
// process names them (absolute), and what it printed. Invariants: ends within the time limit whatever the config does, and
// nothing that it began is left: the whole process group is killed. It may read files and compute; Node's permission
// model refuses it processes, threads, native code and writing, held.ts signals and sockets.

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { Evaluation, ProgramProblem } from '../../compiler/ir/program.ts';
import { isSource, packageRoot } from '../package-root.ts';
import { LIFE_FD, MAX_REPLY, READY, REPLY_FD, readReply } from './reply.ts';

export interface Limits {
  /**
   * From when the process is ready to run the config, without what it waited for a processor where the system tells that: how
   * busy the machine is with others does not count.
   */
  readonly seconds: number;
  /** Of the heap; the whole process may have twice that, where the system tells its size. */
  readonly megabytes: number;
  /** Bytes that it may print. */
  readonly output: number;
}

/** Refused within five seconds where there is a processor for it, with what it takes to start and to end. */
export const usualLimits: Limits = { seconds: 3.5, megabytes: 512, output: 2 ** 20 };

export interface Evaluated {
  readonly evaluation: Evaluation;
  /** What the config printed, as text that cannot move a cursor. */
  readonly printed: string;
}

/** For starting the process, and for running it beside others: only a machine in trouble takes this long. */
const MOST_WALL_SECONDS = 60;
/** Of processor time, should this process be killed and nobody left to end the other. */
const MOST_CPU_SECONDS = 10;
/** Characters of what was printed. */
const MOST_SHOWN = 2 ** 16;
const WATCH_MS = 50;
/** What was printed before the end is still on its way. */
const DRAIN_MS = 250;

export function evaluate(entry: string, cwd: string, limits: Limits = usualLimits): Promise<Evaluated> {
  return new Promise((done) => {
    const child = start(entry, cwd, limits);
    const part = endTogether(child);
    let reply = '';
    let problem: ProgramProblem | undefined;
    const end = (why?: ProgramProblem) => {
      problem ??= why;
      killGroup(child);
    };
    const printed = collect([child.stdout, child.stderr], limits.output, () =>
      end({ kind: 'output', limit: `${limits.output / 2 ** 20} MB` }),
    );
    const channel = child.stdio[REPLY_FD] as Readable;
    channel.setEncoding('utf8');
    const tooLong = () => end({ kind: 'time', limit: `${limits.seconds} s` });
    let timer = setTimeout(() => end({ kind: 'ended', how: 'it did not start' }), MOST_WALL_SECONDS * 1000);
    let seconds = () => 0;
    channel.once('data', () => {
      clearTimeout(timer);
      timer = setTimeout(tooLong, Math.max(limits.seconds, MOST_WALL_SECONDS) * 1000);
      seconds = ownSeconds(child);
    });
    channel.on('data', (block: string) => {
      reply += block;
      if (reply.length > READY.length && reply.endsWith('\n')) end();
      else if (reply.length > MAX_REPLY) end({ kind: 'size', limit: `${MAX_REPLY / 2 ** 20} MB` });
    });
    child.stdio[LIFE_FD]?.on('error', () => {}); // it is gone first
    channel.on('error', () => {}); // ended: what came is judged below
    const watch = setInterval(() => {
      if (residentMegabytes(child) > 2 * limits.megabytes) end(outOfMemory(limits));
      if (seconds() > limits.seconds) tooLong();
    }, WATCH_MS);
    const finish = once(() => {
      const text = printed();
      const evaluation = judge(entry, reply, problem ?? fatal(child, text, limits));
      done({ evaluation, printed: problem?.kind === 'output' || isFatal(text) ? '' : plainText(text) });
    });
    child.on('error', finish);
    child.on('exit', () => {
      clearTimeout(timer);
      clearInterval(watch);
      part();
      killGroup(child);
      setTimeout(finish, DRAIN_MS).unref();
    });
    child.on('close', finish);
  });
}

function start(entry: string, cwd: string, { megabytes }: Limits): ChildProcess {
  const words = [
    '--no-warnings',
    `--max-old-space-size=${megabytes}`,
    process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission',
    '--allow-fs-read=*',
    ...program(),
    entry,
  ];
  const options = { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'] } as const;
  if (process.platform === 'win32') return spawn(process.execPath, words, { ...options, stdio: [...options.stdio] });
  const limited = `ulimit -c 0; ulimit -t ${MOST_CPU_SECONDS}; exec "$0" "$@"`;
  return spawn('/bin/sh', ['-c', limited, process.execPath, ...words], { ...options, stdio: [...options.stdio] });
}

/** What Node runs: child.js, or its source, which has to be translated first. */
function program(): readonly string[] {
  if (!isSource) return [join(packageRoot(), 'dist/runtime/program/child.js')];
  const translate = `import { createJiti } from ${JSON.stringify(import.meta.resolve('jiti'))};
    await createJiti(${JSON.stringify(import.meta.url)}, { fsCache: false }).import('./child.ts');`;
  return ['--input-type=module', '--eval', translate, '--'];
}

/** The process and what it began; again after its end, for what outlived it. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {} // all gone
}

/** Whatever ends this process ends the other; for signals that somebody else hears, that is theirs to decide. */
function endTogether(child: ChildProcess): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const onExit = () => killGroup(child);
  const onSignal = (signal: NodeJS.Signals) => {
    killGroup(child);
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  process.once('exit', onExit);
  for (const signal of signals) process.once(signal, onSignal);
  return () => {
    process.off('exit', onExit);
    for (const signal of signals) process.off(signal, onSignal);
  };
}

/** Reads the streams to their end; what is above the limit is not kept, and told once. */
function collect(streams: readonly (Readable | null)[], limit: number, tooMuch: () => void): () => string {
  const blocks: Buffer[] = [];
  let length = 0;
  for (const stream of streams) {
    stream?.on('data', (block: Buffer) => {
      length += block.length;
      if (length > limit) tooMuch();
      else blocks.push(block);
    });
  }
  return () => Buffer.concat(blocks).toString('utf8');
}

/** 0 where the system does not say. */
function residentMegabytes({ pid }: ChildProcess): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** What the process has had of the time from now on: the time that passed, less what it stood in line for a processor. */
function ownSeconds(child: ChildProcess): () => number {
  const since = performance.now();
  const before = queuedMilliseconds(child);
  return () => (performance.now() - since - (queuedMilliseconds(child) - before)) / 1000;
}

/** Of the thread that runs the config, so far; 0 where the system does not say. */
function queuedMilliseconds({ pid }: ChildProcess): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}

const outOfMemory = ({ megabytes }: Limits): ProgramProblem => ({ kind: 'memory', limit: `${megabytes} MB` });

/** What the engine of JavaScript prints when it gives up. */
const isFatal = (printed: string): boolean => /^FATAL ERROR: .*(heap|memory)/m.test(printed);

/** Why a process is gone that said nothing. */
function fatal(child: ChildProcess, printed: string, limits: Limits): ProgramProblem {
  if (isFatal(printed)) return outOfMemory(limits);
  const { exitCode, signalCode } = child;
  return { kind: 'ended', how: signalCode === null ? `exit code ${exitCode ?? 'unknown'}` : `signal ${signalCode}` };
}

function judge(entry: string, reply: string, problem: ProgramProblem): Evaluation {
  const [, line = ''] = reply.split('\n', 2);
  const evaluation = readReply(line);
  return evaluation ?? { ok: false, files: [entry], missing: [], problem };
}

/** Without what could colour or move. */
const plainText = (text: string): string =>
  stripVTControlCharacters(text.slice(0, MOST_SHOWN)).replaceAll(/(?![\t\n])\p{Cc}/gu, '');

function once(run: () => void): () => void {
  let ran = false;
  return () => {
    if (!ran) run();
    ran = true;
  };
}
