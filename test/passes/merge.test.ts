// `$name` and `--set`: what becomes of values, and where they say they come from.

import { describe, expect, it } from 'vitest';
import { isList, member } from '../../compiler/ir/document.ts';
import { expandFileName } from '../../compiler/ir/file-name.ts';
import { nearestPlace } from '../../compiler/ir/places.ts';
import { brief, front } from './front.ts';

const config = (params: string, step: string) =>
  `busbar: 1\nparams: ${params}\ngraph:\n  a:\n    from: main.mic\n    do: [ { ${step} } ]\n`;
const stepOf = async (params: string, step: string) => {
  const { merged } = await front(config(params, step));
  const steps = member(member(member(merged?.value, 'graph'), 'a'), 'do');
  return isList(steps) ? steps[0] : undefined;
};
const codesOf = async (text: string, set: Record<string, string> = {}) => {
  const options = { set: Object.entries(set).map(([path, value]) => ({ path, value })) };
  const { diagnostics, sources } = await front(text, options);
  return brief(diagnostics, sources);
};

describe('$name', () => {
  it.each([
    ['{ g: -6 dB }', 'gain: $g', { gain: '-6 dB' }],
    ['{ g: -6 }', 'gain: $g', { gain: -6 }],
    ['{ g: -6 }', `gain: "\${g} dB"`, { gain: '-6 dB' }],
    ['{ g: 1.50 }', 'gain: "$g dB"', { gain: '1.50 dB' }],
    ['{ sub-gain: 3 }', `gain: "\${sub-gain}"`, { gain: 3 }],
    ['{ m: true }', 'mute: $m', { mute: true }],
    ['{ l: [80, 900] }', 'crossover: { at: $l }', { crossover: { at: [80, 900] } }],
    ['{ p: { freq: 80, gain: 3 } }', 'peaking: $p', { peaking: { freq: 80, gain: 3 } }],
    ['{ a: $b, b: "$c dB", c: -3 }', 'gain: $a', { gain: '-3 dB' }],
    ['{ p: { freq: $f, gain: 3 }, f: 80 }', 'peaking: $p', { peaking: { freq: 80, gain: 3 } }],
    ['{ a: x }', 'fir: "$a/$$1-$a_b.wav"', undefined],
    ['{ a: x, a_b: y }', 'fir: "$a/$a_b.wav"', { fir: 'x/y.wav' }],
    ['{ room: rooms/a }', 'fir: $room/$channel-$rate.wav', { fir: `rooms/a/\${channel}-\${rate}.wav` }],
    ['{ room: "rooms/$rate" }', 'fir: { file: $room }', { fir: { file: `rooms/\${rate}` } }],
    ['{ room: "rooms/$rate" }', 'fir: { file: "$room/$$x.wav" }', { fir: { file: `rooms/\${rate}/$$x.wav` } }],
    ['{ price: 5$$ }', 'fir: $price', { fir: '5$$' }],
    ['{ price: 5$$ }', 'noise: { colour: $price }', { noise: { colour: '5$' } }],
  ])('%s in `%s`', async (params, step, expected) => {
    if (expected === undefined) expect((await codesOf(config(params, step)))[0]).toMatch(/^param\/unknown/);
    else expect(await stepOf(params, step)).toEqual(expected);
  });

  it('keeps the place of the mention, and where the value was set', async () => {
    const text = config('{ p: { freq: 80, gain: 60 } }', 'peaking: $p');
    const { merged } = await front(text);
    const at = (pointer: string) => merged && nearestPlace(merged.places, pointer).place;
    const slice = (span?: { start: number; end: number }) => span && text.slice(span.start, span.end);
    expect(slice(at('/graph/a/do/0/peaking'))).toBe('$p');
    expect(slice(at('/graph/a/do/0/peaking')?.origin)).toBe('{ freq: 80, gain: 60 }');
    expect(slice(at('/graph/a/do/0/peaking/gain'))).toBe('60');
  });

  it('points at the mention inside text, quoted or not', async () => {
    expect(await codesOf(config('{}', 'fir: rooms/$nope/a.wav'))).toEqual(['param/unknown 6:24-29']);
    expect(await codesOf(config('{}', 'fir: "rooms/$nope/a.wav"'))).toEqual(['param/unknown 6:25-30']);
  });

  it('is left alone in parts that this version does not read', async () => {
    const text = 'busbar: 1\ngraph: { a: { record: { file: $x } } }\n';
    expect(await codesOf(text)).toEqual(['language/not-yet 2:15-21']);
  });

  it('tells what uses a refused param nothing more', async () => {
    const text = config('{ a: $b, b: $a }', 'gain: $a').replace('do: [', 'do: [ { gain: $b },');
    expect(await codesOf(text)).toEqual(['param/cycle 2:21-23']);
  });

  it('shares what it does not change', async () => {
    const { document, merged } = await front('busbar: 1\nname: a$$b\ndevices: { m: { inputs: { i: 1 } } }\n');
    expect(merged?.value).not.toBe(document?.value);
    expect(member(merged?.value, 'devices')).toBe(member(document?.value, 'devices'));
  });
});

