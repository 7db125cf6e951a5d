// Devices that are not there, go, and come back; values that move. Over a fake engine, without sound.

import { expect, test, vi } from 'vitest';
import { card, LiveSession } from '../support/live-session.ts';

// Nothing here waits for a clock: what has not come by then does not come.
vi.setConfig({ testTimeout: 20_000 });

const config = ({ main = '', gain = '-6 dB' } = {}) => `busbar: 1
devices:
  main: { backend: alsa, match: { id: 'hw:CARD=MAIN,DEV=0' }, inputs: 1, outputs: 1${main} }
  side: { backend: alsa, match: { id: 'hw:CARD=SIDE,DEV=0' }, inputs: 1, outputs: 1, missing: wait }
graph:
  one: { from: main.in, do: [{ gain: ${gain} }], to: main.out }
  two: { from: side.in, to: side.out }
`;
const MAIN = 'hw:CARD=MAIN,DEV=0';
const SIDE = 'hw:CARD=SIDE,DEV=0';
const both = [card('MAIN'), card('SIDE')];

async function running(text = config(), cards = both): Promise<LiveSession> {
  const s = new LiveSession(text, cards);
  const { refusal, result } = await s.session.start();
  expect([refusal, result.diagnostics.filter((d) => d.severity === 'error')]).toEqual([undefined, []]);
  await s.next('started');
  s.live.log.length = 0;
  return s;
}

const states = (s: LiveSession) => s.session.status().devices.map((d) => `${d.name} ${d.state}`);

test('a device that goes is replaced by a clock; when it is back it is opened again, the other untouched', async () => {
  const s = await running();
  s.cards = [card('SIDE')];
  s.live.unplug(MAIN);
  expect(await s.next('device')).toMatchObject({ name: 'main', state: 'lost', fault: 'gone', why: 'it was unplugged' });
  expect(states(s)).toEqual(['main stand-in', 'side open']);
  expect(s.live.log).toEqual(['open main virtual', `close ${MAIN}`]);
  s.live.plug(MAIN);
  s.cards = both;
  s.session.plugged();
  expect(await s.next('device')).toMatchObject({ name: 'main', state: 'back' });
  expect(states(s)).toEqual(['main open', 'side open']);
  expect(s.live.log.filter((l) => l.includes('SIDE'))).toEqual([]);
});

test('it is looked for again without a notice too, and not opened before it is listed', async () => {
  const s = await running();
  s.cards = [card('SIDE')];
  s.live.unplug(MAIN);
  await s.next('device');
  s.live.plug(MAIN);
  s.live.log.length = 0;
  let looks = 0;
  const cards = s.cards;
  Object.defineProperty(s, 'cards', { get: () => (++looks > 2 ? both : cards) });
  expect(await s.next('device')).toMatchObject({ state: 'back' });
  expect(s.live.log).toEqual([`open ${MAIN}`, 'close main virtual']);
});

test('a device that is listed but does not open yet: the stand-in goes on', async () => {
  const s = await running();
  s.live.unplug(MAIN);
  await s.next('device');
  await s.until(() => s.live.log.includes(`open ${MAIN} missing`));
  s.live.plug(MAIN);
  expect(await s.next('device')).toMatchObject({ state: 'back' });
  expect(s.live.playing).toEqual([`${MAIN} alsa`, `${SIDE} alsa`]);
});

test('a save while a device is lost: taken, and it comes back into the new plan', async () => {
  const s = await running();
  s.cards = [card('SIDE')];
  s.live.unplug(MAIN);
  await s.next('device');
  s.save(config({ gain: '-9 dB' }));
  expect(await s.next('reloaded')).toMatchObject({ kind: 'live' });
  s.live.plug(MAIN);
  s.cards = both;
  expect(await s.next('device')).toMatchObject({ state: 'back' });
});

test('a save that needs a device plugged in since the start: it is found; one that is not there changes nothing', async () => {
  const s = await running();
  const third = (name: string) =>
    config().replace('graph:', `  third: { backend: alsa, match: { id: 'hw:CARD=${name},DEV=0' }, inputs: 1 }\ngraph:`);
  s.cards = [...both, card('THIRD')];
  s.save(third('NOWHERE'));
  expect((await s.next('rejected')).diagnostics.map((d) => d.code)).toContain('device/not-found');
  s.save(third('THIRD'));
  expect(await s.next('reloaded')).toMatchObject({ kind: 'reopen' });
  expect(states(s)).toContain('third open');
  expect(s.live.log.filter((l) => /close|MAIN|SIDE/.test(l))).toEqual([]);
});

test('missing: fail: it does not start, says why, and leaves nothing open', async () => {
  const s = new LiveSession(config(), [card('SIDE')]);
  const { result } = await s.session.start();
  expect(result.diagnostics.map((d) => d.code)).toContain('device/not-found');
  expect(s.live.playing).toEqual([]);
});

