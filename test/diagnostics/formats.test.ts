// Diagnostics in the forms that other programs read, over every broken config: SARIF against the schema of the standard
// (as Microsoft's SARIF SDK ships it), JUnit and workflow commands against what their readers do with them.

import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderGithub } from '../../compiler/diagnostics/render/github.ts';
import { renderJunit } from '../../compiler/diagnostics/render/junit.ts';
import { renderSarif } from '../../compiler/diagnostics/render/sarif.ts';
import { compile } from '../../compiler/index.ts';
import type { CompileResult } from '../../compiler/request.ts';
import { memoryHost } from '../support/memory-host.ts';
import { cases, compileCase, type Said } from './broken-case.ts';

const results = new Map<string, Said>();

beforeAll(async () => {
  for (const c of cases()) results.set(c.name, await compileCase(c));
});

const compileAt = (path: string, yaml: string): Promise<CompileResult> =>
  compile({ entry: path, host: memoryHost({ [path]: yaml }), options: { set: [{ path: 'nowhere.to', value: '1' }] } });

const bad = `busbar: 1
devices: { box: { inputs: 1, outputs: 2 } }
graph:
  voice: { from: box.in, do: [{ gian: -6 dB }], to: box.aut }
`;

describe('SARIF', () => {
  // Its draft of JSON Schema is an older one, whose two other words mean what they say today.
  const { $schema, id, ...schema }: Record<string, unknown> = sarifSchema;
  const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true }).compile(
    schema,
  );
  const problems = (log: unknown) =>
    validate(log) ? [] : validate.errors?.map((e) => `${e.instancePath} ${e.message}`);

  test('the schema refuses what is no log', () => {
    expect(problems({ version: '2.1.0' })).not.toEqual([]);
    expect(problems({ version: '2.1.0', runs: [{ tool: {} }] })).not.toEqual([]);
    const [run] = renderSarif([], [], '1').runs;
    expect(problems({ version: '2.1.0', runs: [{ ...run, results: [{ level: 'error' }] }] })).not.toEqual([]);
  });

  test('every broken config gives a valid log, with as many results as it has diagnostics', () => {
    for (const [name, { diagnostics, sources }] of results) {
      const log = JSON.parse(JSON.stringify(renderSarif(diagnostics, sources, '1.2.3')));
      expect(problems(log), name).toEqual([]);
      expect(log.runs[0].results).toHaveLength(diagnostics.length);
    }
  });

  test('says rule, level, place, fix and help', async () => {
    const { diagnostics, sources } = await compileAt('studios/böse desk.yaml', bad);
    const [run] = renderSarif(diagnostics, sources, '1.2.3').runs;
    const result = run?.results.find((r) => r.ruleId === 'step/misspelt');
    expect(run?.tool.driver.rules[result?.ruleIndex ?? -1]?.id).toBe('step/misspelt');
    expect(result).toMatchObject({
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'studios/b%C3%B6se%20desk.yaml' },
            region: { startLine: 4, startColumn: 33, endLine: 4, endColumn: 37 },
          },
        },
      ],
      fixes: [{ artifactChanges: [{ replacements: [{ insertedContent: { text: 'gain' } }] }] }],
    });
    // A value of the command line stands in no file.
    const set = run?.results.find((r) => r.ruleId === 'set/unknown-path');
    expect(set?.locations[0]?.physicalLocation?.artifactLocation.uri).toMatch(/^studios/);
  });

  test('what came through standard input has no place in a file', async () => {
    const { diagnostics, sources } = await compileAt('<stdin>', bad);
    const log = renderSarif(diagnostics, sources, '1.2.3');
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(problems(log)).toEqual([]);
    expect(JSON.stringify(log)).not.toMatch(/stdin|physicalLocation|"fixes"/);
  });
});

describe('workflow commands', () => {
  test('every diagnostic is one command, in which nothing ends early', () => {
    for (const [name, { diagnostics, sources }] of results) {
      const lines = renderGithub(diagnostics, sources).split('\n').slice(0, -1);
      expect(lines, name).toHaveLength(diagnostics.length);
      for (const line of lines)
        expect(line, name).toMatch(/^::(error|warning|notice) ([a-zA-Z]+=[^:,]*)(,[a-zA-Z]+=[^:,]*)*::\S/);
    }
  });

  test('says file, lines and columns', async () => {
    const { diagnostics, sources } = await compileAt('a,b:c.yaml', bad);
    const text = renderGithub(diagnostics, sources);
    expect(text).toContain('::error file=a%2Cb%3Ac.yaml,line=4,endLine=4,col=33,endColumn=37,title=step/misspelt::');
    expect(text).toContain('%0Afix: write `gain`');
  });
});

describe('JUnit', () => {
  /** Elements in order, with their attributes; throws where tags do not match, as every reader would. */
  function elements(xml: string): { name: string; attributes: Record<string, string>; text: string }[] {
    const found: { name: string; attributes: Record<string, string>; text: string }[] = [];
    const open: number[] = [];
    const [, body = ''] = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n([\s\S]*)$/.exec(xml) ?? [];
    for (const [, close, name = '', words = '', self, text = ''] of body.matchAll(
      /<(\/?)([a-z-]+)((?:\s+[a-z]+="[^"<]*")*)(\/?)>([^<]*)/g,
    )) {
      if (close) {
        if (found[open.pop() ?? -1]?.name !== name) throw new Error(`</${name}> closes nothing`);
        continue;
      }
      const attributes = Object.fromEntries([...words.matchAll(/([a-z]+)="([^"]*)"/g)].map((m) => [m[1], m[2]]));
      const at = found.push({ name, attributes, text }) - 1;
      if (!self) open.push(at);
    }
    if (open.length > 0 || found.length === 0) throw new Error('something is left open');
    const plain = body
      .replaceAll(/<\/?[a-z-]+(?:\s+[a-z]+="[^"<]*")*\/?>/g, '')
      .replaceAll(/&(?:amp|lt|gt|quot|#\d+);/g, '');
    if (/[<&]|(?![\t\n\r])\p{Cc}/u.test(plain)) throw new Error('what is no XML');
    return found;
  }

  test('the reader sees what is wrong', () => {
    const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
    for (const xml of ['<a>', '<a></b>', '<a>&</a>', '<a>\u0007</a>', '']) expect(() => elements(head + xml)).toThrow();
  });

  test('every broken config gives as many failures as it has errors', () => {
    for (const [name, { diagnostics, sources }] of results) {
      const found = elements(renderJunit('busbar.yaml', diagnostics, sources));
      const errors = diagnostics.filter((d) => d.severity === 'error').length;
      expect(found.filter((e) => e.name === 'failure').length, name).toBe(errors);
      expect(found.find((e) => e.name === 'testsuite')?.attributes.failures).toBe(String(errors));
      expect(found.filter((e) => e.name === 'testcase').length).toBe(Math.max(1, errors));
    }
  });
});
