// Verbs that talk to a running engine: what they print, and what they exit with.

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startControl } from '../../runtime/control/server.ts';
import { FakeSession } from '../support/fake-session.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { busbar, type Surroundings } from './run.ts';

async function engine() {
  const session = new FakeSession();
  const env = { XDG_RUNTIME_DIR: temporaryFolder() };
  const cwd = temporaryFolder();
  const server = await startControl(session, join(cwd, 'busbar.yaml'), env);
  onTestFinished(() => server.close());
  const run = (words: string, more: Surroundings = {}) => busbar(words.split(' '), { cwd, env, ...more });
  return { session, server, env, cwd, run };
}

describe('no engine', () => {
  test.each(['status', 'get', 'get voice.level.gain', 'set voice.level.gain -6dB', 'meter'])('%s', async (words) => {
    const env = { XDG_RUNTIME_DIR: temporaryFolder() };
    expect(await busbar(words.split(' '), { env, cwd: temporaryFolder() })).toEqual({
      code: 3,
      out: '',
      err: 'error: No engine is running here.\n  `busbar run` starts one.\n',
    });
  });

  test('one that died without a word, whose port somebody else may have', async () => {
    const env = { XDG_RUNTIME_DIR: temporaryFolder() };
    const folder = join(env.XDG_RUNTIME_DIR, 'busbar');
    mkdirSync(folder, { mode: 0o700 });
    const dead = (pid: number, port: number) =>
      writeFileSync(
        join(folder, `${pid}.json`),
        JSON.stringify({ formatVersion: 1, pid, port, token: 't', config: '/c' }),
        { mode: 0o600 },
      );
    dead(spawnSync(process.execPath, ['-e', '']).pid, 9);
    expect((await busbar(['status'], { env })).code).toBe(3);
    dead(process.pid, 9);
    expect((await busbar(['status'], { env })).err).toContain('No engine is running here.');
    expect((await busbar(['meter'], { env })).code).toBe(3);
  });
});

describe('set and get', () => {
  test('move a value and say what it is; units come joined or apart', async () => {
    const { session, run } = await engine();
    for (const words of ['-9 dB', '-9dB']) {
      expect(await run(`set voice.level.gain ${words}`)).toEqual({
        code: 0,
        out: 'voice.level.gain -9 dB (config: -6 dB)\n',
        err: '',
      });
    }
    expect(session.moves).toEqual(['voice.level.gain -9', 'voice.level.gain -9']);
    expect((await run('get voice.level.gain')).out).toBe('voice.level.gain -9 dB (config: -6 dB)\n');
    expect((await run('get')).out).toBe('voice.level.gain -9 dB (config: -6 dB)\nvoice.mix[main.mic].gain 0 dB\n');
    expect(JSON.parse((await run('get voice.level.gain --json')).out)).toEqual(session.values()[0]);
    expect(JSON.parse((await run('set voice.level.gain -6dB --json')).out)).toMatchObject({ number: -6, config: null });
    expect(JSON.parse((await run('get --json')).out)).toEqual({ values: session.values() });
  });

  test('say what is wrong, and move nothing', async () => {
    const { session, run } = await engine();
    expect(await run('get voice.gain')).toEqual({
      code: 1,
      out: '',
      err: 'error: There is no value voice.gain.\n  Did you mean voice.level.gain?\n',
    });
    const { code, err } = await run('set voice.level.gain 99dB');
    expect([code, err]).toEqual([1, 'error: voice.level.gain cannot be `99dB`.\n  It wants a value up to 24 dB.\n']);
    for (const words of ['set', 'set voice.level.gain', 'set a b c d', 'get a b', 'set a -x']) {
      expect((await run(words)).code, words).toBe(64);
    }
    expect(session.moves).toEqual([]);
  });
});

describe('status', () => {
  test('tells devices, load, xruns, latency, the last reload and what was moved', async () => {
    const { session, run } = await engine();
    const change = {
      target: 'voice.level.gain',
      from: '-6 dB',
      to: '-9 dB',
      kind: 'live',
      text: 'voice.level.gain -6 -> -9 dB, live',
    } as const;
    session.tell({
      event: 'reloaded',
      tier: 1,
      kind: 'live',
      changes: [change],
      ms: 12.4,
      phases: { notice: 0, compile: 8, compare: 1, load: 3 },
      warmUpMs: 0,
      gapMs: null,
    });
    session.time = 20;
    await run('set voice.level.gain -3dB');
    expect(
      (await run('status')).out,
    ).toBe(`desk  48 kHz, quantum 64 frames, x86-64-v3, running for 20.00 s (process ${process.pid})
config   busbar.yaml
devices  main  alsa hw:CARD=UMC1820,DEV=0, 48 kHz, s24_3, 3 x 64 frames, latency in 96, out 160 frames; to its master: drift -12.25 ppm, fill +0.02 frames, latency 192 frames
load     3.1 % of a period (99 % of them under 5.0 %, worst 9.2 %)
xruns    0
thread   SCHED_FIFO 60
latency  main.mic -> main.mon  304 frames, 6.33 ms
reload   1 so far, the last 7.50 s ago: live, after 12 ms: voice.level.gain -6 -> -9 dB, live
moved    voice.level.gain -3 dB (config: -6 dB)
`);
  });

  test('tells what is not as it should be', async () => {
    const { session, run } = await engine();
    session.state = 'away';
    session.stale = true;
    session.tell({ event: 'rejected', reason: 'the config does not compile', diagnostics: [] });
    const { out } = await run('status');
    expect(out).toContain('devices  main  away: unplugged\n');
    expect(out).toContain('the last save was refused, 0.00 s ago: the config does not compile; an older config plays');
    expect(JSON.parse((await run('status --json')).out)).toMatchObject({ stale: true, lastReload: null });
  });
});

