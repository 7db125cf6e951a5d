// A JACK server of the test's own: jackd with its dummy driver, a timer as clock. In: a period. Out: a running server.
// Invariants: its name is nobody else's; it is gone when the test is over.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { claimName, giveBack } from './claim.ts';
import { watchOver } from './talk.ts';

const has = (command: string) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const hasHeaders =
  spawnSync('c++', ['-fsyntax-only', '-x', 'c++', '-'], { input: '#include <jack/jack.h>' }).status === 0;

/** Why nothing can be tested with JACK here, or nothing. */
export const noJack: string | undefined =
  !has('jackd') || !has('jack_wait')
    ? 'jackd is not installed (Debian: jackd2)'
    : hasHeaders
      ? undefined
      : 'no C++ compiler finds jack/jack.h (Debian: g++, libjack-jackd2-dev)';

/** Never true under CI: then what is absent fails the tests. */
export const skipsJack = noJack !== undefined && process.env.CI === undefined;
if (skipsJack) console.warn(`skipped: JACK: ${noJack}`);

export interface ServerOptions {
  readonly period?: number;
  readonly rateHz?: number;
}

export class JackServer {
  readonly name: string;
  readonly period: number;
  private readonly rateHz: number;
  private child: ChildProcess | undefined;

  private constructor(name: string, { period = 256, rateHz = 48_000 }: ServerOptions) {
    this.name = name;
    this.period = period;
    this.rateHz = rateHz;
  }

  static async start(options: ServerOptions = {}): Promise<JackServer> {
    if (noJack !== undefined) throw new Error(noJack);
    const server = new JackServer(await claimName(), options);
    onTestFinished(() => server.stop());
    await server.start();
    return server;
  }

  get env(): NodeJS.ProcessEnv {
    return { JACK_DEFAULT_SERVER: this.name, JACK_NO_START_SERVER: '1' };
  }

  /** Real-time where that is granted. A server that does not come up is tried again: the one before may not be gone yet. */
  async start(): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      const child = this.launch(attempt % 2 === 0 ? ['-R', '-P', '60'] : ['-r']);
      if (await this.answers(child)) return;
      await this.end('SIGTERM');
      if (attempt === 7) throw new Error(`jackd did not start:\n${this.log}`);
    }
  }

  /** As a crash: nothing is told to anyone. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  private async stop(): Promise<void> {
    await this.end('SIGTERM');
    giveBack(this.name);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill(signal);
    await ended;
  }

  /** Neither gone nor there: a process that does not go on. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }
  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  private log = '';

  private launch(scheduling: readonly string[]): ChildProcess {
    const driver = ['-d', 'dummy', '-r', this.rateHz, '-p', this.period, '-C', 2, '-P', 2].map(String);
    const child = spawn('jackd', [...scheduling, '-p', '128', '-n', this.name, ...driver], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, JACK_NO_AUDIO_RESERVATION: '1' },
    });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (d: Buffer) => (this.log += d.toString()));
    watchOver(child);
    this.child = child;
    return child;
  }

  private async answers(child: ChildProcess): Promise<boolean> {
    const wait = spawn('jack_wait', ['-s', this.name, '-w', '-t', '5'], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    await Promise.race([once(wait, 'exit'), ended]);
    wait.kill('SIGKILL');
    return child.exitCode === null && child.signalCode === null && wait.exitCode === 0;
  }
}
