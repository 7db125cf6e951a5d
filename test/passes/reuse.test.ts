// Includes, machines, the local file, templates and `extends`: what wins, what a name sees, and what leads to a mistake.

import { describe, expect, it } from 'vitest';
import { place, sourceOf } from '../../compiler/diagnostics/span.ts';
import { compile } from '../../compiler/index.ts';
import { type Document, member } from '../../compiler/ir/document.ts';
import type { MachineFacts } from '../../compiler/ir/source.ts';
import type { CompileOptions, CompileResult } from '../../compiler/request.ts';
import { type Files, memoryHost } from '../support/memory-host.ts';

interface Made {
  readonly result: CompileResult;
  /** What the config comes to, by keys. */
  at(...keys: string[]): unknown;
  /** `code file:line`, then the related places. */
  readonly said: readonly string[];
}

async function make(files: Files | string, options: CompileOptions = {}, facts?: MachineFacts): Promise<Made> {
  const all = typeof files === 'string' ? { 'busbar.yaml': files } : files;
  let document: Document | undefined;
  const result = await compile({
    entry: 'busbar.yaml',
    host: { ...memoryHost(all), ...(facts && { machine: facts }) },
    options,
    trace: (pass, value) => {
      if (pass === 'merge') document = value as Document;
    },
  });
  const where = (span: Parameters<typeof sourceOf>[1]) => {
    const source = sourceOf(result.sources, span);
    return `${source.path}:${place(source, span).line}`;
  };
  return {
    result,
    at: (...keys) => keys.reduce<unknown>((value, key) => member(value as never, key), document?.value),
    said: result.diagnostics.map((d) =>
      [`${d.code} ${where(d.span)}`, ...d.related.map((r) => `${r.label} ${where(r.span)}`)].join(', '),
    ),
  };
}

const devices = 'devices: { main: { inputs: { mic: 1 }, outputs: { mon: 1, sub: 2 } } }\n';

describe('the order', () => {
  const files = {
    'a.yaml': 'name: a\nparams: { from: a, a: 1 }\n',
    'b.yaml': 'include: c.yaml\nname: b\nparams: { from: b, b: 1 }\n',
    'c.yaml': 'name: c\nparams: { from: c, b: 0, c: 1 }\n',
    'busbar.yaml':
      'busbar: 1\ninclude: [a.yaml, b.yaml]\nparams: { own: 1 }\nmachines: { m: { params: { own: 2, m: 1 } } }\n',
    'busbar.local.yaml': 'params: { m: 2, local: 1 }\n',
  };

  it('is includes as they are listed, the file, the machine, the local file, --set', async () => {
    const set = [{ path: 'params.local', value: '2' }];
    const { at } = await make(files, { machine: 'm', set });
    expect(at('params')).toEqual({ from: 'b', a: 1, b: 1, c: 1, own: 2, m: 2, local: 2 });
    expect(at('name')).toBe('b');
  });

  it('leaves no trace of how the config was cut', async () => {
    const { at } = await make(files);
    for (const key of ['include', 'machines', 'templates']) expect(at(key)).toBeUndefined();
  });

  it('watches every file that it tried', async () => {
    const { 'c.yaml': _, ...lost } = files;
    expect((await make(lost)).result.tried).toEqual(['a.yaml', 'b.yaml', 'busbar.local.yaml', 'busbar.yaml', 'c.yaml']);
  });

  it('takes a local file of comments for none', async () => {
    const { said } = await make({
      'busbar.yaml': `busbar: 1\n${devices}`,
      'busbar.local.yaml': '# params:\n\n  # x: 1\n',
    });
    expect(said.filter((s) => !s.startsWith('graph/unused'))).toEqual([]);
  });

  it('a local file that cannot be used is told', async () => {
    const { said } = await make({ 'busbar.yaml': `busbar: 1\n${devices}`, 'busbar.local.yaml': 'a: [\n' });
    expect(said).toEqual(['yaml/unclosed busbar.local.yaml:1']);
  });
});

