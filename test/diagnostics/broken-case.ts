// A folder of test/diagnostics/broken. In: its path. Out: files, options and what a compile of them must say.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../compiler/index.ts';
import type { Evaluation } from '../../compiler/ir/program.ts';
import type { MachineFacts, ReadResult, SourceHost } from '../../compiler/ir/source.ts';
import type { CompileResult } from '../../compiler/request.ts';
import { compileTests } from '../../compiler/tests.ts';
import { type Limits, usualLimits } from '../../runtime/program/evaluate.ts';
import { createFileHost } from '../../runtime/source-host.ts';
import type { Inventory } from '../../schema/inventory.ts';
import { inventoryOf } from '../support/inventory.ts';
import { type Files, memoryHost } from '../support/memory-host.ts';

export const brokenRoot = join(import.meta.dirname, 'broken');

interface Expected {
  readonly code: string;
  readonly at: string;
  readonly file?: string;
}
interface ExpectFile {
  readonly entry?: string;
  readonly set?: readonly string[];
  readonly machine?: string;
  readonly facts?: MachineFacts;
  /** As `--no-exec` does; else an entry that is a program is run. */
  readonly noExec?: boolean;
  readonly limits?: Partial<Limits>;
  readonly host?: Readonly<Record<string, Extract<ReadResult, { ok: false }>['reason']>>;
  readonly expect?: readonly Expected[];
}

export interface BrokenCase {
  readonly name: string;
  readonly entry: string;
  readonly files: Files;
  readonly options: ExpectFile;
  readonly inventory: Inventory | undefined;
  /** `code file line:column-endLine:endColumn`, sorted. */
  readonly expected: readonly string[];
}

/** What the programs of a case gave: each is run once, however often the case is compiled. */
const evaluations = new Map<string, Promise<Evaluation>>();

function evaluationOf({ name, entry, options }: BrokenCase): Promise<Evaluation> {
  const limits = { ...usualLimits, ...options.limits };
  const host = createFileHost({ cwd: join(brokenRoot, name), programs: { print: () => {}, limits } });
  const known = evaluations.get(name) ?? (host.evaluate as NonNullable<SourceHost['evaluate']>)(entry);
  evaluations.set(name, known);
  return known;
}

const mark = /^(\s*)#(\s*)(\^+) (\S+\/\S+)\s*$/;

/** Marks under the lines of a text. */
function marksIn(text: string, file: string): readonly string[] {
  const found: string[] = [];
  let line = 0;
  for (const [i, content] of text.split(/\r\n|\n/).entries()) {
    const match = mark.exec(content);
    if (match === null) {
      line = i + 1;
      continue;
    }
    const [, indent = '', space = '', carets = '', code] = match;
    const first = space === '';
    const column = indent.length + (first ? 1 : 2 + space.length);
    const end = column + carets.length + (first ? 1 : 0);
    found.push(`${code} ${file} ${line}:${column}-${line}:${end}`);
  }
  return found;
}

function filesIn(folder: string, prefix = ''): Record<string, Uint8Array> {
  const out: Record<string, Uint8Array> = {};
  for (const item of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, item.name);
    if (item.isDirectory()) Object.assign(out, filesIn(path, `${prefix}${item.name}/`));
    else out[prefix + item.name] = readFileSync(path);
  }
  return out;
}

const textOf = (content: string | Uint8Array | undefined) =>
  typeof content === 'string' ? content : new TextDecoder().decode(content ?? new Uint8Array());

export function readCase(name: string): BrokenCase {
  const { 'expect.json': json, 'inventory.json': devices, ...files } = filesIn(join(brokenRoot, name));
  const options: ExpectFile = json === undefined ? {} : JSON.parse(textOf(json));
  const entry = options.entry ?? 'busbar.yaml';
  const expected = [
    ...Object.entries(files).flatMap(([path, text]) => (/\.yaml$/.test(path) ? marksIn(textOf(text), path) : [])),
    ...(options.expect ?? []).map((e) => `${e.code} ${e.file ?? entry} ${e.at}`),
  ];
  const inventory = devices === undefined ? undefined : inventoryOf(textOf(devices), name);
  return { name, entry, files, options, inventory, expected: expected.sort() };
}

export const cases = (): readonly BrokenCase[] => readdirSync(brokenRoot).sort().map(readCase);

/** What is said of a case, whatever it is a mistake in. */
export type Said = Pick<CompileResult, 'diagnostics' | 'sources'> & { readonly plan?: unknown };

/** Compiles the case, `files` in place of its own where an edit changed them. */
export async function compileCase(broken: BrokenCase, changed: Files = {}): Promise<Said> {
  const { entry, files, options, inventory } = broken;
  const memory = memoryHost({ ...files, ...changed });
  const host: SourceHost = {
    ...memory,
    evaluate: options.noExec === true ? undefined : () => evaluationOf(broken),
    ...(options.facts && { machine: options.facts }),
    read: async (path, limit) => {
      const reason = options.host?.[path];
      return reason === undefined ? memory.read(path, limit) : { ok: false, reason, detail: 'the disk is gone' };
    },
  };
  const set = (options.set ?? []).map((s) => {
    const at = s.indexOf('=');
    return { path: s.slice(0, at), value: s.slice(at + 1) };
  });
  const machine = options.machine === undefined ? {} : { machine: options.machine };
  const request = { entry, host, options: { set, ...machine }, inventory };
  if (!entry.endsWith('.test.yaml')) return compile(request);
  const config = files['busbar.yaml'] === undefined ? undefined : 'busbar.yaml';
  const { tests, ...said } = await compileTests({ ...request, config });
  return { ...said, plan: tests };
}
