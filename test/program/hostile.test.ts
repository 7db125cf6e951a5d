// Configs that mean harm, or are simply wrong: each is refused with a diagnostic, and leaves no process behind.

import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { type Limits, usualLimits } from '../../runtime/program/evaluate.ts';
import { createFileHost } from '../../runtime/source-host.ts';
import { start } from '../cli/process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Refused {
  readonly cwd: string;
  /** `code: message` of each diagnostic. */
  readonly said: readonly string[];
  readonly printed: string;
}

async function refused(config: string, limits: Partial<Limits> = {}, name = 'busbar.config.ts'): Promise<Refused> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, name), config);
  let printed = '';
  const print = (text: string) => {
    printed += text;
  };
  const host = createFileHost({ cwd, programs: { print, limits: { ...usualLimits, ...limits } } });
  const { plan, diagnostics } = await compile({ entry: name, host });
  expect(plan).toBeUndefined();
  expect(processesIn(cwd)).toEqual([]);
  for (const d of diagnostics)
    expect(`${d.message}${d.help}`).not.toMatch(/node:internal|jiti|__busbarMark|child\.[jt]s/);
  return { cwd, said: diagnostics.map((d) => `${d.code}: ${d.message}`), printed };
}

/** Command lines that name a folder; every process that a config begins does. */
const processesIn = (folder: string): readonly string[] =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(folder));

test('the list of processes sees one', () => {
  const folder = temporaryFolder();
  expect(processesIn(folder)).toEqual([]);
  const out = execFileSync('sh', ['-c', 'ps -eo args; exit 0', folder], { encoding: 'utf8' });
  expect(out).toContain(folder);
});

