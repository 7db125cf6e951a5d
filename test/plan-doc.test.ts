// Does schema/plan.md tell the truth? Its example is compiled and compared; its tables are held against the types.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { planToJson } from '../schema/plan.ts';
import { headerLayout, sectionLayouts } from '../schema/plan-layout.ts';
import { planOf } from './support/compile-text.ts';

const doc = readFileSync(new URL('../schema/plan.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  [...doc.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\n\`\`\``, 'gs'))].map((m) => m[1]!);
const plan = await planOf(blocks('yaml')[0]!);
const json = JSON.parse(JSON.stringify(planToJson(plan)));

test('the example gives the op and the path that are printed', () => {
  const [mix, path] = blocks('json').map((b) => JSON.parse(b));
  expect(json.ops[3]).toEqual(mix);
  expect(json.paths).toEqual([path]);
});

test('the listing of the example is its ops, slots and signals', () => {
  const listed = blocks('text')[0]!
    .split('\n')
    .map((line) => /^(\d+) +(\w+) +([\d, ]*|-) ?-> ?(\d*) *([\w.+]*)/.exec(line)!);
  const numbers = (s: string) => s.split(',').flatMap((n) => (/\d/.test(n) ? [Number(n)] : []));
  expect(
    listed.map(([, i, kernel, reads, writes, made]) => [
      Number(i),
      kernel,
      numbers(reads ?? ''),
      numbers(writes ?? ''),
      made,
    ]),
  ).toEqual(
    plan.ops.map((op, i) => [i, op.kernel, op.reads, op.writes, op.makes.map((s) => plan.signals[s]).join('')]),
  );
});

test('every field of a plan, an op and a part is told', () => {
  const told = new Set([...doc.matchAll(/`(\w+)`/g)].map((m) => m[1]));
  const ranges = ['readFirst', 'readCount', 'writeFirst', 'writeCount'];
  const fields = [json, json.ops[3], json.ops[3].parts[0], json.domains[0], json.paths[0]].flatMap((o) =>
    Object.keys(o),
  );
  expect(fields.filter((f) => !told.has(f) && !ranges.includes(f))).toEqual([]);
});

test('every section of plan.bin, its fields and their sizes are told', () => {
  const rows = new Map(
    [...doc.matchAll(/^\| (.+?) \| (.+) \|$/gm)].flatMap(([, names, fields]) =>
      names!.split(', ').map((name) => [name.replaceAll('`', ''), fields!] as const),
    ),
  );
  for (const { section, fields } of [headerLayout, ...sectionLayouts]) {
    const told = rows.get(section) ?? '';
    for (const [field, type] of Object.entries(fields)) {
      const size = type === 'u32' ? '' : ` \\(${type}[,)]`;
      expect(told, section).toMatch(new RegExp(`\`${field}\`${size}`));
    }
  }
});
