// Input that nobody would write on purpose, or only on purpose: an answer, in words, and never an exception.
// A hang would run into the suite's own time limit.

import { describe, expect, it } from 'vitest';
import { renderJson } from '../../compiler/diagnostics/render/json.ts';
import { renderText } from '../../compiler/diagnostics/render/text.ts';
import { compile } from '../../compiler/index.ts';
import { MAX_BYTES } from '../../compiler/passes/load/file-reader.ts';
import { MAX_TOKENS } from '../../compiler/passes/parse/survey.ts';
import { memoryHost } from '../support/memory-host.ts';

const check = async (text: string | Uint8Array) => {
  const result = await compile({ entry: 'busbar.yaml', host: memoryHost({ 'busbar.yaml': text }) });
  const report = renderText(result.diagnostics, result.sources);
  expect(
    [...report].some((c) => c < ' ' && c !== '\n'),
    'control characters',
  ).toBe(false);
  expect(renderJson(result.diagnostics, result.sources).diagnostics).toHaveLength(result.diagnostics.length);
  return { codes: result.diagnostics.map((d) => d.code), report, plan: result.plan };
};
const lines = (n: number, line: (i: number) => string) => Array.from({ length: n }, (_, i) => `${line(i)}\n`).join('');
const bytes = (n: number, byte: (i: number) => number) => Uint8Array.from({ length: n }, (_, i) => byte(i));
const fill = (piece: string) => piece.repeat(Math.floor((MAX_BYTES - 100) / piece.length));

describe('what is no config', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['no bytes', '', 'input/empty'],
    ['a shell script', '#!/bin/sh\necho hello\n', 'value/shape'],
    ['prose', 'Dear studio,\n\nplease play.\n', 'value/shape'],
    ['JSON', '{"busbar": 1, "graph": {"a": {"from": "main.mic"}}}', 'address/unknown'],
    ['XML', '<config><gain>1</gain></config>\n', 'value/shape'],
    ['an INI file', '[graph]\nvoice = main.mic\n', 'yaml/syntax'],
    ['random bytes', bytes(5000, (i) => (i * 7919 + (i >> 3)) & 0xff), 'input/not-utf8'],
    ['zeros', bytes(5000, () => 0), 'input/control-character'],
    ['a terminal escape', 'name: \u001b]0;gotcha\u0007\n', 'input/control-character'],
    ['one number', '42\n', 'value/shape'],
    ['a list', '- busbar: 1\n', 'value/shape'],
    ['too many bytes', fill('# ') + fill('# '), 'input/too-large'],
  ])('%s', async (_, text, code) => {
    const { codes, plan } = await check(text);
    expect(codes[0]).toBe(code);
    expect(plan).toBeUndefined();
  });
});

describe('what multiplies', () => {
  it.each<[string, string, string]>([
    ['brackets', '['.repeat(100_000), 'input/too-deep'],
    ['keys in keys', '{a: '.repeat(100_000), 'input/too-deep'],
    ['dashes', '- '.repeat(100_000), 'input/too-deep'],
    [
      'aliases',
      lines(30, (i) => (i === 0 ? 'a0: &a0 [x, x]' : `a${i}: &a${i} [*a${i - 1}, *a${i - 1}]`)),
      'yaml/too-many-aliases',
    ],
    [
      'lists of params',
      `params:\n${lines(60, (i) => `  p${i}: [$p${i + 1}, $p${i + 1}]`)}  p60: 1\n`,
      'param/too-large',
    ],
    ['text of params', `params:\n${lines(60, (i) => `  p${i}: $p${i + 1}$p${i + 1}`)}  p60: xyz\n`, 'param/too-large'],
    ['a chain of params', `params:\n${lines(5000, (i) => `  p${i}: $p${i + 1}`)}  p5000: 1\n`, 'param/too-large'],
  ])('%s', async (_, text, code) => expect((await check(text)).codes).toContain(code));
});

