// A program that answers lines with lines of JSON. In: a command. Out: its answers, its events, its end.
// Invariant: it is gone when the test is over, whatever became of the test.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

type Json = Readonly<Record<string, unknown>>;

/** How long anything may take on a busy machine before the test is called off. */
const PATIENCE_MS = 30_000;

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Remembers a process that must not outlive this one. */
export function watchOver(child: ChildProcess): void {
  running.add(child);
  child.once('exit', () => running.delete(child));
}

export interface TalkerOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** How long it may say nothing. */
  readonly patienceMs?: number;
}

export class Talker {
  readonly child: ChildProcess;
  readonly said: Json[] = [];
  errors = '';
  private readonly ended: Promise<unknown>;
  private wakers: (() => void)[] = [];
  private answered = 0;
  private readonly patienceMs: number;

  constructor(command: string, args: readonly string[], options: TalkerOptions = {}) {
    this.patienceMs = options.patienceMs ?? PATIENCE_MS;
    this.child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      cwd: options.cwd,
      env: { ...process.env, JACK_NO_START_SERVER: '1', ...options.env },
    });
    watchOver(this.child);
    this.ended = once(this.child, 'close');
    this.child.stderr?.on('data', (d: Buffer) => {
      this.errors += d.toString();
    });
    this.child.stdin?.on('error', () => {}); // it may be gone already
    createInterface({ input: this.child.stdout! }).on('line', (line) => {
      this.said.push(JSON.parse(line) as Json);
      this.wake();
    });
    this.child.once('close', () => this.wake());
    onTestFinished(async () => {
      this.child.kill('SIGKILL');
      await this.ended;
    });
  }

  /** The next thing it says that fits and was not told before. */
  async next<T extends object = Json>(fits: (said: Json) => boolean = () => true): Promise<T> {
    const end = Date.now() + this.patienceMs;
    for (;;) {
      const at = this.said.findIndex((s, i) => i >= this.answered && fits(s));
      if (at >= 0) {
        this.answered = at + 1;
        return this.said[at] as T;
      }
      const { exitCode, signalCode } = this.child;
      const about = () => `${this.child.spawnargs.join(' ')}: ${JSON.stringify(this.said.slice(-5))} ${this.errors}`;
      if (exitCode !== null || signalCode !== null)
        throw new Error(`ended (${exitCode ?? signalCode}) before it: ${about()}`);
      if (Date.now() > end) throw new Error(`nothing came in time: ${about()}`);
      await this.news(end - Date.now());
    }
  }

  ask<T extends object = Json>(...words: readonly (string | number)[]): Promise<T> {
    const answer = this.next<T>();
    this.tell(...words);
    return answer;
  }

  tell(...words: readonly (string | number)[]): void {
    this.child.stdin?.write(`${words.join('\t')}\n`);
  }

  /** Closes its stdin and waits. */
  async end(): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    this.child.stdin?.end();
    await this.ended;
    return { code: this.child.exitCode, signal: this.child.signalCode };
  }

  async kill(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    this.child.kill(signal);
    return this.end();
  }

  private wake(): void {
    for (const wake of this.wakers.splice(0)) wake();
  }
  private news(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wakers.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

/** Until `see` gives what `fits`: for what another program does in its own time. */
export async function eventually<T>(see: () => Promise<T>, fits: (seen: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await see();
    if (fits(seen)) return seen;
    if (Date.now() > end) throw new Error(`did not come about in half a minute: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
