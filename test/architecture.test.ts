// The shape of the tree, read from its files. In: every tracked or new file. Out: a failure that names the file.
// These rules are stated a second time in biome.json where Biome can say them; here they hold for what it cannot read.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Tracked files, and new ones that git would take. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((f) => f !== '');

const read = (file: string): string => {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return ''; // deleted, not yet committed
  }
};
const inFolder = (folder: string) => files.filter((f) => f.startsWith(`${folder}/`));
const ts = (folder: string) => inFolder(folder).filter((f) => f.endsWith('.ts'));
const lineCount = (file: string) => read(file).split('\n').length - 1;

/** Everything a file imports, static, dynamic or re-exported; relative paths as paths from the root. */
function importsOf(file: string): string[] {
  const text = read(file).replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '');
  const found = [...text.matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\s*\(\s*)'([^']+)'/g)].map((m) => m[1] as string);
  return found.map((path) => (path.startsWith('.') ? posix.join(posix.dirname(file), path) : path));
}

/** `file imports path` for every import that `allowed` refuses. */
const strays = (sources: readonly string[], allowed: (path: string, file: string) => boolean): string[] =>
  sources.flatMap((file) =>
    importsOf(file)
      .filter((path) => !allowed(path, file))
      .map((path) => `${file} imports ${path}`),
  );

const isPackage = (path: string) => !/^(schema|compiler|runtime|native|test|examples)\//.test(path);

test('the reader of imports sees every form', () => {
  const seen = importsOf('test/architecture.test.ts');
  expect(seen).toContain('node:fs');
  expect(importsOf('runtime/cli/verbs.ts')).toContain('runtime/cli/commands/check.ts');
  expect(importsOf('schema/index.ts')).toContain('schema/plan.ts');
});

describe('layers: schema <- compiler <- runtime', () => {
  test('schema imports only schema', () => {
    // These generators hold imports as text.
    const own = ts('schema').filter((f) => !/^schema\/generate-(barrel|steps)\.ts$/.test(f));
    expect(strays(own, (path) => path.startsWith('schema/'))).toEqual([]);
  });

  test('compiler imports schema, itself and packages, nothing of Node', () => {
    expect(
      strays(
        ts('compiler'),
        (path) => /^(schema|compiler)\//.test(path) || (isPackage(path) && !path.startsWith('node:')),
      ),
    ).toEqual([]);
  });

  test('neither names what only Node or a browser has', () => {
    const globals =
      /(?<![.#\w])(process\.|Buffer\.|globalThis\b|__dirname\b|require\(['"]|setImmediate\(|fetch\(|Date\.now\(|Math\.random\(|new Date\()/;
    const users = [...ts('schema'), ...ts('compiler')].filter((f) =>
      globals.test(read(f).replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '')),
    );
    expect(users).toEqual([]);
  });

  test('runtime imports no tests', () => {
    expect(strays(ts('runtime'), (path) => isPackage(path) || /^(schema|compiler|runtime)\//.test(path))).toEqual([]);
  });

  test('only runtime/native.ts loads the addon', () => {
    const loaders = ts('runtime').filter((f) => /createRequire|process\.dlopen|\.node['"`]/.test(read(f)));
    expect(loaders).toEqual(['runtime/native.ts']);
  });

  test('the verifier knows the plan’s types and itself', () => {
    const own = ts('compiler').filter((f) => /^compiler\/verify[./]/.test(f));
    expect(own).toContain('compiler/verify.ts');
    expect(strays(own, (path) => path === 'schema/plan.ts' || path.startsWith('compiler/verify/'))).toEqual([]);
  });
});

describe('size', () => {
  test('no file above 400 lines', () => {
    const large = ['schema', 'compiler', 'runtime', 'native', 'test', 'examples']
      .flatMap(inFolder)
      .filter((f) => /\.(ts|mjs|js|h|cpp|txt)$/.test(f) && !f.includes('/generated/'))
      .map((f) => `${lineCount(f)} ${f}`)
      .filter((entry) => Number.parseInt(entry, 10) > 400);
    expect(large).toEqual([]);
  });

  test('the pipeline can be read in one go', () => {
    expect(lineCount('compiler/pipeline.ts')).toBeGreaterThan(20);
    expect(lineCount('compiler/pipeline.ts')).toBeLessThan(80);
  });
});

describe('words', () => {
  const texts = files.filter((f) => !/\.(wav|png|bin)$/.test(f) && f !== 'package-lock.json');

  test('no path of a machine, no host of a registry', () => {
    // Put together here, so that this file does not find itself.
    const banned = [
      ['/wo', 'rk/'],
      ['/ho', 'me/[a-z]+/'],
      ['/Us', 'ers/'],
      ['/t', 'mp/brief'],
      ['registry', '.npm'],
      ['art', 'ifactory'],
    ];
    const pattern = new RegExp(banned.map((parts) => parts.join('')).join('|'));
    expect(texts.filter((f) => pattern.test(read(f)))).toEqual([]);
  });

  test('nothing but itself is needed: no path out of the repository', () => {
    const pattern = new RegExp(['\\.\\./', 'shared'].join(''));
    expect(texts.filter((f) => pattern.test(read(f)))).toEqual([]);
  });

  test('files are named in kebab-case, C++ in snake_case', () => {
    const wrong = [
      ...['schema', 'compiler', 'runtime', 'test']
        .flatMap(ts)
        .filter((f) => !/^[a-z0-9-]+(\.[a-z-]+)?\.ts$/.test(posix.basename(f))),
      ...inFolder('native').filter((f) => /\.(h|cpp)$/.test(f) && !/^[a-z0-9_]+\.(h|cpp)$/.test(posix.basename(f))),
    ];
    expect(wrong).toEqual([]);
  });

  test('nothing is left for later', () => {
    const pattern = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`);
    expect(texts.filter((f) => pattern.test(read(f)))).toEqual([]);
  });

  test('every source file begins by saying what it is', () => {
    // Step types say it in their summary, a .cpp in its header.
    const prose = [
      ...['schema', 'compiler', 'runtime'].flatMap(ts).filter((f) => !f.startsWith('schema/nodes/')),
      ...inFolder('native').filter((f) => f.endsWith('.h')),
    ];
    expect(prose.filter((f) => !/^(#!.*\n)?\/\/ \S/.test(read(f)))).toEqual([]);
  });
});