describe('it is ended', () => {
  test('a loop without an end', async () => {
    const { said } = await refused('while (true) {}', { seconds: 0.5 });
    expect(said).toEqual(['program/limit: the config was ended: it ran for longer than 0.5 s']);
  });

  test('a wait without an end', async () => {
    const { said } = await refused('await new Promise((r) => setTimeout(r, 1e9));', { seconds: 0.5 });
    expect(said).toEqual(['program/limit: the config was ended: it ran for longer than 0.5 s']);
  });

  test('a heap that grows without an end', async () => {
    const config = 'const all = []; while (true) all.push(new Array(1e5).fill(0).map((_, i) => ({ i })));';
    const { said, printed } = await refused(config, { seconds: 60, megabytes: 128 });
    expect(said).toEqual(['program/limit: the config was ended: it took more memory than 128 MB']);
    expect(printed).toBe('');
  });

  test.skipIf(!existsSync('/proc/self/status'))(
    'memory beside the heap (where the system tells its size)',
    async () => {
      const config = 'const all = []; while (true) all.push(Buffer.alloc(1e7, 1));';
      const { said } = await refused(config, { seconds: 60, megabytes: 128 });
      expect(said).toEqual(['program/limit: the config was ended: it took more memory than 128 MB']);
    },
  );

  test('a gigabyte of text', async () => {
    const { said, printed } = await refused("for (let i = 0; i < 1e9; i++) console.log('x'.repeat(99999));", {
      seconds: 60,
    });
    expect(said).toEqual(['program/limit: the config was ended: it printed more than 1 MB']);
    expect(printed).toBe('');
  });

  test('a value that grows without an end', async () => {
    const config = 'let v: object = {}; for (let i = 0; i < 60; i++) v = { a: v, b: v }; export default v;';
    const { said } = await refused(config, { seconds: 60 });
    expect(said).toEqual(['program/limit: the config was ended: it is larger than 300,000 values']);
  });

  test('a value that is 10,000 deep', async () => {
    const { said } = await refused('let v: object = {}; for (let i = 0; i < 1e4; i++) v = [v]; export default v;');
    expect(said).toEqual(['input/too-deep: maps and lists are nested more than 64 deep here']);
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s to busbar ends the config too', async (signal) => {
  const cwd = temporaryFolder();
  execFileSync('mkfifo', [join(cwd, 'pipe')]);
  const config = "import { readFileSync } from 'node:fs';\nreadFileSync('pipe');\nwhile (true) {}";
  writeFileSync(join(cwd, 'busbar.config.ts'), config);
  const { child, finished } = start(['check'], { cwd });
  await writeFile(join(cwd, 'pipe'), ''); // done when the config reads it
  expect(processesIn(cwd)).toHaveLength(1);
  child.kill(signal);
  expect(await finished).toMatchObject({ code: null, signal, out: '' });
  await expect.poll(() => processesIn(cwd)).toEqual([]);
});

test('busbar that is killed takes a config with it that sleeps', async () => {
  const cwd = temporaryFolder();
  execFileSync('mkfifo', [join(cwd, 'pipe')]);
  const config =
    "import { readFileSync } from 'node:fs';\nreadFileSync('pipe');\nawait new Promise((r) => setTimeout(r, 60_000));";
  writeFileSync(join(cwd, 'busbar.config.ts'), config);
  const { child, finished } = start(['check'], { cwd });
  await writeFile(join(cwd, 'pipe'), ''); // done when the config reads it
  expect(processesIn(cwd)).toHaveLength(1);
  child.kill('SIGKILL');
  await finished;
  await expect.poll(() => processesIn(cwd)).toEqual([]);
});

describe('it may not', () => {
  test.each([
    ["spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }).unref()", 'start a process'],
    ["fork(process.argv.at(-1) ?? '')", 'start a process'],
    ["execSync('sleep 600')", 'start a process'],
  ])('%s', async (act, what) => {
    const { said } = await refused(`import { execSync, fork, spawn } from 'node:child_process';\n${act};`);
    expect(said).toEqual([`program/forbidden: a config may not ${what}`]);
  });

  test('write a file', async () => {
    const config = "import { writeFileSync } from 'node:fs';\nwriteFileSync('busbar.yaml', '');";
    const { said, cwd } = await refused(config);
    expect(said).toEqual(['program/forbidden: a config may not write a file']);
    expect(existsSync(join(cwd, 'busbar.yaml'))).toBe(false);
  });

  test('start a thread', async () => {
    const { said } = await refused(
      "import { Worker } from 'node:worker_threads';\nnew Worker('while (true);', { eval: true });",
    );
    expect(said).toEqual(['program/forbidden: a config may not start a thread']);
  });

  test.each([
    ["process.kill(process.ppid, 'SIGTERM')", 'send a signal'],
    ["import { kill } from 'node:process'; kill(process.ppid, 'SIGTERM')", 'send a signal'],
    ['(process as any)._kill(process.ppid, 15)', 'send a signal'],
    ['(process as any)._debugProcess(process.ppid)', 'send a signal'],
    ['process.abort()', 'send a signal'],
    ["import { setPriority } from 'node:os'; setPriority(process.ppid, 19)", 'change the priority of a process'],
    ["import net from 'node:net'; net.createServer().listen('x.sock')", 'use the network'],
    ["import { createServer } from 'node:net'; createServer().listen(0, '127.0.0.1')", 'use the network'],
    ["import net from 'node:net'; (net as any)._createServerHandle('x.sock', -1, -1)", 'use the network'],
    ["import net from 'node:net'; net.connect(9, '127.0.0.1')", 'use the network'],
    ["import net from 'node:net'; new net.Socket().connect('x.sock')", 'use the network'],
    ["import dgram from 'node:dgram'; dgram.createSocket('udp4').bind(0)", 'use the network'],
    ["import dgram from 'node:dgram'; dgram.createSocket('udp4').send('x', 9, '127.0.0.1')", 'use the network'],
    ["import http from 'node:http'; http.createServer().listen(0)", 'use the network'],
    ["import http from 'node:http'; http.get('http://127.0.0.1:9')", 'use the network'],
    ["import https from 'node:https'; https.get('https://127.0.0.1:9')", 'use the network'],
    ["import tls from 'node:tls'; tls.connect(9, '127.0.0.1')", 'use the network'],
    ["import http2 from 'node:http2'; http2.connect('http://127.0.0.1:9')", 'use the network'],
    ["await fetch('http://127.0.0.1:9')", 'use the network'],
    ["import dns from 'node:dns/promises'; await dns.lookup('localhost')", 'use the network'],
    ["import { Resolver } from 'node:dns'; new Resolver().resolve4('localhost', () => {})", 'use the network'],
  ])('%s', async (act, what) => {
    const heard: string[] = [];
    const listen = () => heard.push('SIGTERM');
    process.on('SIGTERM', listen);
    const { said, cwd } = await refused(`${act};\nawait new Promise((r) => setTimeout(r, 1e6));`);
    process.off('SIGTERM', listen);
    expect(said).toEqual([`program/forbidden: a config may not ${what}`]);
    expect([heard, existsSync(join(cwd, 'x.sock'))]).toEqual([[], false]);
  });

  test('speak for us: what it sends in our place is judged like anything else', async () => {
    const forged = JSON.stringify({ ok: true, files: ['a'], missing: [], value: { is: { map: 3 } } });
    const { said } = await refused(`import { writeSync } from 'node:fs';\nwriteSync(3, '${forged}\\n');`);
    expect(said).toEqual([expect.stringMatching(/^program\/ended: /)]);
  });

  const nested = (depth: number) =>
    `"value":' + '{"is":{"list":['.repeat(${depth}) + '{"is":1}' + ']}}'.repeat(${depth}) + '`;
  test.each([
    ['3,000 nested lists', `"files":["a"],"missing":[],${nested(3000)}`],
    ['65 nested lists', `"files":["a"],"missing":[],${nested(65)}`],
    ['1,001 files', `"missing":[],"value":{"is":1},"files":' + JSON.stringify(Array(1001).fill('a')) + '`],
    ['8,001 missing files', `"files":["a"],"value":{"is":1},"missing":' + JSON.stringify(Array(8001).fill('a')) + '`],
  ])('speak for us, with %s', async (_, forged) => {
    const act = `writeSync(3, '{"ok":true,${forged}}\\n');`;
    const { said } = await refused(`import { writeSync } from 'node:fs';\n${act}`);
    expect(said).toEqual([expect.stringMatching(/^program\/ended: /)]);
  });

  test('consist of more than 1,000 files, or of more than 4 MB', async () => {
    const many = temporaryFolder();
    for (let i = 0; i < 1001; i++) writeFileSync(join(many, `${i}.json`), '{}');
    const all = await refused(`for (let i = 0; i < 1001; i++) await import('${many}/' + i + '.json');`);
    expect(all.said).toEqual(['program/limit: the config was ended: it is larger than 1,000 files']);
    for (const name of ['a', 'b']) writeFileSync(join(many, `${name}.json`), `{ "x": "${'x'.repeat(2.5 * 2 ** 20)}" }`);
    const large = await refused(`import '${many}/a.json';\nimport '${many}/b.json';\nexport default {};`);
    expect(large.said).toEqual(['program/limit: the config was ended: it is larger than 4 MB']);
  });
});

describe('what it throws', () => {
  test.each([
    ["throw 'just text'", 'just text'],
    ["throw new TypeError('of a kind')", 'TypeError: of a kind'],
    ['throw null', 'null'],
    ['throw { message: 3 }', 'an error without a message'],
    ["setTimeout(() => { throw new Error('later'); }, 0); await new Promise((r) => setTimeout(r, 1e6))", 'later'],
    ["await Promise.reject(new Error('refused'))", 'refused'],
    ["Promise.reject(new Error('unheard')); await new Promise((r) => setTimeout(r, 1e6))", 'unheard'],
    ['undefinedName.x', 'ReferenceError: undefinedName is not defined'],
    ["export default { get graph() { throw new Error('on reading') } }", 'on reading'],
  ])('%s', async (act, message) => {
    const { said } = await refused(`${act};`);
    expect(said).toEqual([`program/threw: the config ended with an error: ${message}`]);
  });
});

describe('what is no data', () => {
  test.each([
    ['() => 1', 'a function'],
    ["Symbol('x')", 'a symbol'],
    ['10n', 'a bigint'],
    ['[undefined]', 'undefined'],
    ['0 / 0', 'NaN'],
    ['1 / 0', 'Infinity'],
    ['new Date(0)', 'an instance of Date'],
    ['new Map()', 'an instance of Map'],
    ['new (class Room {})()', 'an instance of Room'],
    ['Promise.resolve(1)', 'a promise: await it'],
    ['loop', 'a value that holds itself'],
  ])('%s', async (expression, what) => {
    const config = `const loop: unknown[] = []; loop.push(loop);\nexport default { graph: { 'a b': [${expression}] } };`;
    const path = expression.startsWith('[') || expression === 'loop' ? 'graph["a b"][0][0]' : 'graph["a b"][0]';
    const { said } = await refused(config);
    expect(said).toEqual([`program/not-plain: \`${path}\` is ${what}, not plain data`]);
  });
});
