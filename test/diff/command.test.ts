// busbar diff as a command: files and revisions of a real repository, formats, exit codes.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { busbar } from '../cli/run.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const config = (gain = '-6 dB', more = '') => `busbar: 1
devices: { main: { inputs: { mic: 1 }, outputs: { mon: 1 } } }
graph:
  voice: { from: main.mic, do: [ { gain: { id: level, gain: ${gain} } }${more} ], to: main.mon }
`;

/** A repository, and what writes files into it and commits them. */
function repository() {
  const cwd = temporaryFolder();
  const git = (...words: readonly string[]) => {
    const names = ['-c', 'user.name=me', '-c', 'user.email=me@example.org', '-c', 'commit.gpgsign=false'];
    const ran = spawnSync('git', [...names, ...words], { cwd, encoding: 'utf8' });
    expect(ran.stderr, words.join(' ')).toBe('');
    return ran.stdout;
  };
  const write = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
      writeFileSync(join(cwd, name), text);
    }
  };
  const commit = (files: Readonly<Record<string, string>>) => {
    write(files);
    git('add', '.');
    git('commit', '-q', '-m', 'x');
  };
  git('init', '-q');
  const run = (words: string, folder = cwd) =>
    busbar(['diff', ...words.split(' ').filter((w) => w !== '')], { cwd: folder });
  const said = async (words: string, folder = cwd) => {
    const { code, out, err } = await run(`${words} --json`, folder);
    expect(err).toBe('');
    const { changes, kind, a, b } = JSON.parse(out);
    return { code, kind, a, b, said: changes.map((c: { text: string }) => c.text) };
  };
  return { cwd, git, write, commit, run, said };
}

const moved = (from: string, to: string) => [`voice.level.gain ${from} -> ${to} dB, live`];

test('a revision against the config as it is now, and against another revision', async () => {
  const { commit, write, said, git } = repository();
  commit({ 'busbar.yaml': config('-6 dB') });
  commit({ 'busbar.yaml': config('-3 dB') });
  write({ 'busbar.yaml': config('-1 dB') });
  git('tag', 'v1');
  const before = git('status', '--short');
  expect(await said('HEAD')).toEqual({
    code: 2,
    kind: 'live',
    a: 'HEAD:busbar.yaml',
    b: 'busbar.yaml',
    said: moved('-3', '-1'),
  });
  expect(await said('HEAD~1 HEAD')).toMatchObject({ code: 2, a: 'HEAD~1:busbar.yaml', said: moved('-6', '-3') });
  expect(await said('v1 HEAD~1')).toMatchObject({ said: moved('-3', '-6') });
  expect(await said('HEAD HEAD')).toMatchObject({ code: 0, kind: 'none', said: [] });
  expect(git('status', '--short')).toBe(before);
});

test('files, a file that has another name in a revision, and a folder below the top', async () => {
  const { cwd, commit, write, said } = repository();
  commit({ 'rooms/a.yaml': config('-6 dB'), 'rooms/busbar.yaml': config('-5 dB') });
  write({ 'rooms/b.yaml': config('-2 dB') });
  const rooms = join(cwd, 'rooms');
  expect(await said('a.yaml b.yaml', rooms)).toMatchObject({ code: 2, said: moved('-6', '-2') });
  expect(await said('HEAD:rooms/a.yaml b.yaml', rooms)).toMatchObject({ a: 'HEAD:a.yaml', said: moved('-6', '-2') });
  expect(await said('HEAD:./a.yaml b.yaml', rooms)).toMatchObject({ said: moved('-6', '-2') });
  expect(await said('HEAD a.yaml', rooms)).toMatchObject({ code: 0, a: 'HEAD:a.yaml' });
  expect(await said('HEAD', rooms)).toMatchObject({ code: 0, b: 'busbar.yaml' });
  expect(await said('b.yaml', rooms)).toMatchObject({ a: 'b.yaml', b: 'busbar.yaml', said: moved('-2', '-5') });
});

test('what a config includes and reads is that of the revision; the local file is that of now', async () => {
  const { cwd, commit, write, said } = repository();
  const main = `${config('$gain', ', { fir: { id: room, file: room.txt } }').replace('busbar: 1', 'busbar: 1\ninclude: parts/gain.yaml')}`;
  commit({ 'busbar.yaml': main, 'parts/gain.yaml': 'params: { gain: -6 dB }\n', 'room.txt': '1\n0.5\n' });
  write({ 'parts/gain.yaml': 'params: { gain: -3 dB }\n', 'room.txt': '1\n0.25\n' });
  const { said: words } = await said('HEAD');
  expect(words).toEqual([...moved('-6', '-3'), 'voice.room.file [1, 0.5] -> [1, 0.25], fade']);
  write({
    'parts/gain.yaml': 'params: { gain: -6 dB }\n',
    'room.txt': '1\n0.5\n',
    'busbar.local.yaml': 'params: { gain: -9 dB }\n',
  });
  expect(await said('HEAD')).toMatchObject({ code: 0, said: [] });
  // A link within the repository is followed.
  symlinkSync('busbar.yaml', join(cwd, 'link.yaml'));
  commit({});
  expect(await said('HEAD:link.yaml busbar.yaml')).toMatchObject({ code: 0 });
});

test('a program runs as it was, from a copy that goes; --no-exec runs none', async () => {
  const { commit, write, said, run } = repository();
  const program =
    "import { gain } from './level.ts';\nexport default { busbar: 1, devices: { main: { inputs: { mic: 1 }, outputs: { mon: 1 } } }, graph: { voice: { from: 'main.mic', do: [{ gain: { id: 'level', gain } }], to: 'main.mon' } } };\n";
  commit({ 'busbar.config.ts': program, 'level.ts': 'export const gain = -6;\n' });
  write({ 'level.ts': 'export const gain = -3;\n' });
  const copies = () =>
    readdirSync(tmpdir()).filter((name) => existsSync(join(tmpdir(), name, 'tree', 'busbar.config.ts')));
  const before = copies();
  expect(await said('HEAD')).toMatchObject({ code: 2, said: moved('-6', '-3') });
  expect(copies()).toEqual(before);
  const { code, err } = await run('HEAD --no-exec');
  expect([code, err]).toEqual([1, expect.stringContaining('program/refused')]);
});

test('JSON has the shape that its page says', async () => {
  const { commit, write, run } = repository();
  commit({ 'busbar.yaml': config() });
  write({ 'busbar.yaml': config('-3 dB', ', { limiter: -1 dBFS }') });
  const page = readFileSync(new URL('../../runtime/diff/README.md', import.meta.url), 'utf8');
  const schema = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)![1]!);
  const isRight = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
  for (const words of ['HEAD --json', 'HEAD HEAD --format json']) {
    const report: unknown = JSON.parse((await run(words)).out);
    expect(isRight(report), JSON.stringify(isRight.errors)).toBe(true);
    expect(isRight({ ...(report as object), changes: [{}] })).toBe(false);
  }
});

test('text and Markdown say the same, and neither can be written to by a config', async () => {
  const { commit, write, run } = repository();
  commit({ 'busbar.yaml': config('-6 dB') });
  write({
    'busbar.yaml': config('-3 dB', ', { limiter: -1 dBFS }').replace('busbar: 1', 'busbar: 1\nname: "a|b\\e[31m<img>"'),
  });
  const { code, out } = await run('HEAD');
  expect(code).toBe(2);
  expect(out).toContain('  voice.level.gain -6 -> -3 dB, live\n  voice.limiter added (limiter), fade\n');
  expect(out).toContain('  main.mic -> main.mon  0 frames (0 ms) -> 96 frames (2 ms), +2 ms\n');
  expect(out).toMatch(/A reload would fade the old into the new\.\n$/);
  const { out: markdown } = await run('HEAD --format markdown');
  expect(markdown).toContain('| voice.level.gain | -6 dB | -3 dB | live |');
  expect(markdown).not.toMatch(/<img>|a\|b/);
  expect(out + markdown).not.toContain('\x1b');
});

test('no differences, a broken config, and words that make no sense', async () => {
  const { commit, write, run } = repository();
  commit({ 'busbar.yaml': config() });
  expect(await run('HEAD')).toEqual({ code: 0, out: 'HEAD:busbar.yaml -> busbar.yaml\nNo differences.\n', err: '' });
  write({ 'busbar.yaml': config().replace('main.mon }', 'main.nom }') });
  const broken = await run('HEAD');
  expect([broken.code, broken.out]).toEqual([1, '']);
  expect(broken.err).toContain('busbar.yaml does not compile.');
  const old = await run('HEAD --json', undefined);
  expect(JSON.parse(old.out)).toMatchObject({ errors: 1 });
  for (const words of [
    '',
    'HEAD~7',
    '--output=x',
    'HEAD HEAD HEAD',
    'HEAD --format xml',
    'HEAD --json --format markdown',
  ]) {
    expect((await run(words)).code, words).toBe(64);
  }
  const outside = temporaryFolder();
  writeFileSync(join(outside, 'busbar.yaml'), config());
  expect(await busbar(['diff', 'HEAD'], { cwd: outside })).toMatchObject({
    code: 64,
    err: expect.stringContaining('HEAD is neither a file nor a revision of a git repository here.'),
  });
});

test('a file that Git LFS keeps elsewhere is said to be that', async () => {
  const { commit, write, run } = repository();
  const text = config('-6 dB', ', { fir: room.wav }');
  commit({
    'busbar.yaml': text,
    'room.wav': `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 9\n`,
  });
  write({ 'busbar.yaml': config() });
  const { code, err } = await run('HEAD');
  expect([code, err]).toEqual([1, expect.stringContaining('Git LFS')]);
});