describe('merging', () => {
  const over = async (base: string, patch: string) =>
    (await make({ 'base.yaml': base, 'busbar.yaml': `busbar: 1\ninclude: base.yaml\n${patch}` })).at;

  it.each([
    [
      'maps by key',
      'engine: { rate: 48 kHz, quantum: 64 }',
      'engine: { quantum: 128 }',
      ['engine'],
      { rate: '48 kHz', quantum: 128 },
    ],
    [
      'null removes',
      'engine: { rate: 48 kHz, quantum: 64 }',
      'engine: { quantum: null }',
      ['engine'],
      { rate: '48 kHz' },
    ],
    ['lists whole', 'graph: { a: { to: [x, y] } }', 'graph: { a: { to: [z] } }', ['graph', 'a', 'to'], ['z']],
    [
      'match whole',
      'devices: { d: { match: { usb: "1:2", serial: A } } }',
      'devices: { d: { match: { name: B } } }',
      ['devices', 'd', 'match'],
      { name: 'B' },
    ],
    [
      'a map over a bare gain of a mix',
      'graph: { a: { mix: { x: -6 dB } } }',
      'graph: { a: { mix: { x: { mute: true } } } }',
      ['graph', 'a', 'mix', 'x'],
      { gain: '-6 dB', mute: true },
    ],
    [
      'a bare gain over a map',
      'graph: { a: { mix: { x: { gain: 0, mute: true } } } }',
      'graph: { a: { mix: { x: -6 dB } } }',
      ['graph', 'a', 'mix', 'x'],
      { gain: '-6 dB', mute: true },
    ],
    [
      'steps by their ids, bare or not',
      'graph: { a: { do: [ { gain: -6 dB }, { gain: { id: trim, gain: 1 dB } }, { mute: }, { delay: 5 ms } ] } }',
      'graph: { a: { do: { gain: { bypass: true }, trim: -1 dB, mute: { muted: true }, delay: null } } }',
      ['graph', 'a', 'do'],
      [{ gain: { gain: '-6 dB', bypass: true } }, { gain: { id: 'trim', gain: '-1 dB' } }, { mute: { muted: true } }],
    ],
    ['a list over steps', 'graph: { a: { do: [ { mute: } ] } }', 'graph: { a: { do: [] } }', ['graph', 'a', 'do'], []],
  ])('%s', async (_, base, patch, keys, expected) => expect((await over(base, patch))(...keys)).toEqual(expected));
});

describe('`null` over a node that takes from elsewhere', () => {
  const text = (patch: string) => ({
    'lib.yaml': `templates: { t: { from: main.mic, channels: 2, do: [ { gain: -1 dB } ] } }
graph: { n: { use: t, to: main.mon, mix: { x: -1 dB } }, m: { extends: n, to: main.sub } }
`,
    'busbar.yaml': `busbar: 1\n${devices}include: lib.yaml\ngraph: ${patch}\n`,
  });
  it.each([
    ['{ n: { to: null, mix: null } }', 'n', { from: 'main.mic', channels: 2, do: [{ gain: '-1 dB' }] }],
    ['{ n: { channels: null, mix: null } }', 'n', { from: 'main.mic', to: 'main.mon', do: [{ gain: '-1 dB' }] }],
    [
      '{ n: { mix: { x: null } } }',
      'm',
      { from: 'main.mic', channels: 2, do: [{ gain: '-1 dB' }], mix: {}, to: 'main.sub' },
    ],
    ['{ n: { use: null } }', 'n', { to: 'main.mon', mix: { x: '-1 dB' } }],
    ['{ m: { extends: null, from: x } }', 'm', { from: 'x', to: 'main.sub' }],
    [
      '{ m: { do: { gain: null } } }',
      'm',
      { from: 'main.mic', channels: 2, do: [], mix: { x: '-1 dB' }, to: 'main.sub' },
    ],
  ])('%s', async (patch, name, expected) => {
    const { at, said } = await make(text(patch));
    expect(at('graph', name)).toEqual(expected);
    expect(said.filter((s) => s.startsWith('key/empty'))).toEqual([]);
  });
});