describe('what grows by reuse', () => {
  const node = '{ use: t0, with: { in: main.mic, x: [a] }, to: main.mon }';
  const chain = (n: number, line: (i: number) => string, end: string) =>
    `busbar: 1\ntemplates:\n${lines(n, line)}  t${n}: ${end}\ngraph: { n: ${node} }\n`;
  const params = '{ in: { type: source }, x: { type: any } }';
  it.each<[string, string, string]>([
    [
      'a template that doubles its param forty times',
      chain(
        30,
        (i) => `  t${i}: { params: ${params}, use: t${i + 1}, with: { in: $in, x: [$x, $x, $x, $x] } }`,
        `{ params: ${params}, from: $in, do: $x }`,
      ),
      'param/too-large',
    ],
    [
      'a chain of ten thousand templates',
      chain(
        10_000,
        (i) => `  t${i}: { params: ${params}, use: t${i + 1}, with: { in: $in, x: $x } }`,
        `{ params: ${params}, from: $in }`,
      ),
      'template/too-large',
    ],
    [
      'a large template in many nodes',
      `busbar: 1\ntemplates:\n  t: { from: main.mic, do: [ ${'{ gain: -1 dB }, '.repeat(1000)} ] }\ngraph:\n${lines(5000, (i) => `  n${i}: { use: t }`)}`,
      'template/too-large',
    ],
    [
      'a chain of ten thousand nodes that extend the next',
      `busbar: 1\ngraph:\n${lines(10_000, (i) => `  n${i}: { extends: n${i + 1} }`)}  n10000: { from: main.mic }\n`,
      'extends/too-large',
    ],
    [
      'a chain of ten thousand nodes that extend the one before',
      `busbar: 1\ngraph:\n  n0: { from: main.mic }\n${lines(10_000, (i) => `  n${i + 1}: { extends: n${i} }`)}`,
      'extends/too-large',
    ],
    [
      'many nodes that extend a large one',
      `busbar: 1\ngraph:\n  n: { from: main.mic, do: [ ${'{ gain: -1 dB }, '.repeat(1000)} ] }\n${lines(5000, (i) => `  n${i}: { extends: n }`)}`,
      'extends/too-large',
    ],
  ])('%s', async (_, text, code) => expect((await check(text)).codes).toContain(code));

  const files = (count: number, text: (i: number) => string) => ({
    ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}.yaml`, text(i)])),
    'busbar.yaml': 'busbar: 1\ninclude: p0.yaml\n',
  });
  it.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'ten thousand files, each including the next',
      files(10_000, (i) => `include: p${i + 1}.yaml\n`),
      'include/too-large',
    ],
    [
      'thirty files, each including the next forty times',
      files(31, (i) => (i === 30 ? 'params: {}\n' : `include: [${`p${i + 1}.yaml, `.repeat(40)}]\n`)),
      'include/too-large',
    ],
    [
      'files of 3 MB',
      files(3, (i) => `include: p${i + 1}.yaml\n${'# so it goes\n'.repeat(240_000)}`),
      'include/too-large',
    ],
    [
      'a file that includes itself by another name',
      { 'busbar.yaml': 'include: ./a/../busbar.yaml\n' },
      'include/cycle',
    ],
    ['a file far outside', { 'busbar.yaml': 'include: [../../../../etc/passwd, /dev/zero]\n' }, 'file/outside'],
  ])('%s', async (_, all, code) => {
    const { diagnostics, plan } = await compile({ entry: 'busbar.yaml', host: memoryHost(all) });
    expect(diagnostics.map((d) => d.code)).toContain(code);
    expect(plan).toBeUndefined();
  });
});

describe('what is long', () => {
  it.each<[string, string, string]>([
    ['anchors', `a: [${fill('&x 1,')}1]\n`, 'input/too-large'],
    ['quotes', fill('"'), 'input/too-large'],
    ['line ends', fill('\n'), 'input/too-large'],
    ['one word', fill('x'), 'value/shape'],
    ['an open quote', `"${fill('x')}`, 'yaml/unclosed'],
    ['keys given twice', fill('a: 1\n'), 'input/too-large'],
    ['keys of which each could be the same one', lines(50_000, (i) => `grap${i}: {}`), 'key/unknown'],
    ['channels', `busbar: 1\ndevices: { m: { inputs: { a: [${'1,'.repeat(100_000)}1] } } }\n`, 'port/channels'],
    [
      'ports',
      `busbar: 1\ndevices: { m: { outputs: { ${lines(3000, (i) => `p${i}: 1,`).replaceAll('\n', '')} } } }\n`,
      'port/overlap',
    ],
    ['dollars', `busbar: 1\nname: ${'$a'.repeat(10_000)}\n`, 'param/unknown'],
  ])('%s', async (_, text, code) => {
    const { codes, report } = await check(text);
    expect(codes).toContain(code);
    expect(codes.length).toBeLessThan(3000);
    expect(report.length).toBeLessThan(2_000_000);
  });

  it('a text of many tokens is not read to its end', async () => {
    const { report } = await check(`a: &x [${'1,'.repeat(MAX_TOKENS)}1]\n`);
    expect(report).toContain('500,000 words and signs');
  });
});
