// Saves: what is handed to the engine, in which order, and what is said. Over a fake engine, without sound.

import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { RunnerStats } from '../../runtime/native-live.ts';
import { LiveSession } from '../support/live-session.ts';

const config = ({ threshold = '-18 dB', gain = '-6 dB', more = '', device = '' } = {}) => `busbar: 1
name: studio
devices:
  main: { backend: virtual, inputs: { mic: 1 }, outputs: { mon: 1 }${device} }
graph:
  vocal:
    from: main.mic
    do:
      - compressor: { threshold: ${threshold}, ratio: 3 }
      - gain: ${gain}
${more}    to: main.mon
`;

async function running(text = config()): Promise<LiveSession> {
  const live = new LiveSession(text);
  expect(await live.session.start()).toMatchObject({ refusal: undefined });
  await live.next('started');
  live.live.log.length = 0;
  return live;
}

test('the plan is there before the device starts, and is said with its latency', async () => {
  const s = new LiveSession(config());
  const { result } = await s.session.start();
  expect(result.diagnostics.map((d) => d.message)).toEqual([]);
  expect(s.live.log).toEqual(['change 1', 'open main virtual']);
  expect(await s.next('started')).toMatchObject({
    config: 'busbar.yaml',
    devices: [{ name: 'main', backend: 'virtual', state: 'open', rateHz: 48000, period: 64 }],
    latencies: [{ from: 'main.mic', to: 'main.mon', frames: 0, ms: 0 }],
    realtime: { granted: false, detail: 'SCHED_OTHER: a test' },
  });
});

test('a config that does not compile opens nothing', async () => {
  const s = new LiveSession(config().replace('compressor', 'compresor'));
  const { result } = await s.session.start();
  expect(result.diagnostics.map((d) => d.code)).toContain('step/misspelt');
  expect(s.live.log).toEqual([]);
});

test('a live value: one stage, told in words', async () => {
  const s = await running();
  s.save(config({ threshold: '-22 dB' }));
  const event = await s.next('reloaded');
  expect(event).toMatchObject({ tier: 1, kind: 'live', gapMs: null });
  expect(event.changes.map((c) => c.text)).toEqual(['vocal.compressor.threshold -18 -> -22 dBFS, live']);
  expect(event.ms).toBeGreaterThanOrEqual(0);
  expect(event.ms).toBeLessThan(1000);
  expect(s.live.log).toEqual(['change 1']);
});

test('another step: a transition, then the new plan', async () => {
  const s = await running();
  s.save(config({ more: '      - highpass: 80 Hz\n' }));
  const event = await s.next('reloaded');
  expect(event).toMatchObject({ tier: 2, kind: 'fade' });
  expect(event.changes.map((c) => c.text)).toEqual(['vocal.highpass added (highpass), fade']);
  expect(s.live.log).toEqual(['change 2']);
  const [transition, after] = s.live.changes.at(-1)?.stages ?? [];
  expect(after?.frames).toBe(0);
  // A cycle and a half of 80 Hz for the filter to settle; then the fade of 20 ms.
  expect(event.warmUpMs).toBeCloseTo((1000 * 1.5) / 80, 1);
  expect(transition?.frames).toBeCloseTo(48 * (event.warmUpMs + 20), 6);
  const { notice, compile, compare, load } = event.phases;
  expect(notice + compile + compare + load).toBeCloseTo(event.ms, 6);
});

test('a save that changes no sound: nothing is posted', async () => {
  const s = await running();
  s.save(`# a remark\n${config()}`);
  expect(await s.next('reloaded')).toMatchObject({ tier: 0, kind: 'none', changes: [] });
  expect(s.live.log).toEqual([]);
});

test('an invalid save: the diagnostics, and the old plan plays on', async () => {
  const s = await running();
  s.save(config({ threshold: '-22 Hz' }));
  const event = await s.next('rejected');
  expect(event.reason).toBe('the config does not compile');
  expect(event.diagnostics).toMatchObject([{ code: 'value/dimension', file: 'busbar.yaml', line: 9 }]);
  expect(s.live.log).toEqual([]);
  expect(s.session.status().stale).toBe(true);
  s.save(config());
  expect(await s.next('reloaded')).toMatchObject({ kind: 'none' });
  expect(s.session.status().stale).toBe(false);
});

