// Text to values: places, types, mistakes; and that the two readers are one.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childPlace, nearestPlace, type Place, spansAt } from '../../compiler/ir/places.ts';
import type { Source } from '../../compiler/ir/source.ts';
import { readYaml } from '../../compiler/passes/parse/library-reader.ts';
import { readPlain } from '../../compiler/passes/parse/plain-reader.ts';
import { brief, front, read } from './front.ts';

const source = (text: string): Source => ({ id: 0, path: 'busbar.yaml', text });
const codes = async (text: string) => {
  const { diagnostics, sources } = await front(text);
  return brief(read(diagnostics), sources);
};

const sample = `# a studio
busbar: 1
name: 'control room'
engine: { rate: 48 kHz, quantum: 64 }   # comment
graph:
  voice: &v
    from: [main.mic1, main.mic2]
    do:
    - gain: -6 dB
    - compressor: { threshold: -20 dBFS,
        ratio: 3 }
  empty:
  "quoted key": "x"
serial: 00123456
`;

describe('places', () => {
  it.each([
    ['/name', 'name', "'control room'"],
    ['/engine/rate', 'rate', '48 kHz'],
    ['/engine', 'engine', '{ rate: 48 kHz, quantum: 64 }'],
    ['/graph/voice/from/1', undefined, 'main.mic2'],
    ['/graph/voice/do/0', undefined, 'gain: -6 dB'],
    ['/graph/voice/do/0/gain', 'gain', '-6 dB'],
    ['/graph/voice/do/1/compressor/ratio', 'ratio', '3'],
    ['/graph/empty', 'empty', 'empty'],
    ['/graph/quoted key', '"quoted key"', '"x"'],
  ])('%s', async (at, key, value) => {
    const { document } = await front(sample);
    const spans = document && spansAt(document.places, at);
    expect(spans?.key && sample.slice(spans.key.start, spans.key.end)).toBe(key);
    expect(spans && sample.slice(spans.value.start, spans.value.end)).toBe(value);
  });

  it('keeps the text of what is not a string', async () => {
    const { document } = await front('a: 00123456\nb: true\nc: 1.50\nd: x\n');
    const text = (at: string) => document && nearestPlace(document.places, at).place.text;
    expect(['/a', '/b', '/c', '/d'].map(text)).toEqual(['00123456', 'true', '1.50', undefined]);
  });

  it('gives the nearest parent for what is not there, and unescapes pointers', async () => {
    const { document } = await front('"a/b~c": { d: 1 }\n');
    expect(document && nearestPlace(document.places, '/a~1b~0c/x').exact).toBe(false);
    expect(document && spansAt(document.places, '/a~1b~0c/d')?.value).toEqual({ source: 0, start: 14, end: 15 });
    expect(document && childPlace(document.places, 'constructor')).toBeUndefined();
  });
});

describe('values', () => {
  it('are those of the YAML 1.2 core schema', async () => {
    const { document } = await front(
      'a: [yes, off, 0o17, 0x1f, 1e3, .5, -6, ~, null, True, .inf, 12:30, 2026-10-12, -6 dB, "1", 1_000]\n',
    );
    expect(document?.value).toEqual({
      a: [
        'yes',
        'off',
        15,
        31,
        1000,
        0.5,
        -6,
        null,
        null,
        true,
        Infinity,
        '12:30',
        '2026-10-12',
        '-6 dB',
        '1',
        '1_000',
      ],
    });
  });

  it('may be repeated by aliases, each at its own place', async () => {
    const { document, diagnostics } = await front('a: &x { b: 1 }\nc: *x\n');
    expect(read(diagnostics)).toEqual([]);
    expect(document?.value).toEqual({ a: { b: 1 }, c: { b: 1 } });
    expect(document && nearestPlace(document.places, '/c').place).toMatchObject({ start: 18, end: 20 });
    expect(document && nearestPlace(document.places, '/c').place.origin).toEqual({ source: 0, start: 6, end: 14 });
  });

  it('may have keys like those of every object', async () => {
    const { document } = await front('__proto__: { a: 1 }\nconstructor: 2\n');
    expect(Object.keys(document?.value ?? {})).toEqual(['__proto__', 'constructor']);
    expect('a' in {}).toBe(false);
  });
});