describe('meter', () => {
  /** Readings until the verb has ended: it follows from when it is there, which nobody tells. */
  async function withReadings<T>(session: FakeSession, work: Promise<T>): Promise<T> {
    const timer = setInterval(() => session.meter(), 5);
    return work.finally(() => clearInterval(timer));
  }

  test('prints one reading where there is no terminal', async () => {
    const { session, run } = await engine();
    const bars = await withReadings(session, run('meter'));
    expect(bars).toEqual({
      code: 0,
      err: '',
      out: `main in 1   [####################----      ]   -12.0 dBFS peak  -20.3 dBFS rms
main out 1  [#############################-]     0.5 dBFS peak   -3.0 dBFS rms  3 clipped
main out 2  [                              ]      silence peak     silence rms
`,
    });
    const { out } = await withReadings(session, run('meter --json'));
    expect(JSON.parse(out)).toMatchObject({ event: 'meter', devices: session.levels() });
  });

  test('ends with its time, and with the engine', async () => {
    const { session, server, run } = await engine();
    const timed = await withReadings(session, run('meter --for 50ms', { terminal: true }));
    expect([timed.code, timed.err]).toEqual([0, '']);
    expect(timed.out.split('\x1b[3A').length).toBeGreaterThan(1);
    let closed: Promise<void> | undefined;
    const onOut = () => {
      closed ??= server.close();
    };
    const ended = await withReadings(session, run('meter --for 1h', { onOut }));
    expect([ended.code, ended.err]).toEqual([0, 'error: The engine has stopped.\n']);
    await closed;
  });
});

test('several engines: the one of the config here, or the one that is named', async () => {
  const first = await engine();
  const folder = join(first.env.XDG_RUNTIME_DIR, 'busbar');
  // A second engine in this process would have its number: another process, which lives, lends its own.
  const held = process.ppid;
  writeFileSync(
    join(folder, `${held}.json`),
    JSON.stringify({ formatVersion: 1, pid: held, port: 9, token: 't', config: '/elsewhere/busbar.yaml' }),
    { mode: 0o600 },
  );
  const { code, err } = await first.run('status');
  expect([code, err]).toEqual([64, expect.stringContaining(`${held} (/elsewhere/busbar.yaml)`)]);
  expect((await first.run(`status --engine ${process.pid}`)).code).toBe(0);
  expect((await first.run(`status --engine ${held}`)).code).toBe(3);
  expect((await first.run('status --engine 1')).err).toContain('There is no engine 1.');
  writeFileSync(join(first.cwd, 'busbar.yaml'), 'busbar: 1\n');
  expect((await first.run('status')).code).toBe(0);
});

describe('controls', () => {
  const text = `busbar: 1
devices: { main: { inputs: { mic: 1 }, outputs: { mon: 1 } } }
graph: { voice: { from: main.mic, do: [ { gain: { id: level, gain: -6 dB } }, { mute: { id: cut } } ], to: main.mon } }
controls:
  /level: { target: voice.level.gain, range: [-60 dB, 0 dB] }
  /on: { target: voice.cut.muted, invert: true, mode: momentary }
`;

  test('of a run have the values of now', async () => {
    const { cwd, run } = await engine();
    writeFileSync(join(cwd, 'busbar.yaml'), text);
    await run('set voice.level.gain -9dB');
    expect(await run('controls')).toEqual({
      code: 0,
      out: '/level  -9 dB  -60 dB to 0 dB  voice.level.gain\n',
      err: '',
    });
    expect((await run('controls --names')).out).toBe('/level\n');
    expect(JSON.parse((await run('controls --json')).out)).toMatchObject({ running: true, controls: [{ number: -9 }] });
  });

  test('of a config that does not run have its values', async () => {
    const cwd = temporaryFolder();
    const env = { XDG_RUNTIME_DIR: temporaryFolder() };
    expect((await busbar(['controls'], { cwd, env })).code).toBe(64);
    writeFileSync(join(cwd, 'busbar.yaml'), text);
    const { code, out } = await busbar(['controls'], { cwd, env });
    expect([code, out.split('\n')]).toEqual([
      0,
      [
        '/level  -6 dB  -60 dB to 0 dB       voice.level.gain',
        '/on     false  momentary, inverted  voice.cut.muted',
        'values as the config has them: it does not run',
        '',
      ],
    ]);
    expect(JSON.parse((await busbar(['controls', '--json'], { cwd, env })).out)).toMatchObject({
      running: false,
      controls: [
        { name: '/level', value: '-6 dB', range: ['-60 dB', '0 dB'], mode: null },
        { name: '/on', value: 'false', range: null, mode: 'momentary' },
      ],
    });
  });
});