test('a missing FIR: as any invalid save', async () => {
  const s = await running();
  s.save(config({ more: '      - fir: room.txt\n' }));
  expect((await s.next('rejected')).diagnostics).toMatchObject([{ code: 'file/missing' }]);
  s.files = { 'room.txt': '1\n0.5\n' };
  s.save(config({ more: '      - fir: room.txt\n' }));
  expect(await s.next('reloaded')).toMatchObject({ kind: 'fade' });
});

test('one transition at a time; of the saves meanwhile the latest wins', async () => {
  const s = await running();
  s.live.holds = true;
  s.save(config({ more: '      - highpass: 80 Hz\n' }));
  await s.next('reloaded');
  for (const hz of [81, 82, 83]) {
    s.save(config({ more: `      - highpass: ${hz} Hz\n      - gain: -1 dB\n` }));
    await s.until(() => s.compiles > 2);
  }
  // What goes on without waiting is given the turns that it takes.
  for (let turn = 0; turn < 100; turn++) await setImmediate();
  expect(s.live.log).toEqual(['change 2']);
  s.live.settle(1 + 1);
  const event = await s.next('reloaded');
  expect(event.changes.map((c) => c.text)).toContain('vocal.highpass.freq 80 -> 83 Hz, live');
  expect(s.live.log).toHaveLength(2);
  expect(s.events).toEqual([]);
});

test('an engine that refuses a plan: the old one plays on', async () => {
  const s = await running();
  s.live.refuses = 'no memory';
  s.save(config({ gain: '-7 dB' }));
  expect((await s.next('rejected')).reason).toBe('busbar failed: no memory');
  s.live.refuses = undefined;
  s.save(config({ gain: '-8 dB' }));
  expect((await s.next('reloaded')).changes.map((c) => c.text)).toEqual(['vocal.gain.gain -6 -> -8 dB, live']);
});

test('another period: faded out, changed, opened again, and the gap is told', async () => {
  const s = await running();
  s.save(config({ device: ', period: 256 frames', gain: '-7 dB' }));
  const event = await s.next('reloaded');
  expect(event).toMatchObject({ tier: 3, kind: 'reopen' });
  expect(event.changes.map((c) => c.text)).toEqual([
    'main.period 64 -> 256 frames, reopen',
    'vocal.gain.gain -6 -> -7 dB, live',
  ]);
  expect(event.gapMs).toBeGreaterThanOrEqual(0);
  expect(s.live.log).toEqual(['close main virtual', 'change 1', 'open main virtual']);
});

test('a new device opens beside the others; one that goes is closed', async () => {
  const s = await running();
  const two = config({ more: '' }).replace(
    'graph:',
    '  side: { backend: virtual, inputs: 1, outputs: 1 }\ngraph:\n  through: { from: side.in, to: side.out }',
  );
  s.save(two);
  expect(await s.next('reloaded')).toMatchObject({ kind: 'reopen', gapMs: null });
  expect(s.live.log.filter((l) => /open|close/.test(l))).toEqual(['open side virtual']);
  s.save(config());
  expect(await s.next('reloaded')).toMatchObject({ kind: 'reopen' });
  expect(s.live.playing).toEqual(['main virtual']);
});

test('where old and new do not both fit into the quantum, the change goes through silence', async () => {
  const s = await running();
  const [stats] = s.live.stats();
  s.live.stats = () => [{ ...(stats as RunnerStats), load: 0.7 }];
  await s.nextMeter();
  s.save(config({ more: '      - highpass: 80 Hz\n' }));
  expect(await s.next('reloaded')).toMatchObject({ kind: 'fade' });
  expect(s.live.log).toEqual(['change 1 silently']);
});

test('an end fades out once, and says what there was', async () => {
  const s = await running();
  await s.session.stop('signal');
  expect(s.live.log).toEqual(['stop']);
  expect(await s.next('stopped')).toMatchObject({
    reason: 'signal',
    frames: 4800,
    xruns: 2,
    load: { mean: 0.1, p99: 0.2, worst: 0.3 },
  });
});