describe('mistakes', () => {
  it.each([
    ['a tab', 'a:\n\tb: 1\n', ['yaml/tab 2:1-2']],
    ['uneven indentation', 'a:\n    b: 1\n  c: 2\n', ['yaml/indent 3:3-4']],
    ['two keys on a line', 'name: foo: bar\n', ['yaml/nested-map 1:7-10']],
    ['a bracket never closed', 'a: { b: [1, 2\nc: 3\n', ['yaml/unclosed 1:9-10']],
    ['a brace never closed at the end', 'a: {b: 1', ['yaml/unclosed 1:4-5']],
    ['the wrong bracket', '{a: [1, 2}\nb: 1\n', ['yaml/unclosed 1:5-6']],
    ['a quote never closed', 'a: "foo\nb: 1\n', ['yaml/unclosed 1:4-5']],
    ['an escaped quote never closed', 'a: "foo\\"\nb: 1\n', ['yaml/unclosed 1:4-5']],
    ['a reserved start', 'a: @foo # x\nb: [`c`]\n', ['yaml/reserved-start 1:4-8', 'yaml/reserved-start 2:5-8']],
    ['an unknown escape', 'a: "C:\\path"\n', ['yaml/escape 1:7-9']],
    ['an alias of nothing', 'a: *.wav\n', ['yaml/alias 1:4-9']],
    ['an alias of itself', 'a: &x [*x]\n', ['yaml/alias 1:8-10']],
    ['tags', 'a: !foo bar\nb: !!str 3\n', ['yaml/tag 1:4-8', 'yaml/tag 2:4-9']],
    ['a second document', 'a: 1\n---\nb: 2\n', ['yaml/documents 2:1-4']],
    ['a directive', '%YAML 1.1\n---\na: 1\n', ['yaml/directive 1:1-10']],
    ['keys given twice', 'a: 1\nb: { c: 1, c: 2 }\na: 2\n', ['yaml/duplicate-key 2:12-13', 'yaml/duplicate-key 3:1-2']],
    ['a map as key', '{a: 1}: 2\n', ['yaml/key 1:1-7']],
    ['no key at all', ': 2\nb: 1\n', ['yaml/key 1:1-2']],
    ['a merge key', 'a: &x {}\nb: { <<: *x }\n', ['yaml/merge-key 2:6-8']],
    ['a missing colon', 'a: 1\nbcd\nc: 2\n', ['yaml/colon 2:1-4']],
    ['a missing first colon', 'abc\nb: 1\n', ['yaml/colon 1:1-4']],
    ['a missing comma', 'a: { b: 1 c: 2 }\n', ['yaml/syntax 1:9-15']],
    ['a bracket too many', 'a: [1]]\nb: 2\n', ['yaml/syntax 1:7-8']],
    ['an item on the line of its key', 'a: - b\n', ['yaml/syntax 1:4-5']],
    [
      'several at once',
      'a: @x\nb: "\\q"\nc: !t 1\n',
      ['yaml/reserved-start 1:4-6', 'yaml/escape 2:5-7', 'yaml/tag 3:4-6'],
    ],
    ['nothing', ' \n# only this\n', ['input/empty 1:1-1']],
  ])('%s', async (_, text, expected) => expect(await codes(text)).toEqual(expected));

  it('keeps the first of two keys and goes on', async () => {
    expect((await front('a: 1\na: 2\nb: 3\n')).document?.value).toEqual({ a: 1, b: 3 });
  });
});

