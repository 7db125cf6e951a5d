// busbar fmt: what it changes, what it leaves, and that a formatted config means what it meant.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { format } from '../../compiler/format.ts';
import { compile } from '../../compiler/index.ts';
import { planJson } from '../../compiler/plan-json.ts';
import { createFileHost } from '../../runtime/source-host.ts';
import { cases } from '../diagnostics/broken-case.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { busbar } from './run.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const formatted = (text: string): string => {
  const { value, diagnostics } = format({ id: 0, path: 'busbar.yaml', text });
  if (value === undefined) throw new Error(diagnostics.map((d) => d.message).join());
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
  out:
    # first
    mix: { box.in: 0 dB, "box.in.2": { gain: '-3', pan: 30 % } }
    do:
      - gain: { id: level, gain: -6 dB, bypass: false }
      - compressor: { threshold: -20 dBFS, ratio: 3, attack: 500 us, makeup: 3 dB } # even
      - delay: 48 frames
      - crossover: [80 Hz, 2.5 kHz]
    to: box.out
`);
});

describe('a formatted config means what it meant', () => {
  const folders = ['examples', 'test/golden'].flatMap((f) => readdirSync(join(root, f)).map((n) => join(root, f, n)));
  const configs = folders.flatMap((folder) => {
    try {
      return readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => join(folder, name));
    } catch {
      return [];
    }
  });

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
      const { value } = format({ id: 0, path: entry, text });
      if (value === undefined) continue;
      tried++;
      expect(formatted(value), name).toBe(value);
    }
    expect(tried).toBeGreaterThan(100);
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

  test('a program is not for it', async () => {
    expect(await busbar(['fmt', 'busbar.config.ts'])).toMatchObject({ code: 64 });
  });
});
