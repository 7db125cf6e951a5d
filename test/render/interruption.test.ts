// busbar render, ended early: by Ctrl-C, by SIGTERM, by SIGKILL, by a disk that is full. The old file stays.

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { busbarProcess, start } from '../cli/process.ts';
import { describeNative } from '../support/addon.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { readWav } from './wav-file.ts';

const tone = `busbar: 1
devices:
  box: { outputs: 1, format: f32 }
graph:
  hum: { do: [{ tone: { freq: 50 Hz, level: -20 dBFS } }], to: box.out }
`;

function studio(): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'busbar.yaml'), tone);
  writeFileSync(join(cwd, 'out.wav'), 'old');
  return cwd;
}

const parts = (cwd: string) => readdirSync(cwd).filter((f) => f.endsWith('.busbar-part'));
const endless = ['render', '--for', '10', 'h', '--out', 'box=out.wav'];

/** Resolves when a part file has grown: the engine is at work. */
async function underWay(cwd: string): Promise<void> {
  for (;;) {
    const [part] = parts(cwd);
    if (part !== undefined && statSync(join(cwd, part)).size > 4096) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describeNative('ended early', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s removes the part, keeps the old file, exits 130',
    async (signal) => {
      const cwd = studio();
      const { child, finished } = start(endless, { cwd });
      await underWay(cwd);
      child.kill(signal);
      const { code, err } = await finished;
      expect(code).toBe(130);
      expect(err).toContain('Interrupted: no output was written.');
      expect(readdirSync(cwd).sort()).toEqual(['busbar.yaml', 'out.wav']);
      expect(readFileSync(join(cwd, 'out.wav'), 'utf8')).toBe('old');
    },
  );

  test('SIGINT at other moments: never a part left, never half a file', async () => {
    const words = ['render', '--for', '20 s', '--out', 'box=out.wav'];
    const began = performance.now();
    expect((await busbarProcess(words, { cwd: studio() })).code).toBe(0);
    const whole = performance.now() - began;
    for (const share of [0.5, 0.7, 0.8, 0.9, 0.95, 1]) {
      const cwd = studio();
      const { child, finished } = start(words, { cwd });
      setTimeout(() => child.kill('SIGINT'), share * whole);
      const { code, signal } = await finished;
      expect(parts(cwd)).toEqual([]);
      // By signal alone: before the verb had begun, or when all was done and the process was on its way out.
      expect(code === 0 || code === 130 || signal === 'SIGINT').toBe(true);
      const isOld = readFileSync(join(cwd, 'out.wav'), 'utf8') === 'old';
      if (code !== null) expect(isOld).toBe(code === 130);
      if (!isOld) expect(readWav(join(cwd, 'out.wav')).header.frames).toBe(20 * 48000);
    }
  });

  test('SIGKILL keeps the old file, and the next render clears what was left', async () => {
    const cwd = studio();
    const { child, finished } = start(endless, { cwd });
    await underWay(cwd);
    child.kill('SIGKILL');
    expect((await finished).signal).toBe('SIGKILL');
    expect(readFileSync(join(cwd, 'out.wav'), 'utf8')).toBe('old');
    expect(parts(cwd)).toHaveLength(1);
    expect(await busbarProcess(['render', '--for', '1 s', '--out', 'box=out.wav'], { cwd })).toMatchObject({ code: 0 });
    expect(readdirSync(cwd).sort()).toEqual(['busbar.yaml', 'out.wav']);
    expect(readWav(join(cwd, 'out.wav')).header).toMatchObject({ frames: 48000, length: 'exact' });
  });

  test.skipIf(process.platform === 'win32')('no room for the whole file: exit 74, nothing left', async () => {
    const cwd = studio();
    const script = fileURLToPath(new URL('../../runtime/cli/main.ts', import.meta.url));
    const words = [process.execPath, '--import', import.meta.resolve('jiti/register'), script, ...endless];
    // A limit on file size (512 kB) fails as a full disk does, and needs no disk to fill.
    const child = spawn('bash', ['-c', 'ulimit -f 1000; exec "$@"', 'limited', ...words], { cwd });
    let said = '';
    child.stderr.on('data', (d: Buffer) => {
      said += d.toString();
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(said).toContain('out.wav cannot be written: the file is too large for this disk.');
    expect(code).toBe(74);
    expect(readdirSync(cwd).sort()).toEqual(['busbar.yaml', 'out.wav']);
    expect(readFileSync(join(cwd, 'out.wav'), 'utf8')).toBe('old');
  });
});
