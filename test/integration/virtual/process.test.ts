// The process of a run: signals, lengths, exit codes, the shape of its events, terminals and what is none.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import type { RunEventOf } from '../../../runtime/session/events.ts';
import { busbarProcess, start } from '../../cli/process.ts';
import { readWav } from '../../render/wav-file.ts';
import { describeLive } from '../../support/addon.ts';
import { eventNames, eventShape } from '../../support/event-shape.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { LiveRun } from './live-run.ts';

const config = (gain = '-6 dB') => `busbar: 1
name: desk
devices:
  main: { backend: virtual, inputs: { mic: 1 }, outputs: { mon: 1-2 } }
graph:
  beep: { channels: 2, do: [{ tone: { freq: 997 Hz, level: -12 dBFS } }, { gain: ${gain} }], to: main.mon }
`;
const recording = ['--out', 'main=out.wav'];

describeLive('signals', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s: fades out, the recording is whole, exit 0', async (name) => {
    const run = new LiveRun(config(), recording);
    await run.next('started');
    await run.meters(2);
    expect(await run.stop(name)).toMatchObject({ code: 0, signal: null, err: '' });
    expect(run.events.at(-1)).toMatchObject({ event: 'stopped', reason: 'signal', xruns: expect.any(Number) });
    const { header, channels } = readWav(join(run.folder, 'out.wav'));
    expect(header).toMatchObject({ length: 'exact', channels: 2, rateHz: 48000 });
    const left = channels[0] as Float64Array;
    const ends = [left.subarray(0, 8), left.subarray(-8)].map((x) => x.reduce((m, v) => Math.max(m, Math.abs(v)), 0));
    expect(ends[0]).toBeLessThan(1e-4);
    expect(ends[1]).toBeLessThan(1e-4);
    expect(left.reduce((m, v) => Math.max(m, v), 0)).toBeGreaterThan(0.1);
  });

  test('a second one ends it at once with 130, and leaves no half recording', async () => {
    const run = new LiveRun(config(), recording);
    await run.next('started');
    run.signal('SIGINT');
    run.signal('SIGTERM');
    const { code, signal } = await run.finished;
    expect([code, signal]).toEqual([130, null]);
    expect(existsSync(join(run.folder, 'out.wav'))).toBe(false);
  });

  test('a reader that leaves ends it as a signal does', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'busbar.yaml'), config());
    const { child, finished } = start(['run', '--json', ...recording], { cwd });
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await finished).toMatchObject({ code: 0, signal: null, err: '' });
    expect(readWav(join(cwd, 'out.wav')).header).toMatchObject({ length: 'exact' });
  });
});

describeLive('length and files', () => {
  test('--for ends it, the recording is about as long, and a recording appears at the end only', async () => {
    const run = new LiveRun(config(), [...recording, '--for', '400', 'ms']);
    await run.next('started');
    expect(existsSync(join(run.folder, 'out.wav'))).toBe(false);
    expect(await run.finished).toMatchObject({ code: 0 });
    expect(run.events.at(-1)).toMatchObject({ event: 'stopped', reason: 'ended' });
    const { header } = readWav(join(run.folder, 'out.wav'));
    expect(header.frames).toBeGreaterThan(0.3 * 48000);
  });

  test('--no-watch: a save is not looked at', async () => {
    const run = new LiveRun(config(), ['--no-watch']);
    await run.next('started');
    run.save(config('-12 dB'));
    await run.meters(5);
    await run.stop();
    expect(run.events.filter((e) => e.event === 'reloaded')).toEqual([]);
  });

  test('a device that a file is given for is virtual, whatever it is in the config', async () => {
    const run = new LiveRun(config().replace('backend: virtual, ', ''), [...recording, '--for', '200ms']);
    const { devices } = await run.next('started');
    expect(devices).toMatchObject([
      { name: 'main', backend: 'virtual', state: 'open', note: expect.stringContaining('file') },
    ]);
    expect(await run.finished).toMatchObject({ code: 0 });
  });

  test('--set wins over the file, over saves too', async () => {
    const text = `${config().replace('gain: -6 dB', 'gain: $level')}params: { level: -6 dB }\n`;
    const run = new LiveRun(text, ['--set', 'params.level=-20dB']);
    await run.next('started');
    run.save(text.replace('997', '998'));
    const event = await run.next('reloaded');
    expect(event.changes.map((c) => c.target)).not.toContain('beep.gain.gain');
  });
});

