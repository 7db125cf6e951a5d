// The other program on the server (probe.cpp). In: a server, how many ports. Out: what it hears of what it sends.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JackServer } from './server.ts';
import { eventually, Talker } from './talk.ts';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Compiled once per source, shared by test files that run at the same time. */
function program(): string {
  const source = here('probe.cpp');
  const hash = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `busbar-probe-${userInfo().uid}`);
  const binary = join(folder, hash);
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fresh = `${binary}.${process.pid}`;
  const built = spawnSync('c++', ['-std=c++20', '-O2', '-Wall', '-Wextra', '-Werror', source, '-o', fresh, '-ljack']);
  if (built.status !== 0) throw new Error(built.stderr.toString());
  renameSync(fresh, binary);
  return binary;
}

/** What the compiler says of our own declarations beside the real headers; empty where they agree. */
export function declarationsTrouble(): string {
  const include = `-I${here('../../../native')}`;
  const checked = spawnSync('c++', [
    '-std=c++20',
    '-fsyntax-only',
    '-Wall',
    '-Wextra',
    '-Werror',
    include,
    here('declarations.cpp'),
  ]);
  return checked.status === 0 ? '' : checked.stderr.toString();
}

export interface Heard {
  /** Frames on the way, the same for every frame; -1: nothing exact was heard yet. */
  readonly delay: number;
  /** Frames that came bit for bit after that delay, and that did not. */
  readonly good: number;
  readonly bad: number;
  readonly silent: number;
}

export interface Report {
  readonly period: number;
  readonly cycles: number;
  readonly xruns: number;
  readonly down: boolean;
  readonly channels: readonly Heard[];
  /** Latency ranges as the other programs tell them, by port. */
  readonly playback: readonly (readonly [min: number, max: number])[];
  readonly capture: readonly (readonly [min: number, max: number])[];
}

export class Probe extends Talker {
  readonly name: string;

  private constructor(server: string, name: string, outputs: number, inputs: number) {
    super(program(), [server, name, String(outputs), String(inputs)]);
    this.name = name;
  }

  /** A server that has just started, or just lost a client of this name, may refuse one. */
  static async start(server: JackServer, name: string, outputs: number, inputs: number): Promise<Probe> {
    for (let attempt = 0; ; attempt++) {
      const probe = new Probe(server.name, name, outputs, inputs);
      const first = await probe.next();
      if ('name' in first) return probe;
      if (attempt === 10) throw new Error(`no client ${name}: ${JSON.stringify(first)}`);
      await probe.end();
    }
  }

  report(): Promise<Report> {
    return this.ask<Report>('report');
  }
  /** Its report when it has heard `frames` on every input from now on. */
  async hear(frames: number): Promise<Report> {
    await this.ask('reset');
    return eventually(
      () => this.report(),
      (r) => r.channels.every((c) => c.good + c.bad >= frames),
    );
  }
  connectionsOf(port: string): Promise<readonly string[]> {
    return this.ask<string[]>('connections', port);
  }
  connected(port: string, others: readonly string[]): Promise<readonly string[]> {
    const wanted = [...others].sort().join();
    return eventually(
      () => this.connectionsOf(port),
      (names) => [...names].sort().join() === wanted,
    );
  }
}