describe('`null` that waits for what comes from elsewhere', () => {
  const base = `busbar: 1
templates: { t: { from: d.i, do: [ { gain: -1 dB } ] } }
`;

  it('leaves nothing of itself where nothing comes', async () => {
    const files = {
      'busbar.yaml': `${base}graph: { n: { use: t, from: d.j } }\nmachines: { m: { graph: { n: { from: null } } } }\n`,
      'busbar.local.yaml': 'graph: { n: { use: null, do: [ { gain: -2 dB } ] } }\n',
    };
    const { at, said } = await make(files, { machine: 'm' });
    expect(at('graph', 'n')).toEqual({ do: [{ gain: '-2 dB' }] });
    expect(said.filter((s) => s.startsWith('value/') || s.startsWith('address/'))).toEqual([]);
  });

  it.each(['when: null', 'when: { host: null, platform: linux }'])('takes `%s` from a machine', async (local) => {
    const files = {
      'busbar.yaml': 'busbar: 1\nmachines: { m: { name: road, when: { host: a } } }\n',
      'busbar.local.yaml': `machines: { m: { ${local} } }\n`,
    };
    const chosen = await make(files, { machine: 'm' });
    expect([chosen.at('name'), chosen.said.filter((s) => s.includes('local'))]).toEqual(['road', []]);
    const found = await make(files, {}, { host: 'b', platform: 'linux' });
    expect(found.at('name')).toBe(local === 'when: null' ? undefined : 'road');
  });

  it('lies over all that its node takes, from a node and from a template', async () => {
    const { at } = await make(`${base}graph: { a: { from: d.j, to: d.o }, n: { extends: a, use: t, from: null } }\n`);
    expect(at('graph', 'n')).toEqual({ to: 'd.o', do: [{ gain: '-1 dB' }] });
  });
});

describe('machines', () => {
  const text = `busbar: 1
machines:
  road: { when: { host: "MBP-*" }, name: road }
  desk: { when: { host: desk, platform: linux }, name: desk }
  rack: { name: rack }
`;
  it.each<[string | undefined, MachineFacts | undefined, string | undefined]>([
    [undefined, undefined, undefined],
    [undefined, { host: 'mbp-7', platform: 'macos' }, 'road'],
    [undefined, { host: 'desk', platform: 'linux' }, 'desk'],
    [undefined, { host: 'desk', platform: 'macos' }, undefined],
    ['rack', { host: 'mbp-7', platform: 'macos' }, 'rack'],
    ['desk', undefined, 'desk'],
  ])('--machine %s on %j', async (machine, facts, expected) => {
    const { at } = await make(text, machine === undefined ? {} : { machine }, facts);
    expect(at('name')).toBe(expected);
  });

  it('may be declared in the local file, and differ by file', async () => {
    const files = {
      'busbar.yaml': text,
      'busbar.local.yaml': 'machines: { rack: { params: { x: 1 } }, road: null }\n',
    };
    const { at } = await make(files, { machine: 'rack' });
    expect([at('name'), at('params')]).toEqual(['rack', { x: 1 }]);
    expect((await make(files, { machine: 'road' })).said).toContain('machine/unknown --machine:1');
  });

  it('that match both are an error, with the other one', async () => {
    const both = text.replace('host: desk, ', '');
    const { said } = await make(both, {}, { host: 'mbp-1', platform: 'linux' });
    expect(said).toContain('machine/ambiguous busbar.yaml:4, `road` matches too busbar.yaml:3');
  });
});

describe('templates', () => {
  it('see their own params and those of the config, not those of who uses them', async () => {
    const text = `busbar: 1
params: { g: -1 dB, h: -2 dB }
templates:
  inner: { params: { in: { type: source } }, from: $in, do: [ { gain: $g }, { gain: $h } ] }
  outer: { params: { in: { type: source }, g: { type: gain } }, use: inner, with: { in: $in } }
graph: { n: { use: outer, with: { in: main.mic, g: -9 dB } } }
`;
    expect((await make(text)).at('graph', 'n')).toEqual({
      from: 'main.mic',
      do: [{ gain: '-1 dB' }, { gain: '-2 dB' }],
    });
  });

  it('take what `with` says where it is used, and `default` where it is declared', async () => {
    const text = `busbar: 1
params: { p: -1 dB, room: rooms/a }
templates:
  t:
    params: { g: { type: gain, default: $p }, f: { type: text }, l: { type: any, default: [1, 2] } }
    from: x
    channels: 1
    do: [ { gain: $g }, { fir: $f }, { crossover: { at: $l } }, { fir: "$f.$channel" } ]
graph: { n: { use: t, with: { f: "$room/$channel.wav" }, channels: 2 } }
`;
    expect((await make(text)).at('graph', 'n')).toEqual({
      from: 'x',
      channels: 2,
      do: [
        { gain: '-1 dB' },
        { fir: `rooms/a/\${channel}.wav` },
        { crossover: { at: [1, 2] } },
        { fir: `rooms/a/\${channel}.wav.\${channel}` },
      ],
    });
  });

  it('--set reaches into them, and says when it does not', async () => {
    const text = `busbar: 1\n${devices}templates: { t: { from: main.mic, do: [ { gain: -1 dB } ] } }
graph: { n: { use: t, to: main.mon }, m: { extends: n, to: main.sub } }
`;
    const set = [{ path: 'n.gain.gain', value: '-9 dB' }];
    const { at, said } = await make(text, { set });
    expect(at('graph', 'n', 'do')).toEqual([{ gain: { gain: '-9 dB' } }]);
    expect(at('graph', 'm', 'do')).toEqual([{ gain: { gain: '-9 dB' } }]);
    expect(said).toEqual([]);
    expect((await make(text, { set: [{ path: 'n.gian.gain', value: '1' }] })).said[0]).toMatch(
      /^step\/unknown-id --set:1/,
    );
  });
});

