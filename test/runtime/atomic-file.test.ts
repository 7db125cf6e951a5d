// Whole files or none: what stands in a folder after each way in which writing can end.

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openPartFile, writeError, writeWhole } from '../../runtime/atomic-file.ts';
import { EngineError } from '../../runtime/engine-error.ts';
import { permissionsDoNotBind, temporaryFolder } from '../support/temporary-folder.ts';

const bytes = (s: string) => new TextEncoder().encode(s);

describe('a finished file', () => {
  test('replaces the old one and keeps its mode', async () => {
    const path = join(temporaryFolder(), 'a.wav');
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    await writeWhole(path, 'a.wav', bytes('new'));
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  test('leaves nothing beside it', async () => {
    const folder = temporaryFolder();
    await writeWhole(join(folder, 'a.wav'), 'a.wav', bytes('new'));
    expect(readdirSync(folder)).toEqual(['a.wav']);
  });

  test('is written where a symbolic link points, also when nothing is there yet', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'far'));
    symlinkSync('far/a.wav', join(folder, 'link.wav'));
    for (const text of ['first', 'second']) {
      await writeWhole(join(folder, 'link.wav'), 'link.wav', bytes(text));
      expect(readFileSync(join(folder, 'far/a.wav'), 'utf8')).toBe(text);
      expect(readlinkSync(join(folder, 'link.wav'))).toBe('far/a.wav');
    }
  });
});

test('a discarded file leaves the old one and nothing beside it', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.wav'), 'old');
  const part = openPartFile(join(folder, 'a.wav'), 'a.wav');
  writeFileSync(part.fd, 'half');
  expect(readdirSync(folder).sort()).toEqual([`.a.wav.${process.pid}.busbar-part`, 'a.wav']);
  part.discard();
  part.discard();
  expect(readdirSync(folder)).toEqual(['a.wav']);
  expect(readFileSync(join(folder, 'a.wav'), 'utf8')).toBe('old');
});

test('part files of processes that are gone are cleared, those of living ones and of other files stay', async () => {
  const folder = temporaryFolder();
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const left = [`.a.wav.${process.ppid}.busbar-part`, `.b.wav.${gone}.busbar-part`, '.a.wav.notes.busbar-part'];
  for (const name of [...left, `.a.wav.${gone}.busbar-part`, `.a.wav.${process.pid}.busbar-part`]) {
    writeFileSync(join(folder, name), '');
  }
  await writeWhole(join(folder, 'a.wav'), 'a.wav', bytes('new'));
  expect(readdirSync(folder).sort()).toEqual([...left, 'a.wav'].sort());
});

describe('what cannot be written is told in the user’s words', () => {
  const refusal = (path: string): string => {
    try {
      openPartFile(path, 'out.wav').discard();
      return 'fine';
    } catch (e) {
      return e instanceof EngineError ? `${e.kind}: ${e.message}` : String(e);
    }
  };

  test('a folder, a missing folder, a device', () => {
    const folder = temporaryFolder();
    expect(refusal(folder)).toBe('output: out.wav is a folder.');
    expect(refusal(join(folder, 'no/a.wav'))).toMatch(/^output: out.wav cannot be written: there is no folder/);
    writeFileSync(join(folder, 'file'), '');
    expect(refusal(join(folder, 'file/a.wav'))).toMatch(/^output: out.wav cannot be written: there is no folder/);
    if (existsSync('/dev/null')) expect(refusal('/dev/null')).toBe('output: out.wav is not a regular file.');
  });

  test('a circle of links', () => {
    const folder = temporaryFolder();
    symlinkSync('b.wav', join(folder, 'a.wav'));
    symlinkSync('a.wav', join(folder, 'b.wav'));
    expect(refusal(join(folder, 'a.wav'))).toBe('output: out.wav is a circle of symbolic links.');
  });

  test('a folder without permission', (context) => {
    if (permissionsDoNotBind) context.skip(permissionsDoNotBind);
    const folder = temporaryFolder();
    chmodSync(folder, 0o500);
    expect(refusal(join(folder, 'a.wav'))).toMatch(/no permission/);
    chmodSync(folder, 0o700);
  });

  test('a full disk', () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    expect(writeError(full, 'out.wav')).toMatchObject({
      kind: 'output',
      message: 'out.wav cannot be written: the disk is full.',
    });
  });
});