describeLive('what it refuses', () => {
  const inFolder = (text: string) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'busbar.yaml'), text);
    return cwd;
  };

  test('a config with mistakes: 1, with the diagnostics; under --json as an event', async () => {
    const cwd = inFolder(config().replace('tone', 'tune'));
    expect(await busbarProcess(['run'], { cwd })).toMatchObject({
      code: 1,
      err: expect.stringContaining('step/misspelt'),
    });
    const { code, out } = await busbarProcess(['run', '--json'], { cwd });
    const event = JSON.parse(out) as RunEventOf<'rejected'>;
    expect([code, event]).toMatchObject([1, { event: 'rejected', time: 0 }]);
    expect(event.diagnostics.map((d) => d.code)).toContain('step/misspelt');
  });

  test('a device that is not there: 3', async () => {
    const cwd = inFolder(config().replace('backend: virtual', 'backend: alsa, match: { id: "hw:CARD=NOWHERE,DEV=0" }'));
    const { code, err } = await busbarProcess(['run', '--for', '1s'], { cwd });
    expect([code, err]).toEqual([3, expect.stringContaining('NOWHERE')]);
  });

  test('no length, no such device, a file that is read: as any verb', async () => {
    const cwd = inFolder(config());
    expect(await busbarProcess(['run', '--for', '5'], { cwd })).toMatchObject({ code: 64 });
    expect(await busbarProcess(['run', '--out', 'maine=x.wav'], { cwd })).toMatchObject({ code: 64 });
    expect(await busbarProcess(['run', '--in', 'main=no.wav'], { cwd })).toMatchObject({ code: 1 });
    expect(readFileSync(join(cwd, 'busbar.yaml'), 'utf8')).toBe(config());
  });

  test('without the addon: 3, and what to install', async () => {
    const { code, err } = await busbarProcess(['run'], {
      cwd: inFolder(config()),
      env: { BUSBAR_ADDON: '/nowhere.node' },
    });
    expect([code, err]).toEqual([3, expect.stringContaining('not built')]);
  });
});

describeLive('events', () => {
  const ajv = new Ajv({ allErrors: true, strict: false });

  test('each has its documented shape', async () => {
    const run = new LiveRun(config());
    await run.next('started');
    run.save(config('-12 dB'));
    await run.next('reloaded');
    run.save(config('-12 Hz'));
    await run.next('rejected');
    await run.meters(1);
    await run.stop();
    const names = new Set(run.events.map((e) => e.event));
    expect([...names].sort()).toEqual(['meter', 'rejected', 'reloaded', 'started', 'stopped']);
    for (const event of run.events) {
      const isShaped = ajv.compile(eventShape(event.event));
      expect([isShaped(event), ajv.errorsText(isShaped.errors)]).toEqual([true, 'No errors']);
      expect(Object.keys(event).slice(0, 2)).toEqual(['event', 'time']);
    }
    expect(run.events.map((e) => e.time)).toEqual(run.events.map((e) => e.time).toSorted((a, b) => a - b));
  });
});

describe('documentation', () => {
  test('names every event, and no other', () => {
    const page = readFileSync(new URL('../../../runtime/session/README.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map((m) => m[1] as string);
    expect(rows.sort()).toEqual([...eventNames].sort());
  });
});

describeLive('lines for people', () => {
  test('no terminal: no escape sequence', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'busbar.yaml'), config());
    const { child, finished } = start(['run', '--for', '300ms'], { cwd, env: { FORCE_COLOR: '1' } });
    expect(child.pid).toBeGreaterThan(0);
    const { code, out, err } = await finished;
    expect([code, err, out.includes('\x1b')]).toEqual([0, '', false]);
    expect(out).toContain('audio threads');
    expect(out).toMatch(/Stopped after \d+\.\d+ s: /);
  });
});
