// The JSON Schema of tests: what runs passes, what is misspelt or misshapen fails. And every word has its example.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as functions from '../../runtime/tests/index.ts';
import { assertions, stimuli } from '../../schema/tests/file.ts';
import { testJsonSchema } from '../../schema/tests/json-schema.ts';
import { testReference } from '../../schema/tests/reference.ts';

const root = join(import.meta.dirname, '../..');
const check = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false }).compile(
  testJsonSchema(),
);
const problems = (file: unknown): string =>
  check(file) ? '' : (check.errors ?? []).map((e) => `${e.instancePath} ${e.message}`).join('\n');
const expecting = (...expect: readonly unknown[]) => ({ busbar: 1, tests: { 'in words': { expect } } });
const playing = (stimulus: unknown) => ({
  busbar: 1,
  tests: { it: { play: { 'box.mic': stimulus }, expect: [{ silence: 'box.out' }] } },
});

const files = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' }).filter((f) =>
  f.endsWith('.test.yaml'),
);

describe('the schema takes', () => {
  test.each(files)('examples/%s', (file) => {
    expect(problems(parse(readFileSync(join(root, 'examples', file), 'utf8')))).toBe('');
  });

  test.each(assertions.map((w) => [w.type, w.example]))('%s', (type, example) => {
    expect(problems(expecting({ [type as string]: example }))).toBe('');
  });

  test.each(stimuli.map((w) => [w.type, w.example]))('%s', (type, example) => {
    expect(problems(playing({ [type as string]: example }))).toBe('');
  });

  test('what may stand bare', () => {
    expect(problems(expecting({ silence: 'box.out' }, { xruns: 'usb' }))).toBe('');
    expect(problems(playing({ sine: '997 Hz' }))).toBe('');
    expect(problems(playing({ noise: -20 }))).toBe('');
  });
});

describe('the schema refuses', () => {
  test.each([
    ['an unknown key of the file', { ...expecting({ silence: 'a.b' }), config_file: 'x' }],
    ['an unknown assertion', expecting({ warmth: { at: 'a.b' } })],
    ['an unknown key of one', expecting({ silence: { at: 'a.b', above: 0 } })],
    ['one without what it needs', expecting({ level: { at: 'a.b' } })],
    ['two in one', expecting({ silence: 'a.b', level: { at: 'a.b', is: 0 } })],
    ['a gain for a frequency', playing({ sine: '-20 dB' })],
    ['half a mask', expecting({ response: { from: 'a.b', to: 'c.d', mask: { '1 kHz': ['0 dB'] } } })],
    ['no tests', { busbar: 1 }],
  ])('%s', (_, file) => {
    expect(problems(file)).not.toBe('');
  });
});

test('every word is in the reference, and every assertion is a function', () => {
  const page = testReference();
  for (const { type } of [...assertions, ...stimuli]) expect(page).toContain(`### ${type}\n`);
  const camel = (type: string) => type.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase());
  for (const { type } of assertions) expect(functions).toHaveProperty(camel(type));
});
