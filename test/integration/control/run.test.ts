// A run and the verbs that talk to it, each as a process of its own, on a virtual device: what is moved is heard, what
// is saved is told, and whatever ends the run, nobody is sent to an engine that is gone.

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import type { StatusReport } from '../../../runtime/control/messages.ts';
import type { RunEvent, RunEventName } from '../../../runtime/session/events.ts';
import { busbarProcess, start } from '../../cli/process.ts';
import { describeLive } from '../../support/addon.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const config = (level: string) => `busbar: 1
name: desk
devices:
  box: { backend: virtual, outputs: { mon: 1 } }
graph:
  beep: { channels: 1, do: [ { tone: { freq: 440 Hz, level: -20 dBFS } }, { gain: { id: level, gain: ${level} } } ], to: box.mon }
`;

async function running() {
  const cwd = temporaryFolder();
  const env = { XDG_RUNTIME_DIR: temporaryFolder() };
  const save = (level: string) => writeFileSync(join(cwd, 'busbar.yaml'), config(level));
  save('0 dB');
  const { child, finished } = start(['run', '--json'], { cwd, env });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const folder = join(env.XDG_RUNTIME_DIR, 'busbar');
  const said: RunEvent[] = [];
  let isOver = false;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const look of waiting) look();
  };
  const lines = createInterface({ input: child.stdout! });
  lines.on('line', (line) => {
    said.push(JSON.parse(line));
    wake();
  });
  lines.on('close', () => {
    isOver = true;
    wake();
  });
  /** The next event that fits; an error where the run ends before. */
  const next = (name: RunEventName, fits: (event: RunEvent) => boolean = () => true) =>
    new Promise<RunEvent>((resolve, reject) => {
      let from = said.length;
      const look = () => {
        const found = said.slice(from).find((event) => event.event === name && fits(event));
        from = said.length;
        if (found === undefined && !isOver) return;
        waiting.delete(look);
        if (found !== undefined) resolve(found);
        else finished.then((end) => reject(new Error(`no ${name}: the run ended with ${JSON.stringify(end)}`)));
      };
      waiting.add(look);
    });
  await next('meter', () => existsSync(folder) && readdirSync(folder).includes(`${child.pid}.json`));
  const verb = (...words: readonly string[]) => busbarProcess(words, { cwd, env });
  return { child, finished, next, save, verb, folder };
}

const peakIs = (db: number) => (event: RunEvent) => {
  const peak = event.event === 'meter' ? event.devices[0]?.outputs[0]?.peakDbfs : undefined;
  return typeof peak === 'number' && Math.abs(peak - db) < 0.1;
};

describeLive('a run that is talked to', () => {
  test('moves values, tells its state, and leaves nothing behind', async () => {
    const { child, finished, next, save, verb, folder } = await running();
    await next('meter', peakIs(-20));
    const moved = next('meter', peakIs(-29));
    const set = await verb('set', 'beep.level.gain', '-9 dB');
    expect(set).toEqual({ code: 0, signal: null, out: 'beep.level.gain -9 dB (config: 0 dB)\n', err: '' });
    await moved;

    const reloaded = next('reloaded');
    save('-3 dB');
    await reloaded;
    const status: StatusReport = JSON.parse((await verb('status', '--json')).out);
    expect(status).toMatchObject({ pid: child.pid, reloads: 1, moved: [], stale: false, xruns: expect.any(Number) });
    expect(status.lastReload?.changes[0]?.target).toBe('beep.level.gain');
    expect((await verb('get', 'beep.level.gain')).out).toBe('beep.level.gain -3 dB\n');

    const meter = await verb('meter', '--json');
    expect(JSON.parse(meter.out)).toMatchObject({ event: 'meter', devices: [{ name: 'box' }] });
    expect(readdirSync(folder)).toEqual([`${child.pid}.json`]);
    child.kill('SIGINT');
    expect((await finished).code).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that was killed is gone for the verbs, and for the next run', async () => {
    const { child, finished, verb, folder } = await running();
    child.kill('SIGKILL');
    await finished;
    expect(existsSync(join(folder, `${child.pid}.json`))).toBe(true);
    const err = 'error: No engine is running here.\n  `busbar run` starts one.\n';
    expect(await verb('set', 'beep.level.gain', '0 dB')).toEqual({ code: 3, signal: null, out: '', err });
    expect(await verb('run', '--for', '100ms')).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(folder)).toEqual([]);
  });
});
