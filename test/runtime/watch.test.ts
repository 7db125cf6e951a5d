// The watch over real files: every way that programs save, files that come and go, and nothing else.

import { mkdirSync, openSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type FileChange, watchFiles } from '../../runtime/watch.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Changes as they come: `next` waits for one; `none` proves that nothing was due by changing a last watched file. */
class Changes {
  readonly seen: FileChange[] = [];
  private wake: (() => void) | undefined;
  readonly watch = watchFiles((change) => {
    this.seen.push(change);
    this.wake?.();
  });

  constructor() {
    onTestFinished(() => this.watch.close());
  }

  /** Paths of the next change that was not taken yet. */
  async next(): Promise<readonly string[]> {
    while (this.seen.length === 0) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return (this.seen.shift() as FileChange).paths;
  }
}

/** Long before the files of a test. */
const LONG_AGO = 0;
const later = () => Date.now() + 60_000;

async function watching(...names: string[]) {
  const folder = temporaryFolder();
  const paths = names.map((n) => join(folder, n));
  const changes = new Changes();
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const start = () => changes.watch.update(paths, later());
  return { folder, paths, changes, write, start };
}

test('a file that is written', async () => {
  const { changes, paths, write, start } = await watching('a.yaml');
  write('a.yaml', '1');
  await start();
  write('a.yaml', '2');
  expect(await changes.next()).toEqual(paths);
});

test('a file that is replaced by a rename, twice', async () => {
  const { changes, paths, folder, write, start } = await watching('a.yaml', 'fir.wav');
  write('a.yaml', '1');
  write('fir.wav', 'x');
  await start();
  for (const text of ['2', '3']) {
    write('.a.yaml.new', text);
    renameSync(join(folder, '.a.yaml.new'), paths[0] as string);
    expect(await changes.next()).toEqual([paths[0]]);
  }
});

test('the editor that moves the old file away first', async () => {
  const { changes, paths, folder, write, start } = await watching('a.yaml', 'b.yaml');
  write('a.yaml', '1');
  write('b.yaml', '1');
  await start();
  for (const text of ['2', '3']) {
    renameSync(paths[0] as string, join(folder, 'a.yaml~'));
    write('a.yaml', text);
    expect(await changes.next()).toEqual([paths[0]]);
  }
});

test('truncated, then written in pieces: one change', async () => {
  const { changes, paths, write, start } = await watching('a.yaml', 'last.yaml');
  write('a.yaml', 'x'.repeat(1000));
  await start();
  const fd = openSync(paths[0] as string, 'w');
  for (let i = 0; i < 10; i++) writeSync(fd, 'y'.repeat(100));
  expect(await changes.next()).toEqual([paths[0]]);
  write('last.yaml', '1');
  expect(await changes.next()).toEqual([paths[1]]);
});

test('several files at once: one change that names them', async () => {
  const { changes, paths, write, start } = await watching('a.yaml', 'b.yaml', 'c.yaml');
  for (const name of ['a.yaml', 'b.yaml', 'c.yaml']) write(name, '1');
  await start();
  write('c.yaml', '2');
  write('a.yaml', '2');
  expect(await changes.next()).toEqual([paths[0], paths[2]]);
});

test('a missing file, and a missing folder, that come', async () => {
  const { changes, paths, folder, write, start } = await watching('a.yaml', 'fir.wav', 'rooms/mine/left.wav');
  write('a.yaml', '1');
  await start();
  write('fir.wav', '1');
  expect(await changes.next()).toEqual([paths[1]]);
  mkdirSync(join(folder, 'rooms/mine'), { recursive: true });
  write('rooms/mine/left.wav', '1');
  expect(await changes.next()).toEqual([paths[2]]);
});

test('a file that goes and comes back, beside others', async () => {
  const { changes, paths, write, start } = await watching('a.yaml', 'fir.wav');
  write('a.yaml', '1');
  write('fir.wav', '1');
  await start();
  rmSync(paths[1] as string);
  expect(await changes.next()).toEqual([paths[1]]);
  write('fir.wav', '2');
  expect(await changes.next()).toEqual([paths[1]]);
});

test('a file behind a link that changes, and the link itself', async () => {
  const { changes, paths, folder, write, start } = await watching('a.yaml');
  mkdirSync(join(folder, 'real'));
  write('real/one.yaml', '1');
  write('real/two.yaml', '1');
  symlinkSync(join(folder, 'real/one.yaml'), paths[0] as string);
  await start();
  write('real/.new', '2');
  renameSync(join(folder, 'real/.new'), join(folder, 'real/one.yaml'));
  expect(await changes.next()).toContain(join(folder, 'real/one.yaml'));
  symlinkSync(join(folder, 'real/two.yaml'), join(folder, 'link'));
  renameSync(join(folder, 'link'), paths[0] as string);
  expect(await changes.next()).toContain(paths[0]);
});

test('neighbours are no change of ours', async () => {
  const { changes, paths, folder, write, start } = await watching('a.yaml');
  write('a.yaml', '1');
  await start();
  write('other.yaml', '1');
  mkdirSync(join(folder, 'sub'));
  write('sub/a.yaml', '1');
  write('a.yaml', '2');
  expect(await changes.next()).toEqual(paths);
});

test('other files from now on: the old ones count no more', async () => {
  const { changes, folder, write, start } = await watching('a.yaml');
  write('a.yaml', '1');
  write('b.yaml', '1');
  await start();
  await changes.watch.update([join(folder, 'b.yaml')], later());
  write('a.yaml', '2');
  write('b.yaml', '2');
  expect(await changes.next()).toEqual([join(folder, 'b.yaml')]);
});

test('a save while the last one was being read is not lost', async () => {
  const { changes, paths, write, start } = await watching('a.yaml', 'b.yaml');
  write('a.yaml', '1');
  write('b.yaml', '1');
  utimesSync(paths[0] as string, 1, 1); // whatever an editor sets, the change itself is known
  await changes.watch.update(paths, LONG_AGO);
  expect(await changes.next()).toEqual(paths);
  await start();
});

test('the debounce is said, so that it can be left out', async () => {
  const { changes, write, start } = await watching('a.yaml');
  write('a.yaml', '1');
  await start();
  const before = performance.now();
  write('a.yaml', '2');
  await new Promise<void>((resolve) => {
    const look = () => (changes.seen.length > 0 ? resolve() : setImmediate(look));
    look();
  });
  const [change] = changes.seen;
  expect(change?.atMs).toBeGreaterThanOrEqual(before);
  expect((change?.atMs ?? 0) + (change?.debounceMs ?? 0)).toBeLessThanOrEqual(performance.now() + 1);
  expect(change?.debounceMs).toBeGreaterThan(0);
});
