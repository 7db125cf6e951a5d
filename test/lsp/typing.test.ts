// Half-written texts: whatever has been typed so far, completion, hover and outline answer and never throw, and where a
// whole text is asked, every word is found at its place.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { completionAt } from '../../runtime/lsp/completion.ts';
import { typingAt, wordAt } from '../../runtime/lsp/cursor.ts';
import { definitionAt } from '../../runtime/lsp/definition.ts';
import { readTree } from '../../runtime/lsp/file-tree.ts';
import { hoverAt } from '../../runtime/lsp/hover.ts';
import { outlineOf } from '../../runtime/lsp/outline.ts';
import { SchemaView } from '../../runtime/lsp/schema-at.ts';
import { View } from '../../runtime/lsp/view.ts';
import { jsonSchema } from '../../schema/json-schema.ts';
import { random, runSeed } from '../support/random.ts';
import { studio } from './studio.ts';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));
const texts = [
  ...Object.values(studio),
  ...readdirSync(examples)
    .filter((name) => /^\d/.test(name))
    .map((name) => readFileSync(join(examples, name, 'busbar.yaml'), 'utf8')),
];
const schema = new SchemaView(jsonSchema());
const viewOf = (text: string) => {
  const file = readTree('busbar.yaml', text);
  return new View(file, undefined, [file], [file]);
};

const RUNS = Number(process.env.BUSBAR_TYPING ?? 300);

test('texts that end anywhere, with a word or a sign taken out', () => {
  const seed = runSeed();
  console.log(`typing: BUSBAR_SEED=${seed}`);
  for (let i = 0; i < RUNS; i++) {
    const next = random(seed + i);
    const whole = texts[i % texts.length] ?? '';
    const cut = Math.floor(next() * whole.length);
    const hole = Math.floor(next() * 8);
    const text = i % 2 === 0 ? whole.slice(0, cut) : whole.slice(0, cut) + whole.slice(cut + hole);
    const view = viewOf(text);
    for (const item of completionAt(view, schema, cut, true)) expect(item.textEdit).toBeDefined();
    hoverAt(view, schema, cut);
    definitionAt(view, cut);
    outlineOf(view.file);
  }
});

test('a word is found at every place of it, and typing it has the same path', () => {
  let seen = 0;
  for (const text of texts) {
    const { tree } = readTree('busbar.yaml', text);
    for (const match of text.matchAll(/^ *([a-z_]+): (?=\S)/gm)) {
      const key = match[1] ?? '';
      const start = match.index + match[0].indexOf(key);
      const found = tree && wordAt(tree, start + 1);
      if (found === undefined || text.startsWith('#', match.index)) continue;
      expect(text.slice(found.start, found.end)).toBe(key);
      const typing = typingAt(text, start + key.length);
      expect(typing?.path.slice(0, -1)).toEqual(found.path.slice(0, -1));
      seen++;
    }
  }
  expect(seen).toBeGreaterThan(100);
});

test('every key that the schema knows at a place is explained', () => {
  for (const path of [
    [],
    ['engine'],
    ['devices', 'x'],
    ['graph', 'x'],
    ['graph', 'x', 'do', 0],
    ['machines', 'x', 'when'],
  ]) {
    const keys = schema.keys(path);
    expect(keys.length).toBeGreaterThan(1);
    expect(keys.filter((key) => key.about === '').map((key) => key.word)).toEqual([]);
  }
});
