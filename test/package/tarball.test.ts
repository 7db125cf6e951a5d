// The package as somebody installs it: packed as npm packs it, installed in an empty folder from npm's cache, on a machine
// where nothing can be compiled. It checks, in YAML and TypeScript; what needs the engine says what to install.

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'busbar-package-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** All that is on the path: Node, npm and a shell. */
const bin = join(folder, 'bin');
const env = { ...process.env, PATH: bin, CXX: '', CC: '', npm_config_audit: 'false', npm_config_fund: 'false' };

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(words: readonly string[], cwd: string, environment: NodeJS.ProcessEnv = env): Ran {
  const [name = '', ...args] = words;
  const { status, stdout, stderr } = spawnSync(name, args, { cwd, env: environment, encoding: 'utf8' });
  // What npm has to say of its user's settings.
  return { status, stdout, stderr: stderr.replaceAll(/^npm warn .*\n/gm, '') };
}

function done(words: readonly string[], cwd: string, environment?: NodeJS.ProcessEnv): Ran {
  const ran = run(words, cwd, environment);
  if (ran.status !== 0) throw new Error(`${words.join(' ')} ended with ${ran.status}:\n${ran.stdout}${ran.stderr}`);
  return ran;
}

const tracked = (...paths: readonly string[]) =>
  done(['git', 'ls-files', '--cached', '--others', '--exclude-standard', ...paths], root, process.env)
    .stdout.split('\n')
    .filter((file) => file !== '' && existsSync(join(root, file)));

const studio = join(folder, 'studio');
let packed: readonly string[] = [];
let installed = '';

beforeAll(() => {
  mkdirSync(bin);
  for (const name of ['node', 'npm', 'npx']) symlinkSync(join(dirname(process.execPath), name), join(bin, name));
  symlinkSync('/bin/sh', join(bin, 'sh'));
  // Built beside the checkout: its own build may be in use.
  const source = join(folder, 'source');
  for (const file of tracked('package.json', 'native', 'schema/generated', 'runtime/build', '*.md', 'LICENSE')) {
    mkdirSync(dirname(join(source, file)), { recursive: true });
    cpSync(join(root, file), join(source, file));
  }
  const dist = join(source, 'dist');
  done([process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', dist], root);
  done([process.execPath, 'runtime/build/bundle.mjs', dist], root);
  const [pack] = JSON.parse(done(['npm', 'pack', '--json', '--ignore-scripts'], source).stdout);
  packed = pack.files.map((file: { path: string }) => file.path);
  mkdirSync(studio);
  writeFileSync(join(studio, 'package.json'), '{ "private": true }');
  installed = done(
    ['npm', 'install', '--prefer-offline', '--foreground-scripts', join(source, pack.filename)],
    studio,
  ).stderr;
});

test('holds what it takes to build the engine, and no tests', () => {
  const sources = tracked('native');
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.filter((file) => !packed.includes(file))).toEqual([]);
  expect(packed.filter((file) => /^(test|examples|native\/build)\//.test(file))).toEqual([]);
});

test('is installed where nothing can be compiled, and says what that means', () => {
  expect(installed).toMatch(/the native engine was not built, because CMake.* are missing here/);
  expect(existsSync(join(studio, 'node_modules/busbar/native/build'))).toBe(false);
});

test('npx busbar checks a config', () => {
  const config =
    'busbar: 1\ndevices: { box: { inputs: 1, outputs: 1 } }\ngraph: { voice: { from: box.in, to: box.out } }\n';
  writeFileSync(join(studio, 'busbar.yaml'), config);
  expect(run(['npx', 'busbar', 'check'], studio)).toMatchObject({
    status: 0,
    stdout: 'busbar.yaml is fine: 1 device, 1 node, 2 ops in 1 slot.\n',
    stderr: '',
  });
  writeFileSync(join(studio, 'wrong.yaml'), config.replace('box.in,', 'box.im, "x": &a [*a],'));
  const wrong = run(['npx', 'busbar', 'check', 'wrong.yaml'], studio);
  expect(wrong.status).toBe(1);
  expect(wrong.stdout).toContain('error[');
});

test('a config in TypeScript finds the package, as an import and for types', () => {
  const config =
    "import { defineStudio, gain } from 'busbar';\n" +
    'export default defineStudio({ busbar: 1, devices: { box: { inputs: 1, outputs: 1 } },\n' +
    "  graph: { voice: { from: 'box.in', do: [gain('-6 dB')], to: 'box.out' } } });\n";
  writeFileSync(join(studio, 'busbar.config.ts'), config);
  expect(run(['npx', 'busbar', 'check', 'busbar.config.ts'], studio)).toMatchObject({ status: 0, stderr: '' });
  const options =
    '{ "compilerOptions": { "module": "nodenext", "strict": true, "noEmit": true }, "files": ["busbar.config.ts"] }';
  writeFileSync(join(studio, 'tsconfig.json'), options);
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  expect(run([process.execPath, tsc, '-p', studio], studio)).toMatchObject({ status: 0, stdout: '' });
});

test('what needs the engine says what to install', () => {
  const { status, stderr } = run(['npx', 'busbar', 'render', 'busbar.yaml', '--for', '1s'], studio);
  expect(status).toBe(3);
  expect(stderr).toMatch(/The native engine is not built[\s\S]*npm rebuild busbar/);
});

test('every verb loads', () => {
  const help = done(['npx', 'busbar', '--help'], studio).stdout;
  const verbs = [...help.matchAll(/^ {2}([a-z]+) {2,}/gm)].map((m) => m[1] ?? '');
  expect(verbs).toContain('lsp');
  const chunks = readdirSync(join(studio, 'node_modules/busbar/dist/chunks'));
  const load = chunks.map((file) => `await import('./node_modules/busbar/dist/chunks/${file}');`).join('\n');
  expect(run([join(bin, 'node'), '--input-type=module', '--eval', load], studio)).toMatchObject({
    status: 0,
    stderr: '',
  });
});