test('missing: silence: it starts, and takes the device in when it comes', async () => {
  const s = await running(config().replace('missing: wait', 'missing: silence'), [card('MAIN')]);
  expect(states(s)).toEqual(['main open', 'side stand-in']);
  s.cards = both;
  s.session.plugged();
  expect(await s.next('device')).toMatchObject({ name: 'side', state: 'back' });
  const event = await s.next('reloaded');
  expect(event).toMatchObject({ tier: 3, kind: 'reopen' });
  expect(states(s)).toEqual(['main open', 'side open']);
  expect(s.live.log.filter((l) => l.includes('MAIN'))).toEqual([]);
});

test('missing: wait: it says what it waits for, opens nothing, and starts when that is there', async () => {
  const s = new LiveSession(config(), [card('MAIN')]);
  const starting = s.session.start();
  expect(await s.next('waiting')).toMatchObject({ devices: ['side'] });
  expect(s.live.log).toEqual([]);
  s.cards = both;
  s.session.plugged();
  expect(await starting).toMatchObject({ refusal: undefined });
  expect(await s.next('started')).toMatchObject({ devices: [{ name: 'main' }, { name: 'side' }] });
  expect(states(s)).toEqual(['main open', 'side open']);
});

test('while it waits: a save that does not compile is told once, one that waits for nothing starts it', async () => {
  const s = new LiveSession(config(), [card('MAIN')]);
  const starting = s.session.start();
  await s.next('waiting');
  s.text = config().replace('gain:', 'gian:');
  const compiles = s.compiles;
  expect(await s.next('rejected')).toMatchObject({ reason: 'the config does not compile' });
  s.session.plugged();
  await s.until(() => s.compiles >= compiles + 2);
  s.text = config().replace('missing: wait', 'missing: silence');
  s.session.plugged();
  await starting;
  await s.next('started');
  expect(states(s)).toEqual(['main open', 'side stand-in']);
  expect(s.events.map((e) => e.event)).toEqual([]);
});

test('while it waits it can be stopped', async () => {
  const s = new LiveSession(config(), [card('MAIN')]);
  const starting = s.session.start();
  await s.next('waiting');
  await s.session.stop('signal');
  await starting;
  expect(await s.next('stopped')).toMatchObject({ frames: 0, reason: 'signal' });
  expect(s.live.log).toEqual(['stop']);
});

test('a device that is there and cannot be opened: its fault and what to do', async () => {
  const s = new LiveSession(config(), both);
  s.live.faults.set(MAIN, 'busy');
  const { refusal } = await s.session.start();
  expect(refusal?.of).toBe('devices');
  expect(refusal?.problems).toEqual([
    {
      message: `Device main cannot be opened: ${MAIN} is busy.`,
      help: 'Another program holds it: stop that program, or reach the device through JACK or PipeWire.',
    },
  ]);
  expect(s.live.playing).toEqual([]);
});

test('the same under missing: silence: it plays on without, and tries again', async () => {
  const s = new LiveSession(config({ main: ', missing: silence' }), both);
  s.live.faults.set(MAIN, 'busy');
  expect((await s.session.start()).refusal).toBeUndefined();
  expect(states(s)).toEqual(['main stand-in', 'side open']);
  expect(s.session.status().devices[0]).toMatchObject({ note: `${MAIN} is busy`, backend: 'virtual' });
  s.live.plug(MAIN);
  expect(await s.next('device')).toMatchObject({ name: 'main', state: 'back' });
});

test('no sound hardware: the default device is virtual and says so', async () => {
  const text = `busbar: 1
devices:
  desk: { match: { default: output }, outputs: 2 }
graph:
  beep: { channels: 2, do: [{ tone: 440 Hz }], to: desk.out }
`;
  const s = await running(text, []);
  expect(s.session.status().devices).toMatchObject([
    { name: 'desk', state: 'stand-in', backend: 'virtual', note: 'there is no sound hardware: a virtual device plays' },
  ]);
});

test('a member that does not drive: nothing needs to keep its place', async () => {
  const text = config()
    .replace('graph:', 'aggregates:\n  all: { clock: main, members: [main, side] }\ngraph:')
    .replace('from: side.in', 'from: main.in');
  const s = await running(text);
  s.cards = [card('MAIN')];
  s.live.unplug(SIDE);
  expect(await s.next('device')).toMatchObject({ name: 'side', state: 'lost' });
  expect(states(s)).toEqual(['main open', 'side away']);
  expect(s.live.log).toEqual([`close ${SIDE}`]);
});

