// CoreAudio under a session: the suite of all back ends, native aggregates, defaults, the audio service, the microphone.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DeviceName, deviceSuite } from '../device-suite.ts';
import { LiveStudio } from '../live-studio.ts';
import { type Double, loadDouble, noDouble } from './double.ts';

if (noDouble !== undefined) console.warn(`skipped: CoreAudio's simulated HAL: ${noDouble}`);

const ppm = { first: -35, second: 120 } as const;

describe.skipIf(noDouble !== undefined)('CoreAudio', () => {
  let double: Double;
  beforeAll(() => {
    double = loadDouble();
  });
  // Sessions end after `afterEach`: what one left behind is seen before the next.
  const nothingIsLeft = () => expect(double.hal.counters()).toMatchObject({ aggregates: 0, procs: 0, cfObjects: 0 });
  afterAll(nothingIsLeft);
  beforeEach(() => {
    nothingIsLeft();
    double.hal.reset();
    for (const name of ['first', 'second'] as const) double.hal.plug(name, { ppm: ppm[name] });
  });
  deviceSuite({
    begin: () => double,
    keys: (name: DeviceName) => `backend: coreaudio, match: { id: ${name} }`,
    ppm,
    pull: (name, there) => (there ? double.hal.replug(name) : double.hal.unplug(name)),
  });

  const native = (over = '', gain = '-20 dBFS') => `busbar: 1
name: joined
devices:
  first: { backend: coreaudio, match: { id: first }, missing: silence, period: 256 frames, inputs: { mic: 1 }, outputs: { main: 1 } }
  second: { backend: coreaudio, match: { id: second }, missing: silence, period: 256 frames, outputs: { main: 2 } }
aggregates:
  room: { clock: first, members: [first, second], native: true${over} }
graph:
  sound: { channels: 1, do: [ { tone: { freq: 1 kHz, level: ${gain} } } ], to: [ first.main, second.main ] }
`;

  it('a native aggregate is one device: heard on both, saved, pulled, put back, destroyed', async () => {
    const studio = await LiveStudio.start(double, native());
    const { devices } = await studio.next('started');
    expect(devices.map((d) => [d.name, d.state, d.drift])).toEqual([
      ['first', 'open', null],
      ['second', 'open', null],
    ]);
    expect(double.hal.counters().aggregates).toBe(1);
    await studio.loud('first', -20);
    studio.save(native('', '-14 dBFS'));
    expect((await studio.next('reloaded')).tier).toBe(1);
    await studio.loud('first', -14);
    studio.save(native(', publish: true', '-14 dBFS'));
    expect((await studio.next('reloaded')).tier).toBe(3);
    await studio.loud('first', -14);
    double.hal.unplug('second');
    expect(await studio.next('device')).toMatchObject({ state: 'lost', fault: 'gone' });
    expect(await studio.next('device')).toMatchObject({ state: 'lost', fault: 'gone' });
    double.hal.replug('second');
    expect(await studio.next('device')).toMatchObject({ state: 'back' });
    await studio.loud('first', -14);
    expect(double.hal.counters().aggregates).toBe(1);
    expect(studio.count('xrun') + studio.count('drift')).toBe(0);
  });

  it('`native` is taken off and put back while it plays', async () => {
    const own = native().replace(', native: true', '');
    const studio = await LiveStudio.start(double, own);
    await studio.loud('first', -20);
    studio.save(native());
    expect((await studio.next('reloaded')).tier).toBe(3);
    await studio.loud('first', -20);
    expect(double.hal.counters().aggregates).toBe(1);
    studio.save(own);
    expect((await studio.next('reloaded')).tier).toBe(3);
    await studio.loud('first', -20);
    expect(double.hal.counters().aggregates).toBe(0);
  });

  it('goes along with the default device at once', async () => {
    const { hal } = double;
    hal.setDefault('output', 'first');
    const studio = await LiveStudio.start(
      double,
      `busbar: 1
devices: { out: { backend: coreaudio, match: { default: output, follow: true }, outputs: { main: 1 } } }
graph: { sound: { channels: 1, do: [ { tone: { freq: 1 kHz, level: -20 dBFS } } ], to: out.main } }
`,
    );
    expect((await studio.next('started')).devices[0]?.id).toBe('first');
    hal.setDefault('output', 'second');
    await studio.next('reloaded');
    expect(studio.session.status().devices[0]?.id).toBe('second');
    await studio.loud('out', -20);
  });

  it('the audio service restarts: lost and back, with nothing of before', async () => {
    const studio = await LiveStudio.start(double, native());
    await studio.loud('first', -20);
    double.hal.restartDaemon();
    expect(await studio.next('device')).toMatchObject({ state: 'lost', fault: 'gone' });
    expect(await studio.next('device', (e) => e.state === 'back')).toMatchObject({ state: 'back' });
    await studio.loud('first', -20);
    expect(double.hal.counters().aggregates).toBe(1);
  });

  it('a microphone that is denied is told', async () => {
    double.hal.configure({ microphoneDenied: true });
    const studio = await LiveStudio.start(double, native());
    const { device, text } = await studio.next('remark');
    expect(device).toContain('first');
    expect(text).toMatch(/exactly zero .* microphone/);
  });

  it('overloads are xruns, a rate that somebody changes is a loss that is mended', async () => {
    const studio = await LiveStudio.start(double, native().replace(', native: true', ''));
    await studio.loud('first', -20);
    double.hal.overload('first', 3);
    expect(await studio.next('xrun', (e) => e.kind !== 'crossing')).toMatchObject({
      device: 'first',
      kind: 'both',
      frames: 768,
    });
    double.hal.setRate('first', 44_100);
    expect(await studio.next('device')).toMatchObject({ name: 'first', state: 'lost', fault: 'changed' });
    expect(await studio.next('device')).toMatchObject({ name: 'first', state: 'back' });
    await studio.loud('first', -20);
  });
});
