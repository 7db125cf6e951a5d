// What is said of latency once it is known: paths over the budget, bands that leave apart, cycles with too short a delay.

import { describe, expect, it, test } from 'vitest';
import { compiled } from './middle.ts';

const DEVICES = `
devices:
  main: { inputs: { mic: 1 }, outputs: { tops: 1, sub: 2 } }
`;
const said = async (graph: string, head = '', devices = DEVICES) => {
  const c = await compiled(`${head}${devices}graph:\n  ${graph.trim()}\n`);
  return { c, said: c.said() };
};
const limiter = (ms: number) => `{ limiter: { ceiling: -1 dBFS, lookahead: ${ms} ms } }`;

describe('the budget', () => {
  const budget = 'engine: { latency_budget: 2 ms }';
  const path = (ms: number) => `
  a: { from: main.mic, do: [ ${limiter(ms)} ] }
  b: { mix: { a: 0 dB, main.mic: 0 dB }, do: [ { delay: 1 s } ], to: main.tops }`;

  it('is kept to the frame, intended delays apart', async () => {
    expect((await said(path(2), budget)).said).toEqual([]);
  });

  it('is missed with the path and its parts', async () => {
    const { c, said: lines } = await said(path(2.1), budget);
    expect(lines).toEqual(['latency/over-budget "main.tops" -> "2 ms"']);
    const [found] = c.of('latency/over-budget');
    expect(found!.message).toBe('`main.mic` -> `main.tops` takes 2.104 ms, the budget is 2 ms');
    expect(found!.help).toBe('It is made of `a.limiter` (101 frames).');
    expect(c.result.plan).toBeUndefined();
  });

  it('does not speak of what comes from no device', async () => {
    const tone = `a: { do: [ { tone: 1 kHz }, ${limiter(5)} ], to: main.tops }`;
    expect((await said(tone, budget)).said).toEqual([]);
  });

  it('counts crossings', async () => {
    const devices = `
devices:
  main: { inputs: { mic: 1 }, outputs: { tops: 1 } }
  box: { backend: virtual, inputs: { line: 1 }, outputs: { spk: 1 } }
aggregates: { room: { clock: main, members: [main, box] } }
`;
    const { c } = await said(
      'a: { from: box.line, to: main.tops }\n  b: { from: main.mic, to: box.spk }',
      budget,
      devices,
    );
    expect(c.of('latency/over-budget').map((d) => `${d.message} ${d.help}`)).toEqual([
      '`box.line` -> `main.tops` takes 4 ms, the budget is 2 ms It is made of `box.in.crossing` (192 frames).',
      '`main.mic` -> `box.spk` takes 4 ms, the budget is 2 ms It is made of `box.out.spk.crossing` (192 frames).',
    ]);
  });
});

describe('bands of a crossover', () => {
  const graph = `
  ways: { from: main.mic, do: [ { crossover: 80 Hz } ] }
  tops: { from: ways.high, do: [ ${limiter(1)} ], to: main.tops }
  sub: { from: ways.low, do: [ { delay: 3 ms } ], to: main.sub }`;

  it('that leave apart are warned of, with who is late', async () => {
    const { c, said: lines } = await said(graph);
    expect(lines).toEqual(['latency/bands-apart "crossover" -> "main.sub" -> "main.tops"']);
    expect(c.messages('latency/bands-apart')).toEqual([
      'the bands of `ways.crossover` reach their outputs 48 frames (1 ms) apart',
    ]);
    expect(c.result.plan).toBeDefined();
  });

  it('are held together by align:', async () => {
    expect((await said(graph, '', DEVICES.replace('} }', '}, align: [tops, sub] }'))).said).toEqual([]);
  });

  it('that are equally late, or meet in one sum, are fine', async () => {
    const equal = graph.replace('{ delay: 3 ms }', limiter(1));
    const summed = `
  ways: { from: main.mic, do: [ { crossover: 80 Hz } ] }
  top: { from: ways.high, do: [ ${limiter(1)} ] }
  all: { mix: { top: 0 dB, ways.low: 0 dB }, to: main.tops }`;
    expect((await said(equal)).said).toEqual([]);
    expect((await said(summed)).said).toEqual([]);
  });
});

test('latency on a cycle is taken from its delay, which must be longer', async () => {
  const loop = (ms: number) => `
  a: { mix: { main.mic: 0 dB, back: -6 dB }, to: main.tops }
  back: { from: a, do: [ ${limiter(1)}, { delay: ${ms} ms } ] }`;
  const { c, said: lines } = await said(loop(1));
  expect(lines).toEqual(['graph/cycle "delay"']);
  expect(c.messages('graph/cycle')[0]).toContain('takes 48 frames before its delay of 48');
  const fine = await said(loop(1.5));
  expect(fine.said).toEqual([]);
  const [out] = fine.c.after('align-latency').ops.filter((op) => op.kernel === 'feedback_out');
  expect(out!.parts[0]!.params).toEqual({ delay: 24 });
});
