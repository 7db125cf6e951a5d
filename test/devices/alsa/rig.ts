// The ALSA test device and the program that drives a stream over it. In: keys of the device, arguments of the program.
// Out: a running stream, its events one by one, and the raw files of what the device heard and played.
// The program is built under sanitizers; what they find goes to stderr, which must stay empty.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { buildNativeTests, noNativeTests } from '../../native/native-tests.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const built = fileURLToPath(new URL('../../../native/build/devices', import.meta.url));

const has = (command: string) => spawnSync(command, ['--version']).status === 0;

/** Why none of this can run here. */
export const noTestDevice: string | undefined =
  process.platform !== 'linux'
    ? 'ALSA is a Linux library'
    : !has('gcc')
      ? 'gcc is not installed'
      : !existsSync('/usr/include/alsa/pcm_ioplug.h')
        ? 'the headers of ALSA are not installed (Debian: libasound2-dev)'
        : noNativeTests;

/** Compiles; throws what the compiler said. */
export function compile(command: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { cwd: here, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stderr}`);
}

export interface Tools {
  readonly device: string;
  readonly driver: string;
}

/** The device itself; libasound loads it by this path. */
export function buildDevice(): string {
  mkdirSync(built, { recursive: true });
  const device = join(built, 'libbusbar_test_device.so');
  compile(
    'gcc',
    '-shared',
    '-fPIC',
    '-DPIC',
    '-O2',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-o',
    device,
    'test_device.c',
    '-lasound',
  );
  return device;
}

/** BUSBAR_NATIVE_TESTS names a folder of native test binaries that are there already. */
export function buildTools(kind?: 'sanitized' | 'threads'): Tools {
  const folder = process.env.BUSBAR_NATIVE_TESTS ?? buildNativeTests(kind);
  return { device: buildDevice(), driver: join(folder, 'busbar_alsa') };
}

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type DriverEvent = Readonly<Record<string, Value>> & { readonly event: string };

/** A device of one test: its configuration, its control files, its sound. */
export class TestDevice {
  readonly folder = temporaryFolder();
  readonly heard = join(this.folder, 'heard.raw');
  readonly played = join(this.folder, 'played.raw');
  readonly configuration = join(this.folder, 'asoundrc');

  private readonly tools: Pick<Tools, 'device'> & Partial<Tools>;

  constructor(tools: Pick<Tools, 'device'> & Partial<Tools>, keys: Readonly<Record<string, string | number>> = {}) {
    this.tools = tools;
    mkdirSync(join(this.folder, 'control'));
    const all = {
      control: join(this.folder, 'control'),
      clock: 'patient',
      read: this.heard,
      write: this.played,
      ...keys,
    };
    const text = Object.entries(all).map(([key, value]) => `  ${key} ${JSON.stringify(value)}`);
    writeFileSync(
      this.configuration,
      `pcm_type.busbar_test { lib ${JSON.stringify(tools.device)} }\npcm.dut {\n  type busbar_test\n${text.join('\n')}\n}\npcm.endless { type null }\n`,
    );
  }

  /** Puts a control file there, or takes it away. */
  control(name: string, there = true): void {
    const path = join(this.folder, 'control', name);
    if (there) writeFileSync(path, '');
    else rmSync(path);
  }

  /** What the device has played so far. */
  output(): Buffer {
    return readFileSync(this.played);
  }

  start(args: Readonly<Record<string, string | number>>, environment: NodeJS.ProcessEnv = {}): Driver {
    return new Driver(this.tools.driver ?? '', args, { ALSA_CONFIG_PATH: this.configuration, ...environment });
  }
}

/** One run of the program. */
export class Driver {
  private readonly child: ChildProcess;
  private readonly events: DriverEvent[] = [];
  /** All of them, passed over or not. */
  readonly history: DriverEvent[] = [];
  private readonly waiting: (() => void)[] = [];
  private stderr = '';
  private closed = false;

  constructor(path: string, args: Readonly<Record<string, string | number>>, environment: NodeJS.ProcessEnv) {
    const given = Object.entries({ id: 'dut', ...args }).map(([key, value]) => `${key}=${value}`);
    // libasound keeps its configuration until the process ends.
    const env = {
      ...process.env,
      LSAN_OPTIONS: `suppressions=${join(here, 'leaks.txt')}:print_suppressions=0`,
      ...environment,
    };
    const child = spawn(path, given, { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child = child;
    child.stderr.on('data', (chunk: Buffer) => {
      this.stderr += chunk;
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = JSON.parse(line) as DriverEvent;
      this.events.push(event);
      this.history.push(event);
      this.wake();
    });
    child.on('close', () => {
      this.closed = true;
      this.wake();
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  /** The next event of that name; what lies before it is passed over. */
  async next(name: string): Promise<DriverEvent> {
    for (;;) {
      const at = this.events.findIndex((e) => e.event === name);
      if (at >= 0) {
        const [found] = this.events.splice(0, at + 1).slice(-1);
        return found as DriverEvent;
      }
      if (this.closed) throw new Error(`no event ${name}: ${JSON.stringify(this.events)} ${this.stderr}`);
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  say(line: string): void {
    this.child.stdin?.write(`${line}\n`);
  }

  /** Waits until it ended by itself, and sees that it did so well. */
  async ended(): Promise<DriverEvent> {
    const end = await this.next('ended');
    while (!this.closed) await new Promise<void>((resolve) => this.waiting.push(resolve));
    expect(this.stderr).toBe('');
    expect(this.child.exitCode).toBe(0);
    expect(end).toMatchObject({ callsAfterLost: 0, backwardStamps: 0 });
    return end;
  }

  stop(): Promise<DriverEvent> {
    this.say('stop');
    return this.ended();
  }
}
