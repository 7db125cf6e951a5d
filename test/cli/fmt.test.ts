// busbar fmt: what it changes, what it leaves, and that a formatted config means what it meant.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { lost } from '../../compiler/format/same-meaning.ts';
import { format } from '../../compiler/format.ts';
import { compile } from '../../compiler/index.ts';
import { planJson } from '../../compiler/plan-json.ts';
import { createFileHost } from '../../runtime/source-host.ts';
import { cases } from '../diagnostics/broken-case.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { busbar } from './run.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const formatted = (text: string): string => {
  const { value, diagnostics, lost } = format('busbar.yaml', new TextEncoder().encode(text));
  if (value === undefined) throw new Error([lost, ...diagnostics.map((d) => d.message)].join());
  return value;
};

const untidy = `# The desk.
busbar: 1
graph:
  # what is heard
  out:   # first
    to: box.out
    do:
    - gain: {bypass: false, gain: -6, id: level}
    - compressor: { makeup: 3dB, ratio: 3, threshold: -20, attack: 500 usec }   # even
    - delay: 48 frame
    - crossover: [80, 2.5k]

    mix: { box.in: 0, "box.in.2": { pan: 30, gain: '-3' } }
devices:
  box: { outputs: 2, match: { serial: 00123456, name: "A:B" }, inputs: 1-2, ceiling: { out: -1 }, period: 128 }
name: desk
`;

test('units, order and spacing; comments, names and quotes stay', () => {
  expect(formatted(untidy)).toBe(`# The desk.
busbar: 1
name: desk
devices:
  box: { match: { name: "A:B", serial: 00123456 }, inputs: 1-2, outputs: 2, period: 128 frames, ceiling: { out: -1 dBFS } }
graph:
  # what is heard
  out: # first
    mix: { box.in: 0 dB, "box.in.2": { gain: '-3', pan: 30 % } }
    do:
      - gain: { id: level, gain: -6 dB, bypass: false }
      - compressor: { threshold: -20 dBFS, ratio: 3, attack: 500 us, makeup: 3 dB } # even
      - delay: 48 frames
      - crossover: [80 Hz, 2.5 kHz]
    to: box.out
`);
});

const yamlOf = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(root, folder, name));

