// Mistakes that have mends: what stands behind them is told with them, what follows from them is not; all at places of what
// was written.

import { expect, test } from 'vitest';
import { compile } from '../../compiler/index.ts';
import type { Evaluation } from '../../compiler/ir/program.ts';
import { compileText, type TextOptions } from '../support/compile-text.ts';
import { memoryHost } from '../support/memory-host.ts';
import { mendedTexts } from '../support/mends.ts';

const HEAD = `busbar: 1
devices:
  main: { inputs: { mic: 1-2 }, outputs: { left: 1, pair: 3-4 } }
`;

/** Errors as `code "what it stands at"`, in order of place. */
async function said(text: string, options: TextOptions = {}): Promise<readonly string[]> {
  const { diagnostics, sources } = await compileText(text, options);
  return diagnostics.flatMap(({ severity, code, span }) =>
    severity === 'error' ? [`${code} ${sources[span.source]?.text.slice(span.start, span.end)}`] : [],
  );
}

test('behind a wrong name, the width of what was meant', async () => {
  const text = `${HEAD}graph:\n  a: { from: main.mik, to: main.left }\n`;
  expect(await said(text)).toEqual(['address/misspelt main.mik', 'channels/mismatch main.left']);
});

test('one behind the other, in one address', async () => {
  const text = `${HEAD}graph:\n  voice: { from: mian.mik.7, do: [ { gian: 0 dB } ], to: main.pair }\n`;
  expect(await said(text)).toEqual([
    'address/misspelt mian.mik.7',
    'address/misspelt mian.mik.7',
    'channels/out-of-range mian.mik.7',
    'step/misspelt gian',
  ]);
});

test('a node that is refused: its addresses and whom it drives, but nothing that follows', async () => {
  const text = `${HEAD}graph:
  a: { mix: { main.mik: 99 dB }, do: [ { ducker: { key: mian.mic, depth: 999 dB } }, { gian: 0 } ], to: main.left }
  b: { from: a.gain.7, to: main.left }
  2nd: { from: b.nothing, to: main.right }
`;
  expect(await said(text)).toEqual([
    'address/misspelt main.mik',
    'value/range 99 dB',
    'address/misspelt mian.mic',
    'value/range 999 dB',
    'step/misspelt gian',
    'graph/driven-twice main.left',
    'name/syntax 2nd',
    'address/unknown b.nothing',
    'address/unknown main.right',
  ]);
});

test('a template that only a mend brings in, and a file', async () => {
  const text = `${HEAD}inclde: more.yaml
templates:
  strip: { params: { in: { type: source } }, from: $in, do: [ { gain: 99 dB } ] }
graph:
  a: { use: strp, with: { im: main.mic }, to: main.pair }
`;
  const files = { 'more.yaml': 'engine: { rate: 3 Hz }\n' };
  expect(await said(text, { files })).toEqual([
    'key/misspelt inclde',
    'value/range 99 dB',
    'template/unknown strp',
    'template/param-unknown im',
    'value/range 3 Hz',
  ]);
});

test('what follows from a mistake that has a mend is not said beside it', async () => {
  const text = `${HEAD}templats:
  strip: { from: main.mic }
graph:
  a: { use: strip, to: main.pair }
`;
  expect(await said(text)).toEqual(['key/misspelt templats']);
});

test('after the last mend, what only a whole graph shows', async () => {
  const text = `${HEAD}engine: { latency_budget: 1 ms }
graph:
  a: { from: main.mic, do: [ { limitr: { ceiling: -1 dBFS, lookahead: 5 ms } } ], to: main.pair }
`;
  expect(await said(text)).toEqual(['step/misspelt limitr', 'latency/over-budget main.pair']);
});

test('two clocks are joined once every name is mended', async () => {
  const text = `busbar: 1
devices:
  main: { inputs: { mic: 1 }, outputs: { left: 1 } }
  other: { inputs: { line: 1 } }
  third: { inputs: { line: 1 } }
aggregates: { room: { clock: main, members: [main, othre] } }
graph:
  a: { mix: { main.mic: 0 dB, other.line: 0 dB, third.line: 0 dB }, to: main.left }
`;
  expect(await said(text)).toEqual(['aggregate/unknown-device othre', 'clock/unjoined third.line']);
});

test('of two words that would be the same source only one is offered it', async () => {
  const text = `${HEAD}graph:\n  a: { mix: { main.mic: 0 dB, main.mik: 0 dB, main.mikc: 0 dB }, to: main.pair }\n`;
  expect(await said(text)).toEqual(['address/unknown main.mik', 'address/unknown main.mikc']);
  const free = `${HEAD}graph:\n  a: { mix: { main.mik: 0 dB, main.mikc: 0 dB }, to: main.pair }\n`;
  expect(await said(free)).toEqual(['address/misspelt main.mik', 'address/unknown main.mikc']);
});

test('a key in quotes that touches its value keeps them', async () => {
  const text = `${HEAD}graph:\n  a: {"form":"main.mic","to":"main.pair"}\n`;
  const result = await compileText(text);
  const mistake = result.diagnostics.find((d) => d.code === 'key/misspelt');
  expect(mistake && mendedTexts(result.sources, mistake)).toEqual({ 'busbar.yaml': text.replace('form', 'from') });
});

test('options are no file that could be mended', async () => {
  const text = `${HEAD}graph:\n  a: { from: main.mic, do: [ { gain: 0 dB } ], to: main.pair }\n`;
  const set = [{ path: 'a.gain.gain', value: '3,5 dB' }];
  expect(await said(text, { set })).toEqual(['value/number 3,5 dB']);
});

test('a program runs once, and its mistakes are mended by hand', async () => {
  let runs = 0;
  const evaluate = async (path: string): Promise<Evaluation> => {
    runs++;
    const is = (value: string | number) => ({ is: value });
    const map = (entries: Readonly<Record<string, Evaluated>>) => ({ is: { map: Object.entries(entries) } });
    type Evaluated =
      | ReturnType<typeof is>
      | { readonly is: { readonly map: readonly (readonly [string, Evaluated])[] } };
    const value = map({ busbar: is(1), graph: map({ a: map({ from: is('main.mic'), too: is('main.left') }) }) });
    return { ok: true, value, files: [path], missing: [] } as Evaluation;
  };
  const host = { ...memoryHost({ 'busbar.config.ts': 'export default {};' }), evaluate };
  const { diagnostics } = await compile({ entry: 'busbar.config.ts', host });
  expect(diagnostics.map((d) => d.code)).toEqual(['address/unknown', 'address/unknown', 'key/misspelt']);
  expect(runs).toBe(1);
});
