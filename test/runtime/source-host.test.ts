// Real files through the SourceHost: every failure is a value, and no file is read beyond the limit.

import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { createFileHost, STDIN } from '../../runtime/source-host.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('read', () => {
  test('relative to the working directory, or absolute', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'a.yaml'), 'busbar: 1');
    const host = createFileHost({ cwd });
    for (const path of ['a.yaml', './a.yaml', join(cwd, 'a.yaml')]) {
      const r = await host.read(path, 9);
      expect(r.ok && Buffer.from(r.bytes).toString()).toBe('busbar: 1');
    }
  });

  test('failures are values', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'folder'));
    writeFileSync(join(cwd, 'big'), 'x'.repeat(10));
    symlinkSync('loop', join(cwd, 'loop'));
    const host = createFileHost({ cwd });
    const reason = async (path: string, limit = 9) => {
      const r = await host.read(path, limit);
      return r.ok ? 'fine' : r.reason;
    };
    expect(await reason('nowhere')).toBe('missing');
    expect(await reason('big/inside')).toBe('missing');
    expect(await reason('a\0b')).toBe('missing');
    expect(await reason('folder')).toBe('directory');
    expect(await reason('big')).toBe('too-large');
    expect(await reason('big', 10)).toBe('fine');
    expect(await reason('loop')).toBe('failed');
  });

  test.skipIf(process.platform === 'win32')('an endless device stops at the limit', async () => {
    const r = await createFileHost({ cwd: '/', entry: '/dev/zero' }).read('/dev/zero', 100_000);
    expect(r).toMatchObject({ ok: false, reason: 'too-large' });
  });

  test.skipIf(process.platform === 'win32')('a pipe, whose size is not known before', async () => {
    const cwd = temporaryFolder();
    const fifo = join(cwd, 'pipe');
    execFileSync('mkfifo', [fifo]);
    const [r] = await Promise.all([
      createFileHost({ cwd, entry: 'pipe' }).read('pipe', 1_000_000),
      writeFile(fifo, 'y'.repeat(200_000)),
    ]);
    expect(r.ok && r.bytes.length).toBe(200_000);
  });

  test.skipIf(process.platform === 'win32')('no pipe or device but the entry, and none is waited for', async () => {
    const cwd = temporaryFolder();
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    const host = createFileHost({ cwd, entry: 'busbar.yaml' });
    for (const path of ['pipe', '/dev/zero', '/dev/null']) {
      const detail = 'it is a pipe or a device, not a file';
      expect(await host.read(path, 100)).toEqual({ ok: false, reason: 'failed', detail });
    }
  });

  test.skipIf(process.platform === 'win32')(
    'an include, an impulse response and an import that are pipes',
    async () => {
      const cwd = temporaryFolder();
      execFileSync('mkfifo', [join(cwd, 'pipe.yaml'), join(cwd, 'pipe.wav')]);
      const body =
        'busbar: 1\ndevices: { box: { inputs: 1, outputs: 1 } }\ngraph: { v: { from: box.in, do: [STEPS], to: box.out } }\n';
      const codes = async (text: string) => {
        writeFileSync(join(cwd, 'busbar.yaml'), text);
        const { diagnostics } = await compile({
          entry: 'busbar.yaml',
          host: createFileHost({ cwd, entry: 'busbar.yaml' }),
        });
        return diagnostics.filter((d) => d.severity === 'error').map((d) => d.code);
      };
      expect(await codes(`include: pipe.yaml\n${body.replace('STEPS', '')}`)).toEqual(['include/unreadable']);
      expect(await codes(body.replace('STEPS', '{ fir: pipe.wav }'))).toEqual(['file/unreadable']);
    },
  );

  test('standard input', async () => {
    const host = createFileHost({ cwd: '/', stdin: new Uint8Array(5) });
    expect(await host.read(STDIN, 5)).toMatchObject({ ok: true });
    expect(await host.read(STDIN, 4)).toMatchObject({ ok: false, reason: 'too-large' });
    expect(host.resolve(STDIN, 'fir.wav')).toBe('fir.wav');
  });
});

test('paths start at the folder of the file that names them', () => {
  const host = createFileHost({ cwd: '/srv/me' });
  expect(host.resolve('busbar.yaml', 'fir/a.wav')).toBe('fir/a.wav');
  expect(host.resolve('../studio/busbar.yaml', 'fir/../a.wav')).toBe('../studio/a.wav');
  expect(host.resolve('busbar.yaml', '/opt/a.wav')).toBe('/opt/a.wav');
});

test('outside is what is not below the folder of the config', () => {
  const host = createFileHost({ cwd: '/srv/me' });
  expect(host.isOutside('studio/busbar.yaml', 'studio/fir/a.wav')).toBe(false);
  expect(host.isOutside('studio/busbar.yaml', 'studio/..a.wav')).toBe(false);
  expect(host.isOutside('studio/busbar.yaml', 'a.wav')).toBe(true);
  expect(host.isOutside('../busbar.yaml', 'a.wav')).toBe(false);
  expect(host.isOutside('busbar.yaml', '/srv/me/a.wav')).toBe(false);
  expect(host.isOutside('busbar.yaml', '/opt/a.wav')).toBe(true);
});