describe('a mistake', () => {
  const files = {
    'busbar.yaml': `busbar: 1
${devices}include: lib/strips.yaml
graph:
  one: { use: outer, with: { in: main.mic, g: 90 dB }, to: main.mon }
  two: { extends: one, with: { in: main.mik }, to: main.sub }
`,
    'lib/strips.yaml':
      'include: more/inner.yaml\ntemplates:\n  outer: { params: { in: { type: source }, g: { type: gain } }, use: inner, with: { in: $in, g: $g } }\n',
    'lib/more/inner.yaml': `templates:
  inner:
    params: { in: { type: source }, g: { type: gain } }
    from: $in
    do: [ { gain: $g }, { polarity: { channels: 0 } } ]
`,
  };

  it('stands where it was made, with every step of the way to where it is used', async () => {
    const { said } = await make(files);
    expect(said).toEqual([
      'value/range busbar.yaml:5, used here lib/strips.yaml:3, used here lib/more/inner.yaml:5, used here lib/strips.yaml:3, used here busbar.yaml:5',
      'address/misspelt busbar.yaml:6, used here lib/strips.yaml:3, used here lib/more/inner.yaml:4, used here lib/strips.yaml:3, used here busbar.yaml:5, extended here busbar.yaml:6',
      expect.stringMatching(
        /^step\/channels lib\/more\/inner.yaml:5, used here lib\/strips.yaml:3, used here busbar.yaml:5, included here lib\/strips.yaml:1, included here busbar.yaml:3$/,
      ),
    ]);
  });
});

describe('what `null` removes', () => {
  it('takes along what names it, and comes back when a later layer says so', async () => {
    const files = {
      'busbar.yaml': `busbar: 1
devices:
  main: { inputs: { mic: 1 }, outputs: { mon: 1, sub: 2 }, align: [mon, sub] }
  side: { inputs: { talk: 1 } }
aggregates: { room: { clock: main, members: [main, side], drift: { side: resample } } }
graph:
  voice: { from: [main.mic, side.talk], to: main.mon }
  sub: { from: main.mic, to: [main.sub] }
  talk: { from: side.talk, do: [ { gain: -1 dB } ] }
  more: { from: talk, to: main.mon }
machines: { m: { devices: { side: null, main: { outputs: { sub: null } } } } }
`,
    };
    const { result, said } = await make(files, { machine: 'm' });
    expect(said.filter((s) => s.startsWith('device/removed'))).toEqual(
      [
        expect.stringMatching(
          /^device\/removed busbar.yaml:11, `main.align` goes busbar.yaml:3, `main.sub` goes busbar.yaml:8$/,
        ),
        expect.stringMatching(/^device\/removed busbar.yaml:11, .*`talk` goes.*`more` goes/),
      ].reverse(),
    );
    expect(result.plan?.devices.map((d) => d.name)).toEqual(['main']);
    const back = await make(
      { ...files, 'busbar.local.yaml': 'devices: { side: { inputs: { talk: 1 } } }\n' },
      { machine: 'm' },
    );
    expect(back.said.some((s) => s.includes('`talk` goes'))).toBe(false);
  });
});
