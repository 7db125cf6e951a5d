// `busbar run` as a process of its own, on virtual devices. In: a config, files. Out: its events as they come, saves, and
// how it ended. Invariant: nothing waits for a time, everything for an event.

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RunEvent, RunEventName, RunEventOf } from '../../../runtime/session/events.ts';
import { type Finished, start } from '../../cli/process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

export class LiveRun {
  readonly folder: string;
  /** The config's name. */
  private readonly file: string;
  readonly events: RunEvent[] = [];
  readonly finished: Promise<Finished>;
  private readonly child: ReturnType<typeof start>['child'];
  private partial = '';
  private taken = 0;
  private wakers: (() => void)[] = [];
  private ended = false;

  /** `words`: after `run --json`. */
  constructor(
    config: string,
    words: readonly string[] = [],
    folder = temporaryFolder(),
    env: NodeJS.ProcessEnv = {},
    file = 'busbar.yaml',
  ) {
    this.file = file;
    this.folder = folder;
    this.save(config);
    const { child, finished } = start(['run', '--json', ...words], { cwd: folder, env });
    this.child = child;
    this.finished = finished;
    child.stdout?.on('data', (data: Buffer) => this.read(data.toString()));
    finished.then(() => {
      this.ended = true;
      this.wake();
    });
    onTestFinished(async () => {
      child.kill('SIGKILL');
      await finished;
    });
  }

  /** As an editor that writes beside and renames. */
  save(config: string): void {
    const beside = join(this.folder, `.${this.file}.new`);
    writeFileSync(beside, config);
    renameSync(beside, join(this.folder, this.file));
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** The next event of this name, after the last one that was taken. */
  async next<Name extends RunEventName>(name: Name): Promise<RunEventOf<Name>> {
    for (;;) {
      const at = this.events.findIndex((e, i) => i >= this.taken && e.event === name);
      if (at >= 0) {
        this.taken = at + 1;
        return this.events[at] as unknown as RunEventOf<Name>;
      }
      if (this.ended) throw new Error(`it ended without ${name}: ${JSON.stringify(await this.finished)}`);
      await new Promise<void>((resolve) => this.wakers.push(resolve));
    }
  }

  /** So many readings of the meters more, a tenth of a second each. */
  async meters(count: number): Promise<void> {
    for (let i = 0; i < count; i++) await this.next('meter');
  }

  /** What was told of a device's clock so far. */
  drifts(device: string): readonly RunEventOf<'drift'>[] {
    return this.events.filter((e) => e.event === 'drift').filter((e) => e.device === device);
  }

  async stop(name: NodeJS.Signals = 'SIGTERM'): Promise<Finished> {
    this.signal(name);
    return this.finished;
  }

  text(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  private read(text: string): void {
    const lines = (this.partial + text).split('\n');
    this.partial = lines.pop() ?? '';
    this.events.push(...lines.map((line) => JSON.parse(line) as RunEvent));
    this.wake();
  }

  private wake(): void {
    for (const waker of this.wakers.splice(0)) waker();
  }
}