test('set: moves a live value, keeps it over saves, until the file changes that very value', async () => {
  const s = await running();
  expect(s.session.set('one.gain.gain', '-12 dB')).toMatchObject({
    ok: true,
    value: { value: '-12 dB', number: -12, config: '-6 dB' },
  });
  expect(await s.next('set')).toMatchObject({ target: 'one.gain.gain', value: '-12 dB' });
  expect(s.live.log).toEqual([expect.stringMatching(/^set \d+ -12( |$)/)]);
  s.save(config({ main: ', ceiling: -1 dBFS' }));
  expect(await s.next('reloaded')).toMatchObject({ kind: 'fade' });
  expect(s.session.get('one.gain.gain')).toMatchObject({ value: { number: -12, config: '-6 dB' } });
  expect(s.session.status().moved).toMatchObject([{ target: 'one.gain.gain', value: '-12 dB', config: '-6 dB' }]);
  s.save(config({ main: ', ceiling: -1 dBFS', gain: '-7 dB' }));
  const event = await s.next('reloaded');
  expect(event.changes.map((c) => c.text)).toEqual(['one.gain.gain -12 -> -7 dB, live']);
  expect(s.session.status().moved).toEqual([]);
});

test('what was set goes along with a node that gets another name, and no bit of the sound changes', async () => {
  const s = await running();
  s.session.set('one.gain.gain', '-12 dB');
  await s.next('set');
  s.save(config().replace('one:', 'first:'));
  expect(await s.next('reloaded')).toMatchObject({ kind: 'none', changes: [{ text: 'one.name one -> first, none' }] });
  expect(s.session.get('first.gain.gain')).toMatchObject({ value: { number: -12, config: '-6 dB' } });
  expect(s.session.status().moved).toMatchObject([{ target: 'first.gain.gain', value: '-12 dB', config: '-6 dB' }]);
});

test('set while a change is made ready is not lost', async () => {
  const s = await running();
  s.live.whilePreparing = () => {
    s.session.set('one.gain.gain', '-12 dB');
  };
  s.save(config({ main: ', ceiling: -1 dBFS' }));
  await s.next('reloaded');
  expect(s.live.log.map((l) => l.split(' ')[0])).toEqual(['change', 'set']);
  expect(s.session.get('one.gain.gain')).toMatchObject({ value: { number: -12 } });
});

test('set refuses what is no target, no number, or out of range, with a hint', async () => {
  const s = await running();
  const refusal = (target: string, text: string) => {
    const answer = s.session.set(target, text);
    return answer.ok ? '' : `${answer.problem.message} ${answer.problem.help}`;
  };
  expect(refusal('one.gain.gian', '-6 dB')).toContain('Did you mean one.gain.gain?');
  expect(refusal('nothing', '-6 dB')).toContain('node.step.param');
  expect(refusal('one.gain.gain', '-6 Hz')).toContain('a gain in dB');
  expect(refusal('one.gain.gain', '900 dB')).toContain('from -120 dB to');
  expect(s.live.log).toEqual([]);
});

test('levels, xruns and samples that are no numbers are told by name', async () => {
  const s = await running();
  await s.nextMeter();
  expect(s.session.levels()).toMatchObject([
    { name: 'main', inputs: [{ peakDbfs: expect.closeTo(-6.02, 1), rmsDbfs: null }], outputs: [{ peakDbfs: 0 }] },
    { name: 'side' },
  ]);
  s.live.say({ kind: 'xrun', timeMs: 0, stream: 0, side: 'playback', frames: 64 });
  s.live.say({ kind: 'not-finite', timeMs: 0, runner: 0, part: 1 });
  expect(await s.next('xrun')).toMatchObject({ device: 'main', kind: 'playback', frames: 64 });
  expect(await s.next('not-finite')).toMatchObject({ node: 'one', step: 'gain' });
});

test('a thread without real-time priority: rtkit is asked, and what is told is what was granted in the end', async () => {
  const s = new LiveSession(config(), both);
  s.live.thread = 77;
  s.live.granted = 'SCHED_RR 20';
  await s.session.start();
  expect(s.promoted).toBe(2);
  expect(await s.next('started')).toMatchObject({ realtime: { granted: true, detail: 'SCHED_RR 20' } });
});

test('what is told of a stream while it is being opened has its name', async () => {
  const s = await running();
  s.cards = [card('SIDE')];
  s.live.thread = 77;
  // Whoever is asked for priority takes long: the stand-in plays meanwhile.
  s.whilePromoting = async () => {
    s.live.say({ kind: 'handed-over', timeMs: 0, stream: 2, gapMs: 3 });
    s.live.say({ kind: 'xrun', timeMs: 0, stream: 2, side: 'both', frames: 64 });
    await s.nextMeter();
  };
  s.live.unplug(MAIN);
  expect(await s.next('handover')).toMatchObject({ device: 'main', to: 'clock', gapMs: 3 });
  expect(await s.next('xrun')).toMatchObject({ device: 'main', kind: 'both' });
});

