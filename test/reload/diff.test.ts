// What a save is said to do: its kind, and every change in the studio's words.

import { describe, expect, it } from 'vitest';
import { diffPlans } from '../../compiler/index.ts';
import { planOf } from '../support/compile-text.ts';

const DEVICE = 'main: { backend: alsa, inputs: { mic: 1, music: 3-4 }, outputs: { mon: 1-2, aux: 3 }, period: 64 }';
const VOCAL =
  'vocal: { from: main.mic, do: [ highpass: 80 Hz, peaking: { freq: 1 kHz, gain: 3 dB }, compressor: { threshold: -18 dBFS, ratio: 3 } ] }';
const DESK = 'desk: { channels: 2, mix: { vocal: 0 dB, main.music: -6 dB }, to: main.mon }';

interface Studio {
  readonly name?: string;
  readonly engine?: string;
  readonly devices?: readonly string[];
  readonly nodes?: readonly string[];
}

const studio = ({ name = 'a', engine = '{ quantum: 64 frames }', devices = [DEVICE], nodes = [VOCAL, DESK] }: Studio) =>
  planOf(
    [
      'busbar: 1',
      `name: ${name}`,
      `engine: ${engine}`,
      'devices:',
      ...devices.map((d) => `  ${d}`),
      'graph:',
      ...nodes.map((n) => `  ${n}`),
    ].join('\n'),
  );

async function diff(before: Studio, after: Studio) {
  const { kind, tier, changes, reopen, opened, closed } = diffPlans(await studio(before), await studio(after));
  const said = changes.map((c) => `${c.target}: ${c.from ?? '(none)'} -> ${c.to ?? '(none)'}, ${c.kind}`);
  return { kind, tier, said, reopen, opened, closed };
}

const edit = (node: string, from: string, to: string): Studio => {
  const nodes = [VOCAL, DESK].map((n) => (n.startsWith(`${node}:`) ? n.replace(from, to) : n));
  expect(nodes.join(), `${from} occurs`).not.toBe([VOCAL, DESK].join());
  return { nodes };
};

describe('tier 0', () => {
  it('names, order and what nobody hears change nothing', async () => {
    const same = await diff({}, { name: 'b', nodes: [DESK, 'parked: { from: main.mic, do: [ gain: -3 dB ] }', VOCAL] });
    expect(same).toMatchObject({ kind: 'none', tier: 0, said: [] });
  });
  it('a meter comes unheard', async () => {
    expect(await diff({}, edit('vocal', 'compressor', 'meter: {}, compressor'))).toMatchObject({
      kind: 'none',
      said: ['vocal.meter: (none) -> meter, none'],
    });
  });
});

it('a meter that listens elsewhere makes no fade', async () => {
  const nodes = (meter: string, x: string) => [
    VOCAL,
    DESK,
    `x: { from: main.mic, do: [ ${x} ] }`,
    `m: { from: ${meter}, do: [ meter: {} ] }`,
  ];
  expect(await diff({ nodes: nodes('vocal', 'gain: -3 dB') }, { nodes: nodes('x', 'gain: -3 dB') })).toMatchObject({
    kind: 'none',
  });
});

describe('tier 1', () => {
  it('a live param glides', async () => {
    expect(await diff({}, edit('vocal', '-18 dBFS', '-22 dBFS'))).toMatchObject({
      kind: 'live',
      tier: 1,
      said: ['vocal.compressor.threshold: -18 dBFS -> -22 dBFS, live'],
    });
  });
  it('so does the gain of a source', async () => {
    expect(await diff({}, edit('desk', 'vocal: 0 dB', 'vocal: { gain: -3 dB, mute: true }'))).toMatchObject({
      kind: 'live',
      said: ['desk.mix[vocal].gain: 0 dB -> -3 dB, live', 'desk.mix[vocal].mute: false -> true, live'],
    });
  });
});

