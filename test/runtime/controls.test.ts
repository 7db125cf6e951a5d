// Controls of a run: what they move, what they refuse, and that a save of them alone changes no sound.

import { expect, test } from 'vitest';
import { LiveSession } from '../support/live-session.ts';

const config = (controls: string, level = '-20 dB') => `busbar: 1
devices:
  main: { backend: virtual, inputs: { mic: 1, talk: 2 }, outputs: { mon: 1 } }
graph:
  monitors:
    mix: { main.mic: 0 dB, talkback: 0 dB }
    do: [ { gain: { id: level, gain: ${level} } }, { gain: { id: dim, gain: -20 dB, bypass: true } } ]
    to: main.mon
  talkback: { from: main.talk, do: [ { mute: { id: key, muted: true } } ] }
  parked: { from: main.mic, do: [ { gain: -3 dB } ] }
controls:
  /level: { target: monitors.level.gain, range: [-60 dB, 0 dB] }
  /dim: { target: monitors.dim.bypass, invert: true }
  /talk: { target: talkback.key.muted, invert: true, mode: momentary }
  /parked: { target: parked.gain.gain }
${controls}`;

async function running(text = config('')): Promise<LiveSession> {
  const s = new LiveSession(text);
  expect(await s.session.start()).toMatchObject({ refusal: undefined });
  await s.next('started');
  s.live.log.length = 0;
  return s;
}

test('a number is moved within the range of its control, which says what it wants', async () => {
  const { session } = await running();
  expect(session.set('/level', '-12')).toEqual({
    ok: true,
    value: { target: '/level', value: '-12 dB', number: -12, config: '-20 dB' },
  });
  expect(session.get('monitors.level.gain')).toMatchObject({ value: { number: -12 } });
  expect(session.set('/level', '3 dB')).toEqual({
    ok: false,
    problem: { message: '/level cannot be `3 dB`.', help: 'It wants a gain in dB, from -60 dB to 0 dB.' },
  });
  expect(session.set('monitors.level.gain', '3 dB')).toMatchObject({ ok: true });
});

test('a switch that is inverted is on when its param is off', async () => {
  const s = await running();
  expect(s.session.get('/talk')).toMatchObject({ value: { value: 'false', number: 0, config: null } });
  expect(s.session.set('/talk', 'on')).toEqual({
    ok: true,
    value: { target: '/talk', value: 'true', number: 1, config: 'false' },
  });
  expect(s.session.get('talkback.key.muted')).toMatchObject({ value: { value: 'false', config: 'true' } });
  expect(await s.next('set')).toMatchObject({ target: 'talkback.key.muted', value: 'false' });
  expect(s.session.set('/dim', 'true')).toMatchObject({ ok: true });
  expect(s.session.get('monitors.dim.bypass')).toMatchObject({ value: { number: 0 } });
});

test('all are listed, by name, with what they take', async () => {
  const { session } = await running();
  session.set('/level', '-12 dB');
  expect(session.controls()).toEqual([
    {
      name: '/dim',
      target: 'monitors.dim.bypass',
      range: null,
      invert: true,
      mode: 'toggle',
      value: 'false',
      number: 0,
    },
    {
      name: '/level',
      target: 'monitors.level.gain',
      range: ['-60 dB', '0 dB'],
      invert: false,
      mode: null,
      value: '-12 dB',
      number: -12,
    },
    {
      name: '/parked',
      target: 'parked.gain.gain',
      range: ['-120 dB', '40 dB'],
      invert: false,
      mode: null,
      value: null,
      number: null,
    },
    {
      name: '/talk',
      target: 'talkback.key.muted',
      range: null,
      invert: true,
      mode: 'momentary',
      value: 'false',
      number: 0,
    },
  ]);
});

test('what is not there is told, with what was meant; so is what nobody hears', async () => {
  const { session } = await running();
  expect(session.set('/levle', '0 dB')).toMatchObject({ problem: { help: 'Did you mean /level?' } });
  expect(session.get('/x')).toMatchObject({ problem: { message: '/x is no control of the running config.' } });
  expect(session.get('/parked')).toMatchObject({ problem: { message: '/parked moves nothing: nobody hears parked.' } });
});

test('a save of controls alone: no new plan, every change told, what was moved stays', async () => {
  const s = await running();
  s.session.set('/level', '-12 dB');
  const text = config('  /new: { target: monitors.dim.gain }\n')
    .replace('range: [-60 dB, 0 dB]', 'range: [-40 dB, 6 dB]')
    .replace('/dim: { target: monitors.dim.bypass, invert: true }', '/dim: { target: monitors.dim.bypass }')
    .replace('  /parked: { target: parked.gain.gain }\n', '');
  s.live.log.length = 0;
  s.save(text);
  const event = await s.next('reloaded');
  expect(event).toMatchObject({ tier: 0, kind: 'none' });
  expect(event.changes.map((c) => c.text)).toEqual([
    '/dim.invert true -> false, none',
    '/level.range [-60 dB, 0 dB] -> [-40 dB, 6 dB], none',
    '/new added (monitors.dim.gain), none',
    '/parked removed (parked.gain.gain), none',
  ]);
  expect(s.live.log).toEqual([]);
  expect(s.session.set('/level', '6 dB')).toMatchObject({ ok: true, value: { config: '-20 dB' } });
  expect(s.session.get('/parked')).toMatchObject({ ok: false });
});

test('a save that is refused leaves them as they were', async () => {
  const s = await running();
  s.save(config('  /bad: { target: nowhere.at.all }\n'));
  expect((await s.next('rejected')).diagnostics.map((d) => d.code)).toContain('address/unknown');
  expect(s.session.controls().map((c) => c.name)).not.toContain('/bad');
});