const FOLLOWING = `busbar: 1
devices:
  main: { match: { default: output, follow: true }, outputs: 2 }
  talk: { match: { default: input }, inputs: 1 }
graph:
  out: { channels: 2, do: [{ tone: 1 kHz }], to: main.out }
  heard: { from: talk.in, do: [{ meter: {} }] }
`;
/** Three cards, by name the default of each direction. */
const defaults = (output: string, input: string) =>
  ['A', 'B', 'C'].map((name) =>
    card(name, {
      isDefault: [...(name === input ? (['input'] as const) : []), ...(name === output ? (['output'] as const) : [])],
    }),
  );
const idsOf = (s: LiveSession) => s.session.status().devices.map((d) => `${d.name} ${d.id}`);

test('a device that follows the default goes along with it; one that does not stays', async () => {
  const s = await running(FOLLOWING, defaults('A', 'C'));
  expect(idsOf(s)).toEqual(['main hw:CARD=A,DEV=0', 'talk hw:CARD=C,DEV=0']);
  s.cards = defaults('B', 'A');
  s.session.plugged();
  const event = await s.next('reloaded');
  expect(event).toMatchObject({ tier: 3, kind: 'reopen' });
  expect(event.changes.map((c) => c.text)).toEqual(['main.match hw:CARD=A,DEV=0 -> hw:CARD=B,DEV=0, reopen']);
  expect(idsOf(s)).toEqual(['main hw:CARD=B,DEV=0', 'talk hw:CARD=C,DEV=0']);
  expect(s.live.log.filter((l) => /^(open|close)/.test(l))).toEqual(['close hw:CARD=A,DEV=0', 'open hw:CARD=B,DEV=0']);
});

test('the default is looked at without a notice too; what else changes of devices is no reload', async () => {
  const s = await running(FOLLOWING, defaults('A', 'C'));
  const busy = defaults('A', 'C').map((c) => ({ ...c, busy: 'another program' }));
  let looks = 0;
  Object.defineProperty(s, 'cards', { get: () => (++looks > 2 ? defaults('B', 'C') : busy) });
  expect((await s.next('reloaded')).changes.map((c) => c.target)).toEqual(['main.match']);
  expect(looks).toBeGreaterThan(2);
  expect(s.events).toEqual([]);
});

test('the default that is unplugged: the next one takes over where it is followed', async () => {
  const s = await running(FOLLOWING, defaults('A', 'C'));
  s.cards = defaults('B', 'C').filter((c) => c.id !== 'hw:CARD=A,DEV=0');
  s.live.unplug('hw:CARD=A,DEV=0');
  expect(await s.next('device')).toMatchObject({ name: 'main', state: 'lost' });
  expect(await s.next('reloaded')).toMatchObject({ kind: 'reopen' });
  expect(idsOf(s)).toEqual(['main hw:CARD=B,DEV=0', 'talk hw:CARD=C,DEV=0']);
});

test('a save that makes a device follow: it does from then on', async () => {
  const s = await running(FOLLOWING.replace(', follow: true', ''), defaults('A', 'C'));
  s.cards = defaults('B', 'C');
  s.session.plugged();
  s.save(FOLLOWING);
  await s.next('reloaded');
  expect(idsOf(s)[0]).toBe('main hw:CARD=A,DEV=0');
  const { changes } = await s.next('reloaded');
  expect(changes.map((c) => c.text)).toEqual(['main.match hw:CARD=A,DEV=0 -> hw:CARD=B,DEV=0, reopen']);
});

test('JACK ports that shall be connected to others: the stream goes on, and is told', async () => {
  const daw = (pattern: string, more = '') => `busbar: 1
devices:
  daw: { backend: jack, inputs: { stems: 1 }, outputs: { rec: 1 }, connect: { rec: '${pattern}' }${more} }
graph: { through: { from: daw.stems, to: daw.rec } }
`;
  const s = await running(daw('one:*'), [card('default', { backend: 'jack', isDefault: ['input', 'output'] })]);
  s.save(daw('two:*'));
  const event = await s.next('reloaded');
  expect(event).toMatchObject({ kind: 'none', gapMs: null });
  expect(event.changes.map((c) => c.text)).toEqual(['daw.connect.rec one:* -> two:*, none']);
  expect(s.live.log).toEqual(['connect daw.stems.1 , daw.rec.1 two:*']);
  s.save(daw('two:*', ', missing: silence'));
  expect(await s.next('reloaded')).toMatchObject({ kind: 'none', changes: [] });
  expect(s.live.log).toHaveLength(1);
});
