// Configs in TypeScript and JavaScript as they are written: imports, places of values, what is watched, what they print.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { planJson } from '../../compiler/plan-json.ts';
import type { CompileResult } from '../../compiler/request.ts';
import { createFileHost } from '../../runtime/source-host.ts';
import { busbar } from '../cli/run.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CONFIG = 'busbar.config.ts';

function folder(files: Readonly<Record<string, string>>): string {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  return cwd;
}

const compiled = (cwd: string, entry = CONFIG): Promise<CompileResult> =>
  compile({ entry, host: createFileHost({ cwd, programs: { print: () => {} } }) });

const head = 'busbar: 1, devices: { box: { inputs: 2, outputs: 2 } }';
const yaml = `busbar: 1
devices: { box: { inputs: 2, outputs: 2 } }
graph: { voice: { from: box.in, do: [{ gain: -6 dB }], to: box.out } }
`;

/** `code file:text under the mark`, related places after it. */
const said = ({ diagnostics, sources }: CompileResult): readonly string[] =>
  diagnostics
    .filter((d) => d.severity === 'error')
    .map((d) =>
      [d.span, ...d.related.map((r) => r.span)]
        .map(({ source, start, end }) => `${sources[source]?.path}:${sources[source]?.text.slice(start, end)}`)
        .reduce((text, place) => `${text} ${place}`, d.code),
    );

test('a mark of byte order moves no place', async () => {
  const config = `import part from './part.ts';\nexport default { ${head}, graph: { voice: { form: part } } };`;
  const files = { [CONFIG]: `\uFEFF${config}`, 'part.ts': '\uFEFFexport default { gian: 3 };' };
  const marked = said(await compiled(folder(files)));
  expect(marked).not.toEqual([]);
  const plain = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.slice(1)]));
  expect(marked).toEqual(said(await compiled(folder(plain))));
});

describe('every way to write it', () => {
  const node = "{ from: 'box.in', do: [{ gain: '-6 dB' }], to: 'box.out' }";
  test.each([
    [
      'a constructor per step',
      CONFIG,
      `import { defineStudio, gain } from 'busbar';
      export default defineStudio({ ${head}, graph: { voice: { from: 'box.in', do: [gain(-6)], to: 'box.out' } } });`,
    ],
    ['a plain object', CONFIG, `export default { ${head}, graph: { voice: ${node} } };`],
    [
      'what is undefined is not there',
      CONFIG,
      `export default { ${head}, name: undefined, graph: { voice: ${node} } };`,
    ],
    [
      'a promise that is awaited',
      CONFIG,
      `const voice = await Promise.resolve(${node});
      export default Promise.resolve({ ${head}, graph: { voice } });`,
    ],
    ['JavaScript as a module', 'busbar.config.js', `export default { ${head}, graph: { voice: ${node} } };`],
    ['JavaScript as CommonJS', 'busbar.config.js', `module.exports = { ${head}, graph: { voice: ${node} } };`],
    [
      'shared values',
      CONFIG,
      `const common = { from: 'box.in', to: 'box.out' };
      export default { ${head}, graph: { voice: { ...common, do: [{ gain: '-6 dB' }] } } };`,
    ],
  ])('%s', async (_, name, text) => {
    const { plan, diagnostics } = await compiled(folder({ [name]: text }), name);
    expect(diagnostics).toEqual([]);
    const same = await compiled(folder({ 'busbar.yaml': yaml }), 'busbar.yaml');
    expect(plan && planJson(plan)).toBe(same.plan && planJson(same.plan));
  });
});

describe('a mistake is told where it was written', () => {
  const studio = (graph: string, before = '') =>
    folder({
      [CONFIG]: `import { defineStudio, gain, highpass, midSide } from 'busbar';\n${before}\nexport default { ${head}, graph: ${graph} };\n`,
    });

  test.each([
    ['a param of a literal', "{ a: { from: 'box.in', do: [{ gain: { gain: 99 } }] } }", '', `value/range ${CONFIG}:99`],
    ['the argument of a constructor', "{ a: { from: 'box.in', do: [gain(99)] } }", '', `value/range ${CONFIG}:99`],
    ['the name of a constructor', "{ a: { from: 'box.in', do: [highpass()] } }", '', `key/required ${CONFIG}:highpass`],
    ['a key', "{ a: { form: 'box.in' } }", '', `key/misspelt ${CONFIG}:form`],
    ['a constant', "{ a: { from: 'box.in', do: [gain(loud)] } }", 'const loud = 99;', `value/range ${CONFIG}:loud`],
    [
      'in a loop',
      "{ ...Object.fromEntries([1, 2].map((n) => ['a' + n, { from: 'box.in.' + n, do: [gain(98 + n)] }])) }",
      '',
      `value/range ${CONFIG}:98 + n`,
    ],
    [
      'in a function: the literal, and where it is used',
      '{ a: voice(99) }',
      "const voice = (db: number) => ({ from: 'box.in', do: [{ gain: db }] });",
      `value/range ${CONFIG}:db`,
    ],
  ])('%s', async (_, graph, before, expected) => {
    const found = said(await compiled(studio(graph, before)));
    expect(found[0]).toMatch(expected);
  });

  test('in another file, with the place that uses it', async () => {
    const cwd = folder({
      [CONFIG]: `import { bad } from './lib/parts.js';\nexport default { ${head}, graph: { a: bad } };\n`,
      'lib/parts.ts': "export const bad = {\n  from: 'box.in',\n  do: [{ gian: 3 }],\n};\n",
    });
    const [first] = said(await compiled(cwd));
    expect(first).toBe('step/misspelt lib/parts.ts:gian busbar.config.ts:bad');
  });

  test('an edit, which would be YAML, becomes words', async () => {
    const { diagnostics } = await compiled(studio("{ a: { from: 'box.in', do: [{ gian: 3 }] } }"));
    expect(diagnostics.find((d) => d.severity === 'error')).toMatchObject({
      code: 'step/misspelt',
      edits: [],
      help: 'Write `gain`.',
    });
  });
});