describe('hostile text', () => {
  const deep = 10_000;
  it.each([
    ['[', '['.repeat(deep)],
    ['{a:', '{a: '.repeat(deep)],
    ['- - -', `${'- '.repeat(deep)}x\n`],
    ['? ? ?', `${'? '.repeat(deep)}x\n`],
    ['closed brackets', `a: ${'['.repeat(deep)}${']'.repeat(deep)}\n`],
    ['block maps', Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')],
  ])('nested %s is refused, not followed', async (_, text) => {
    const found = await codes(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^input\/too-deep /);
  });

  it('aliases that multiply are refused at once', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 20; i++)
      lines.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    const found = await codes(`${lines.join('\n')}\n`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^yaml\/too-many-aliases 5:/);
  });

  it('aliases that nest are refused', async () => {
    const lines = ['a0: &a0 x'];
    for (let i = 1; i < 200; i++) lines.push(`a${i}: &a${i} ${'['.repeat(50)}*a${i - 1}${']'.repeat(50)}`);
    expect((await codes(`${lines.join('\n')}\n`))[0]).toMatch(/^yaml\/too-many-aliases/);
  });

  it('no text makes it throw', async () => {
    const token = fc.constantFrom(
      ...'a b: - [ ] { } , " \' # & * ! | > % @ ` ? << --- ... \t \r\n \n'.split(' '),
      '\n',
      '\n  ',
      '\n    ',
      ' ',
      ': ',
      '- ',
      '&x ',
      '*x ',
      '\\',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(token, { maxLength: 40 }), async (parts) => {
        const text = parts.join('');
        const { document, diagnostics, sources } = await front(text);
        expect(document !== undefined || diagnostics.length > 0, text).toBe(true);
        for (const d of diagnostics) {
          expect(d.span.start).toBeGreaterThanOrEqual(0);
          expect(d.span.end).toBeLessThanOrEqual((sources[0]?.text.length ?? 0) + 1);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the two readers', () => {
  /** A tree without what only one reader knows. */
  const bare = (p: Place): unknown => ({
    ...p,
    children: Array.isArray(p.children)
      ? p.children.map(bare)
      : p.children && Object.fromEntries(Object.entries(p.children).map(([k, c]) => [k, bare(c)])),
  });
  const agree = (text: string) => {
    const plain = readPlain(source(text));
    if (plain === undefined) return false;
    const { value, diagnostics } = readYaml(source(text));
    expect(diagnostics, text).toEqual([]);
    expect(plain.value, text).toEqual(value?.value);
    expect(bare(plain.places), text).toEqual(value && bare(value.places));
    return true;
  };

  it('read a studio alike, and the fast one reads it', () => {
    expect(agree(sample.replace('&v', ''))).toBe(true);
  });

  it('agree on every mutation of a studio that the fast one accepts', () => {
    const text = sample.replace('&v', '');
    const piece = fc.constantFrom(
      ...' ,:#-[]{}"\'ax1~?&*!|>\\'.split(''),
      '\n',
      '\n  ',
      ' #',
      ': ',
      '- ',
      '  ',
      '',
      '\n\n',
      'null',
      '-1',
      '日本',
    );
    const mutation = fc.tuple(fc.nat(text.length), fc.nat(6), piece);
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) => {
        let mutant = text;
        for (const [at, remove, insert] of mutations) mutant = mutant.slice(0, at) + insert + mutant.slice(at + remove);
        if (agree(mutant)) accepted++;
      }),
      { numRuns: 6000 },
    );
    expect(accepted).toBeGreaterThan(1000);
  });

  it('agree on text made of tokens', () => {
    const token = fc.constantFrom(
      'a',
      'b c',
      ': ',
      ':',
      '- ',
      '-',
      '[',
      ']',
      '{',
      '}',
      ', ',
      ',',
      '"x"',
      "'y'",
      ' ',
      '#',
      ' # c',
      '\n',
      '\n  ',
      '\n    ',
      '1',
      '-6 dB',
    );
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(token, { maxLength: 14 }), (tokens) => {
        if (agree(tokens.join(''))) accepted++;
      }),
      { numRuns: 20000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});
