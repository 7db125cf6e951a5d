// The pipeline as a whole: order, errors, purity, sameness. Passes themselves are tested beside this file.

import { describe, expect, it, test, vi } from 'vitest';
import { compile, encodePlan, InvariantError, planToJson } from '../../compiler/index.ts';
import { passNames } from '../../compiler/pipeline.ts';
import * as verifier from '../../compiler/verify.ts';
import { compileText, planOf } from '../support/compile-text.ts';
import { memoryHost } from '../support/memory-host.ts';

const STUDIO = `busbar: 1
engine: { latency_budget: 20 ms }
devices:
  main: { inputs: { mic: 1-2 }, outputs: { mon: 1-2, sub: 3 }, align: [mon, sub] }
graph:
  voice: { from: main.mic, do: [ { highpass: 80 Hz }, { peaking: { freq: 1 kHz, gain: -2 dB } }, { limiter: -1 dBFS } ] }
  echo: { channels: 2, mix: { voice: -6 dB, back: -9 dB } }
  back: { from: echo, do: [ { delay: 20 ms } ] }
  ways: { channels: 2, mix: { voice: -3 dB, echo: -3 dB, main.mic: -20 dB }, do: [ { crossover: 80 Hz } ] }
  tops: { from: ways.high, do: [ { fir: { file: top.txt } } ], to: main.mon }
  bass: { from: ways.low, do: [ { downmix: mono } ], to: main.sub }
`;
const files = { 'top.txt': '1\n0.5\n' };

test('passes run in the order that is written down, each once', async () => {
  const ran: string[] = [];
  await compileText(STUDIO, { files, trace: (pass) => void ran.push(pass) });
  expect(ran).toEqual(passNames);
});

describe('errors', () => {
  it('of several passes are reported together, in the order of the text, without a plan', async () => {
    const ran: string[] = [];
    const { plan, diagnostics } = await compileText(
      `busbar: 1
devices:
  main: { inputs: { mic: 1-2 }, outputs: { mon: 1-2 } }
graph:
  a: { from: main.mik, to: main.mon }
  b: { from: main.mic, do: [ { gain: 99 dB } ] }
  c: { from: main.mic, do: [ { pan: 0 % } ] }
  d: { from: main.mic, do: [ { fir: none.wav } ] }
`,
      { trace: (pass) => void ran.push(pass) },
    );
    expect(diagnostics.map((d) => d.code)).toEqual([
      'address/misspelt',
      'value/range',
      'channels/mismatch',
      'file/missing',
    ]);
    expect(plan).toBeUndefined();
    expect(ran.at(-1)).toBe('assets');
  });

  it('in what cannot be read end the compile at once', async () => {
    const { plan, diagnostics, tried } = await compile({ entry: 'none.yaml', host: memoryHost({}) });
    expect(diagnostics.map((d) => d.code)).toEqual(['input/not-found']);
    expect([plan, tried]).toEqual([undefined, ['busbar.local.yaml', 'none.yaml']]);
  });

  it('of ours throw: a plan that the verifier refuses is not given away', async () => {
    const verify = vi
      .spyOn(verifier, 'verify')
      .mockReturnValue([{ op: null, text: 'slot 1 is read before it is written' }]);
    await expect(compileText(STUDIO, { files })).rejects.toThrow(InvariantError);
    verify.mockRestore();
  });
});

test('no pass changes what it is given', async () => {
  const result = await compileText(STUDIO, { files, trace: (_, value) => freeze(value) });
  expect(result.diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
  expect(result.plan).toBeDefined();
});

/** Freezes everything in reach but typed arrays, which cannot be, and what a place was seen in. */
function freeze(value: unknown, seen = new Set<unknown>()): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || seen.has(value)) return;
  seen.add(value);
  if (value instanceof Map) for (const [k, v] of value) for (const x of [k, v]) freeze(x, seen);
  else if (value instanceof Set) for (const v of value) freeze(v, seen);
  else for (const v of Object.values(value)) freeze(v, seen);
  if (!(value instanceof Map) && !(value instanceof Set)) Object.freeze(value);
}

describe('equal configs give equal bytes', () => {
  it('twice', async () => {
    const [a, b] = [await planOf(STUDIO, { files }), await planOf(STUDIO, { files })];
    expect(encodePlan(a)).toEqual(encodePlan(b));
  });

  it('whatever the order of the file, its comments and its spelling of values', async () => {
    const [head = '', graph = ''] = STUDIO.split('graph:\n');
    const nodes = graph.trimEnd().split('\n').reverse().join(' # last first\n').replace('80 Hz', '0.08 kHz');
    const reordered = `graph:\n${nodes}\n${head.replace('busbar: 1\n', '')}busbar: 1\n`;
    const [a, b] = [await planOf(STUDIO, { files }), await planOf(reordered, { files })];
    expect(planToJson(b)).toEqual(planToJson(a));
    expect(encodePlan(b)).toEqual(encodePlan(a));
  });
});

test('what was read is watched, in the order of names', async () => {
  expect((await compileText(STUDIO, { files })).tried).toEqual(['busbar.local.yaml', 'busbar.yaml', 'top.txt']);
});

test('the pipeline is one page', async () => {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(new URL('../../compiler/pipeline.ts', import.meta.url), 'utf8');
  expect(text.split('\n').length).toBeLessThanOrEqual(80);
});