describe('what is watched', () => {
  test('every file that it imports, also JSON and files of files', async () => {
    const cwd = folder({
      [CONFIG]: "import { graph } from './lib/graph';\nexport default { busbar: 1, graph };",
      'lib/graph.ts':
        "import levels from '../levels.json' with { type: 'json' };\nexport const graph = {};\nvoid levels;",
      'levels.json': '{}',
    });
    const { tried } = await compiled(cwd);
    expect(tried).toEqual(expect.arrayContaining([CONFIG, 'levels.json', 'lib/graph.ts']));
  });

  test('a file that is missing, under each name that it could have', async () => {
    const cwd = folder({ [CONFIG]: "import { graph } from './graph';\nexport default { graph };" });
    const { tried, diagnostics } = await compiled(cwd);
    expect(diagnostics.map((d) => d.code)).toEqual(['program/import']);
    expect(tried).toEqual(expect.arrayContaining(['graph', 'graph.ts', 'graph.js', 'graph.json', 'graph/index.ts']));
  });

  test('what it imports is watched when it throws, too', async () => {
    const cwd = folder({
      [CONFIG]: "import './thrower.ts';\nexport default {};",
      'thrower.ts': "throw new Error('x');",
    });
    const result = await compiled(cwd);
    expect(said(result)).toEqual(["program/threw thrower.ts:throw new Error('x');"]);
    expect(result.tried).toContain('thrower.ts');
  });
});

describe('on the command line', () => {
  const good = `import { defineStudio } from 'busbar';
console.log('made for', 'you', '\\u001b[2J');
export default defineStudio({ ${head}, graph: { voice: { from: 'box.in', to: 'box.out' } } });
`;

  test('what it prints goes beside the result, and cannot move the cursor', async () => {
    const { code, out, err } = await busbar(['plan', '--json'], { cwd: folder({ [CONFIG]: good }) });
    expect([code, err]).toEqual([0, 'made for you \n']);
    expect(JSON.parse(out)).toHaveProperty('ops');
  });

  test('is found through a link, and from a folder below', async () => {
    const cwd = folder({ [CONFIG]: good, 'deep/x': '' });
    symlinkSync(join(cwd, CONFIG), join(cwd, 'linked.ts'));
    expect((await busbar(['check', 'linked.ts'], { cwd })).out).toMatch(/^linked\.ts is fine/);
    expect((await busbar(['check'], { cwd: join(cwd, 'deep') })).out).toMatch(/^\.\.\/busbar\.config\.ts is fine/);
  });

  test('beside a YAML config it is one too many', async () => {
    const { code, err } = await busbar(['check'], { cwd: folder({ [CONFIG]: good, 'busbar.yaml': yaml }) });
    expect([code, err]).toEqual([64, expect.stringContaining('busbar.yaml and busbar.config.ts')]);
  });

  test.each(['check', 'plan', 'render', 'config'])('%s --no-exec runs nothing', async (verb) => {
    const words = verb === 'render' ? ['--for', '1 s'] : [];
    const { code, out, err } = await busbar([verb, '--no-exec', ...words], { cwd: folder({ [CONFIG]: good }) });
    expect(code).toBe(1);
    expect(out + err).toContain('program/refused');
    expect(out + err).not.toContain('made for');
  });

  test('a program may include a program; YAML in between may not, and nothing of it runs', async () => {
    const files = {
      'part.config.ts': "console.log('ran');\nexport default { name: 'Desk' };",
      'part.yaml': 'include: part.config.ts',
    };
    const config = (part: string) => `export default { ${head}, include: '${part}', graph: { voice: ${node} } };`;
    const node = "{ from: 'box.in', to: 'box.out' }";
    const through = await busbar(['check'], { cwd: folder({ ...files, [CONFIG]: config('part.yaml') }) });
    expect([through.code, through.out.includes('include/program'), through.err.includes('ran\n')]).toEqual([
      1,
      true,
      false,
    ]);
    const direct = await busbar(['check'], { cwd: folder({ ...files, [CONFIG]: config('part.config.ts') }) });
    expect([direct.code, direct.err.includes('ran\n')]).toEqual([0, true]);
  });

  test('--set and YAML that it includes work as ever', async () => {
    const cwd = folder({
      [CONFIG]: `export default { include: 'part.yaml', graph: { voice: { from: 'box.in', to: 'box.out' } } };`,
      'part.yaml': 'busbar: 1\ndevices: { box: { inputs: 2, outputs: 2 } }\nname: part\n',
    });
    const { out } = await busbar(['plan', '--json', '--set', 'name=here'], { cwd });
    expect(JSON.parse(out).name).toBe('here');
  });
});
