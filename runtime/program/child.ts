// The process in which a config runs. In: the path of a TypeScript or JavaScript config. Out: one line on descriptor 3:
// its default export as plain data with places, or what is wrong; then it is ended from outside, with all that it may have begun.
// What the config prints goes to its own standard output and error, never into the reply.

import { existsSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { dirname, resolve } from 'node:path';
import { createJiti } from 'jiti';
import * as builder from '../../compiler/builder.ts';
import { blame } from './blame.ts';
import { holdBack } from './held.ts';
import { Marks } from './marks.ts';
import { NotPlain, toPlain } from './plain.ts';
import { LIFE_FD, MAX_FILES, MAX_MISSING, READY, REPLY_FD } from './reply.ts';

const entry = process.argv.at(-1) as string;
const marks = new Marks();
marks.fileOf(entry);
const before = new Set<string>();

const jiti = createJiti(import.meta.url, {
  fsCache: false,
  sourceMaps: true, // without, plug-ins are not told which file they see
  // `import … from 'busbar'` works in a folder without node_modules too.
  virtualModules: { busbar: builder },
  transformOptions: { retainLines: true, babel: { plugins: [marks.plugin] } },
});

function reply(result: { ok: true; value: unknown } | { ok: false; problem: unknown; at: unknown }): void {
  const all = [...new Set([...marks.files, ...loaded()])];
  const problem = { kind: 'size', limit: `${MAX_FILES.toLocaleString('en')} files` };
  const told = all.length > MAX_FILES ? { ok: false, problem, at: undefined } : result;
  const reply = { ...told, files: all.slice(0, MAX_FILES), missing: missing().slice(0, MAX_MISSING) };
  const line = Buffer.from(`${JSON.stringify(reply)}\n`);
  for (let at = 0; at < line.length; ) at += writeSync(REPLY_FD, line, at);
}

/** Files that were loaded without being translated: JSON, CommonJS. */
const loaded = (): readonly string[] =>
  Object.keys(jiti.cache).filter((path) => !before.has(path) && !path.includes('node_modules'));

/** Where a relative import was looked for and not found. */
function missing(): readonly string[] {
  const endings = ['', '.ts', '.js', '.mts', '.mjs', '.json', '/index.ts', '/index.js'];
  return marks.imports
    .filter(({ name }) => /^\.{1,2}\//.test(name))
    .map(({ name, at }) => resolve(dirname(marks.files[at.file] ?? entry), name))
    .flatMap((path) => {
      const tried = endings.map((ending) => path + ending);
      return tried.some((p) => existsSync(p)) ? [] : tried;
    });
}

function refuse(thrown: unknown): void {
  if (thrown instanceof NotPlain) reply({ ok: false, problem: thrown.problem, at: thrown.at });
  else reply({ ok: false, ...blame(thrown, marks) });
}

// What is printed is on its way when it was printed: a config that prints without an end cannot pile it up here.
for (const stream of [process.stdout, process.stderr]) {
  (stream as { _handle?: { setBlocking?(on: boolean): void } })._handle?.setBlocking?.(true);
}
process.on('uncaughtException', refuse);
for (const path of Object.keys(jiti.cache)) before.add(path);
// Whoever started this may be killed without a word: then nobody waits for the reply, and nobody ends what sleeps.
const { kill, pid } = process;
new Socket({ fd: LIFE_FD })
  .on('close', () => kill(pid, 'SIGKILL'))
  .resume()
  .unref();
holdBack();
writeSync(REPLY_FD, READY);
try {
  const module = await jiti.import<{ default?: unknown }>(entry);
  if ('default' in module) reply({ ok: true, value: toPlain(await module.default, marks) });
  else reply({ ok: false, problem: { kind: 'no-default' }, at: undefined });
} catch (thrown) {
  refuse(thrown);
}