describe('file names', () => {
  it('are filled in where the file is opened', () => {
    const values = { rate: 48000, channel: 2 };
    expect(expandFileName(`a/$channel-\${rate}.wav`, values)).toBe('a/2-48000.wav');
    expect(expandFileName('5$$-$rates-$x', values)).toBe('5$-$rates-$x');
  });
});

describe('--set', () => {
  const text = `busbar: 1
params: { top: -3 dB }
engine: { rate: 48 kHz }
devices: { main: { inputs: { mic: 1 } } }
graph:
  a:
    from: main.mic
    do: [ { gain: $top }, { gain: -1 dB }, { peaking: { freq: 80 Hz, gain: 1 dB, id: eq } } ]
  cue: { mix: { a: -6 dB, main.mic: { gain: 0 dB } } }
`;
  const config = async (set: Record<string, string>) => {
    const options = { set: Object.entries(set).map(([path, value]) => ({ path, value })) };
    const result = await front(text, options);
    expect(brief(result.diagnostics, result.sources)).toEqual([]);
    return result.config;
  };

  it('changes a param', async () => {
    expect((await config({ 'params.top': '-9 dB' }))?.nodes[0]?.steps[0]?.params).toMatchObject({ gain: -9 });
  });

  it('changes params of steps by id, bare or not, written or not', async () => {
    const steps = (
      await config({ 'a.gain-2.gain': '-2 dB', 'a.eq.q': '3', 'a.eq.bypass': 'true', 'a.gain.gain': '$top' })
    )?.nodes[0]?.steps;
    expect(steps?.map((s) => s.params.gain)).toEqual([-3, -2, 1]);
    expect(steps?.[2]).toMatchObject({ params: { q: 3 }, bypass: true });
  });

  it('changes values of a mix, bare or not', async () => {
    const changed = await config({ 'cue.mix[a].pan': '30 %', 'cue.mix[main.mic].mute': 'true' });
    expect(changed?.nodes[1]?.input).toMatchObject({
      entries: [
        { gainDb: -6, panPercent: 30 },
        { gainDb: 0, mute: true },
      ],
    });
  });

  it('changes anything else by its path, removes with null, and the later one wins', async () => {
    const changed = await config({ 'engine.quantum': '128 frames', 'graph.a.channels': '2', 'graph.cue': 'null' });
    expect(changed?.engine.quantum).toBe(128);
    expect(changed?.nodes.map((n) => [n.name, n.channels])).toEqual([['a', 2]]);
  });

  it.each([
    ['b.gain.gain', 'set/unknown-path 1:1-12'],
    ['a.gian.gain', 'set/unknown-path 1:1-12'],
    ['params.tpo', 'set/unknown-path 1:1-11'],
    ['devices.main.inputs.mic.x', 'set/unknown-path 1:1-26'],
    ['a.gain', 'set/unknown-path 1:1-7'],
    ['include', 'set/unknown-path 1:1-8'],
    ['machines.m.name', 'set/unknown-path 1:1-16'],
    ['a', 'set/unknown-path 1:1-2'],
    ['', 'set/unknown-path 1:1-2'],
    ['graph.a.do.0.gain', 'set/unknown-path 1:1-18'],
    ['a.eq.gian', 'key/misspelt 1:6-10'],
  ])('of `%s` says that nothing is there', async (path, expected) => {
    const found = await codesOf(text, { [path]: '1' });
    expect(found.filter((f) => !f.startsWith('key/unknown'))).toEqual(path === 'a.eq.gian' ? [] : [expected]);
  });

  it('places mistakes in itself', async () => {
    expect(await codesOf(text, { 'a.eq.q': '.nan' })).toEqual(['value/not-finite 1:8-12']);
    expect(await codesOf(text, { 'a.eq.q': '[1' })).toEqual(['yaml/unclosed 1:8-9']);
    expect(await codesOf(text, { 'engine.rat': '44.1 kHz' })).toEqual(['key/unknown 1:8-11']);
  });
});