describe('tier 2', () => {
  const fades = async (after: Studio, ...said: string[]) =>
    expect(await diff({}, after)).toMatchObject({ kind: 'fade', tier: 2, said, reopen: [], opened: [], closed: [] });

  it('a step comes', () =>
    fades(edit('vocal', 'compressor', 'limiter: -1 dBFS, compressor'), 'vocal.limiter: (none) -> limiter, fade'));
  it('a repeat in front of another is the one that is new', () =>
    fades(
      edit('vocal', 'peaking', 'peaking: { freq: 200 Hz, gain: -2 dB }, peaking'),
      'vocal.peaking: (none) -> peaking, fade',
    ));
  it('a step goes', () => fades(edit('vocal', 'highpass: 80 Hz, ', ''), 'vocal.highpass: highpass -> (none), fade'));
  it('a step moves', () =>
    fades(
      edit(
        'vocal',
        VOCAL.slice(VOCAL.indexOf('['), VOCAL.indexOf(']')),
        '[ peaking: { freq: 1 kHz, gain: 3 dB }, highpass: 80 Hz, compressor: { threshold: -18 dBFS, ratio: 3 } ',
      ),
      'vocal.highpass: its place -> another, fade',
    ));
  it('a structural param', () =>
    fades(
      edit('vocal', 'highpass: 80 Hz', 'highpass: { freq: 80 Hz, kind: BW4 }'),
      'vocal.highpass.kind: BW2 -> BW4, fade',
    ));
  it('a source comes', () =>
    fades(edit('desk', 'vocal: 0 dB', 'vocal: 0 dB, main.mic: -20 dB'), 'desk.mix[main.mic]: (none) -> -20 dB, fade'));
  it('another input', () =>
    fades(edit('vocal', 'main.mic', 'main.music.2'), 'vocal.highpass input 1: main.mic.1 -> main.music.2, fade'));
  it('a bypass switch', () =>
    fades(
      edit('vocal', 'threshold: -18 dBFS', 'threshold: -18 dBFS, bypass: true'),
      'vocal.compressor.bypass: (none) -> true, fade',
    ));
  it('an output is driven', () =>
    fades(edit('vocal', '] }', '], to: main.aux }'), 'main.out.3: (none) -> vocal.compressor.1, fade'));
  it('a node is heard', () =>
    fades(
      {
        nodes: [
          VOCAL,
          DESK.replace('vocal: 0 dB', 'vocal: 0 dB, x: 0 dB'),
          'x: { from: main.mic, do: [ gain: -3 dB ] }',
        ],
      },
      'x: (none) -> heard, fade',
      'desk.mix[x]: (none) -> 0 dB, fade',
    ));
  it('a ceiling is of the graph', async () => {
    const after = { devices: [DEVICE.replace('period', 'ceiling: -1 dBFS, period')] };
    await fades(after, 'main.ceiling[mon]: (none) -> -1 dBFS, fade');
  });
});

describe('tier 3', () => {
  const device = (from: string, to: string): Studio => ({ devices: [DEVICE.replace(from, to)] });

  it.each([
    ['period: 64', 'period: 128', 'main.period: 64 frames -> 128 frames, reopen'],
    ['period: 64', 'period: 64, format: s16', 'main.format: auto -> s16, reopen'],
    ['period: 64', 'period: 64, match: { name: B }', 'main.match: none -> {"name":"B"}, reopen'],
    ['period: 64', 'period: 64, periods: 3', 'main.periods: 2 -> 3, reopen'],
    ['aux: 3', 'aux: 3, more: 5', 'main.outputs: 3 channels -> 5 channels, reopen'],
  ])('%s to %s opens the device anew', async (from, to, said) => {
    expect(await diff({}, device(from, to))).toMatchObject({ kind: 'reopen', tier: 3, said: [said], reopen: ['main'] });
  });

  it.each([
    ['aux: 3', 'spare: 3'],
    ['period: 64', 'period: 64, missing: silence'],
    ['period: 64', 'period: 64, align: [mon, aux]'],
    [', aux: 3', ''],
  ])('%s to %s does not', async (from, to) => {
    expect(await diff({}, device(from, to))).toMatchObject({ kind: 'none', reopen: [] });
  });

  it('a quantum or a rate opens every device anew', async () => {
    expect(await diff({}, { engine: '{ quantum: 128 frames }' })).toMatchObject({
      kind: 'reopen',
      said: ['engine.quantum: 64 frames -> 128 frames'].map((s) => `${s}, reopen`),
      reopen: ['main'],
    });
    const rate = await diff({}, { engine: '{ quantum: 64 frames, rate: 96 kHz }' });
    expect(rate.said).toContain('engine.rate: 48 kHz -> 96 kHz, reopen');
    expect(rate).toMatchObject({ kind: 'reopen', reopen: ['main'] });
  });

  it('devices come and go', async () => {
    const two = { devices: [DEVICE, 'usb: { backend: alsa, match: { name: U }, inputs: { line: 1 } }'] };
    expect(await diff({}, two)).toMatchObject({ kind: 'reopen', opened: ['usb'], closed: [], reopen: [] });
    expect(await diff(two, {})).toMatchObject({ kind: 'reopen', opened: [], closed: ['usb'], reopen: [] });
  });
});