describe('a formatted config means what it meant', () => {
  const configs = ['examples', 'test/golden'].flatMap(yamlOf);

  const plan = async (path: string, text: string) => {
    const host = createFileHost({ cwd: join(path, '..') });
    const bytes = new TextEncoder().encode(text);
    const read: typeof host.read = async (p, limit) => (p === 'x.yaml' ? { ok: true, bytes } : host.read(p, limit));
    const result = await compile({ entry: 'x.yaml', host: { ...host, read } });
    return result.plan === undefined ? result.diagnostics.map((d) => d.code) : planJson(result.plan);
  };

  test.each(configs.map((path) => [path.slice(root.length), path]))('%s', async (_, path) => {
    const text = readFileSync(path, 'utf8');
    const once = formatted(text);
    expect(await plan(path, once)).toEqual(await plan(path, text));
    expect(formatted(once)).toBe(once);
    const comments = (t: string) => [...t.matchAll(/(?:^|\s)#\s?(.*)$/gm)].map((m) => m[1]?.trim()).sort();
    expect(comments(once)).toEqual(comments(text));
  });

  test('there are many', () => {
    expect(configs.length).toBeGreaterThan(20);
  });

  test('of a broken one: no new mistake in its words, and twice is once', () => {
    let tried = 0;
    for (const { entry, files, name } of cases()) {
      const bytes = files[entry];
      if (!entry.endsWith('.yaml') || bytes === undefined) continue;
      const text = typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes);
      const { value, lost } = format(entry, new TextEncoder().encode(text));
      expect(lost, name).toBeUndefined();
      if (value === undefined) continue;
      tried++;
      expect(formatted(value), name).toBe(value);
    }
    expect(tried).toBeGreaterThan(100);
  });
});

describe('what is left as it is', () => {
  const same = (text: string) => expect(formatted(text)).toBe(text);

  test('maps whose order an anchor needs, and what an alias stands for', () => {
    same('graph:\n  a: { to: &out box.out, from: box.in }\n  b: { to: *out, from: box.in }\n');
    same('graph:\n  a:\n    to: box.out\n    do: [{ delay: &y 3 }, { gain: *y }]\n    from: box.in\n');
    same('graph:\n  a: { do: [{ delay: &y { time: 3 } }, { delay: *y }] }\n');
    same('graph: { a: { do: [{ crossover: &y [80, 2000] }, { crossover: *y }] } }\n');
  });

  test('text in quotes, with its escapes', () => {
    same('name: "a\\u009b\\u202E\\x41\\/"\n');
    same('name: "one \\\n  two\n\n  three"\n');
    same("name: 'it''s'\n");
    same('"name": "A\\tB"\n');
    expect(formatted('engine:\n      rate: 48 kHz\nname: "a\n            b"\n')).toBe(
      'name: "a\n  b"\nengine:\n  rate: 48 kHz\n',
    );
  });

  test.each(['\r\n', '\n'])('line ends %j and the byte order mark', (end) => {
    const text = '\uFEFFgraph:\n  a:\n    # why\n    to: box.out\n\n    from: box.in # this\nname: "x\n  y"\n';
    const wanted = '\uFEFFname: "x\n  y"\ngraph:\n  a:\n    from: box.in # this\n\n    # why\n    to: box.out\n';
    const once = formatted(text.replaceAll('\n', end));
    expect(once.replaceAll(end, '\n').replace(/(to: box.out|# this)\n\n/g, '$1\n')).toBe(
      wanted.replace(/(to: box.out|# this)\n\n/g, '$1\n'),
    );
    expect(once.replaceAll(end, '')).not.toMatch(/[\r\n]/);
    expect(formatted(once)).toBe(once);
  });
});

describe('comments', () => {
  test('every one stays with its key', () => {
    const keys = (indent: string, names: readonly string[]) =>
      names.map((name) => `${indent}# above ${name}\n${indent}${name} # beside ${name}\n`);
    const text = [
      '# SPDX-License-Identifier: MIT\n\n',
      '# above graph:\ngraph: # beside graph:\n  # above a:\n  a: # beside a:\n',
      ...keys('    ', ['to: box.out', 'do: [{ gain: -3 dB }]', 'from: box.in']),
      '# above devices:\ndevices: # beside devices:\n  # above box:\n  box: # beside box:\n',
      ...keys('    ', ['outputs: 1', 'inputs: 1', 'match: { name: x }', 'rate: 48 kHz']),
      ...keys('', ['name: desk', 'busbar: 1']),
    ].join('');
    const once = formatted(text);
    expect(once.startsWith('# SPDX-License-Identifier: MIT\n\n# above busbar: 1\nbusbar: 1 # beside')).toBe(true);
    const lines = once.split('\n').map((line) => line.trim());
    const above = lines.flatMap((line, i) => (line.startsWith('# above ') ? [[line.slice(8), lines[i + 1]]] : []));
    expect(above).toHaveLength(13);
    for (const [key, line] of above) expect(line).toBe(`${key} # beside ${key}`);
    expect(formatted(once)).toBe(once);
  });

  test('the first block of a file stays on top, with nothing between it and the first key too', () => {
    expect(formatted('# yaml-language-server: x\ngraph: {}\nname: desk\n')).toBe(
      '# yaml-language-server: x\n\nname: desk\ngraph: {}\n',
    );
  });

  test('those of maps in braces and of templates and machines stay too', () => {
    const text = `templates: # t
  # s
  s:
    # of do
    do: [{ gain: -3 }]
    # of params
    params:
      # of in
      in: { default: box.in, type: source } # end
machines:
  # m
  m: # here
    # engine
    engine: { quantum: 64 }
    # when
    when: { host: x } # end of when
`;
    expect(formatted(text)).toBe(`templates: # t
  # s
  s:
    # of params
    params:
      # of in
      in: { type: source, default: box.in } # end
    # of do
    do: [{ gain: -3 dB }]
machines:
  # m
  m: # here
    # when
    when: { host: x } # end of when
    # engine
    engine: { quantum: 64 frames }
`);
  });
});

test('comments at the end of a block: the further out, the further up', () => {
  const text = `graph:
  a:
    do:
      # one
      - gain: # beside
          # bp
          bypass: false
          # g
          gain: -3 dB # gg
      # end of do
    # of from
    from: box.in
  # end of graph
# of name
name: x
# end
`;
  expect(formatted(text)).toBe(`# of name
name: x
graph:
  a:
    # of from
    from: box.in
    do:
      # one
      - gain: # beside
          # g
          gain: -3 dB # gg
          # bp
          bypass: false
      # end of do
  # end of graph

# end
`);
});

test('a comment after a list that is not indented belongs to the next key', () => {
  expect(formatted('graph:\n  a:\n    do:\n    - gain: 3 dB\n    # of from\n    from: box.in\n')).toBe(
    'graph:\n  a:\n    # of from\n    from: box.in\n    do:\n      - gain: 3 dB\n',
  );
});

describe('the last line of defence', () => {
  const before = {
    id: 0,
    path: 'x.yaml',
    text: 'name: desk # why\ngraph: { a: { do: [{ gain: &y 3 }, { delay: *y }] } }\n',
  };
  const edited = (from: string, to: string) => lost(before, { ...before, text: before.text.replace(from, to) });

  test('sees what another text would lose', () => {
    expect(edited('', '')).toBeUndefined();
    expect(edited('desk', 'desc')).toBe('values');
    expect(edited('why', 'wy')).toBe('comments');
    expect(edited('# why', '')).toBe('comments');
    expect(edited('&y 3', '&y 3 dB')).toBe('values');
    expect(edited('{ delay: *y }', '')).toBe('values');
    expect(edited('graph', 'graph: [')).toBe('values');
    expect(edited('desk', '*z')).toBe('values');
    expect(lost({ ...before, text: 'engine: { rate: 48000 }' }, { ...before, text: 'engine: { rate: 48 kHz }' })).toBe(
      undefined,
    );
  });
});

describe('on the command line', () => {
  const folder = (text: string): string => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'busbar.yaml'), text);
    return cwd;
  };

  test('--check exits 2 and writes nothing, fmt writes, then --check is content', async () => {
    const cwd = folder(untidy);
    const read = () => readFileSync(join(cwd, 'busbar.yaml'), 'utf8');
    expect(await busbar(['fmt', '--check'], { cwd })).toMatchObject({ code: 2 });
    expect(read()).toBe(untidy);
    expect(await busbar(['fmt'], { cwd })).toEqual({ code: 0, out: '', err: 'Wrote busbar.yaml.\n' });
    expect(read()).toBe(formatted(untidy));
    expect(await busbar(['fmt', '--check'], { cwd })).toMatchObject({ code: 0 });
  });

  test('standard input goes to standard output', async () => {
    expect(await busbar(['fmt', '-'], { stdin: untidy })).toEqual({ code: 0, out: formatted(untidy), err: '' });
  });

  test('what is no YAML stays as it is, and says why', async () => {
    const cwd = folder('graph: [');
    const { code, err } = await busbar(['fmt'], { cwd });
    expect([code, err]).toEqual([1, expect.stringContaining('busbar.yaml:1:8')]);
    expect(readFileSync(join(cwd, 'busbar.yaml'), 'utf8')).toBe('graph: [');
  });

  test('what check refuses as no text is refused', async () => {
    const cwd = folder('name: "a\u0002"\n');
    const { code, err } = await busbar(['fmt'], { cwd });
    expect([code, err]).toEqual([1, expect.stringContaining('input/control-character')]);
  });

  test('every example is formatted', async () => {
    const files = yamlOf('examples');
    expect(files.length).toBeGreaterThan(8);
    for (const file of files) expect(await busbar(['fmt', '--check', file])).toMatchObject({ code: 0 });
  });

  test('a program is not for it', async () => {
    expect(await busbar(['fmt', 'busbar.config.ts'])).toMatchObject({ code: 64 });
  });
});

test('--json tells what changed, and nothing else is printed', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'busbar.yaml'), untidy);
  const json = async (...words: string[]) => {
    const { code, out, err } = await busbar(['fmt', '--json', ...words], { cwd, stdin: untidy });
    return [code, JSON.parse(out), err];
  };
  expect(await json('--check')).toEqual([2, { files: [{ file: 'busbar.yaml', changed: true }] }, '']);
  expect(await json()).toEqual([0, { files: [{ file: 'busbar.yaml', changed: true }] }, '']);
  expect(readFileSync(join(cwd, 'busbar.yaml'), 'utf8')).toBe(formatted(untidy));
  expect(await json()).toEqual([0, { files: [{ file: 'busbar.yaml', changed: false }] }, '']);
  const text = formatted(untidy);
  expect(await json('-')).toEqual([0, { files: [{ file: '<stdin>', changed: true, text }] }, '']);
});
