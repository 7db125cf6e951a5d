// What an address names, heard: every input channel carries a constant of its own, so each output tells where it is from.

import { expect, it } from 'vitest';
import { describeNative } from '../support/addon.ts';
import { planOf } from '../support/compile-text.ts';
import { renderPlan } from '../support/render-plan.ts';

const FRAMES = 8;

/** Constants that channel `c` (from 1) of a device carries: main 1, 2, 3 …, side 11, 12, … */
const constants = (base: number, channels: number) =>
  Array.from({ length: channels }, (_, c) => new Float64Array(FRAMES).fill(base + c + 1));

/** What comes out of `main`, channel by channel, when the graph is `graph`. */
async function heard(graph: string, outputs: string, extra = ''): Promise<number[]> {
  const plan = await planOf(`
busbar: 1
devices:
  main: { inputs: { mic: 3, pair: 1-2, wide: 4-7 }, outputs: { ${outputs} } }
  side: { backend: file, inputs: { high: 5-6, low: 2 } }
${extra}graph:
${graph}`);
  const { main } = renderPlan(plan, { main: constants(0, 7), side: constants(10, 6) }, { frames: FRAMES });
  return main!.map((x) => x[FRAMES - 1]!);
}

describeNative('an address', () => {
  it.each([
    ['main.mic', [3]],
    ['main.pair', [1, 2]],
    ['main.pair.2', [2]],
    ['main.wide.2-3', [5, 6]],
    ['main.wide.4', [7]],
    ['side.high.2', [16]],
    ['side.low', [12]],
    ['[main.wide.3-4, main.mic, side.high]', [6, 7, 3, 15, 16]],
    ['[main.mic, main.mic]', [3, 3]],
  ])('%s as a source', async (source, expected) => {
    const port = expected.length === 1 ? '1' : `1-${expected.length}`;
    expect(await heard(`  n: { from: ${source}, to: main.all }`, `all: ${port}`)).toEqual(expected);
  });

  it.each([
    ['n.2', [5]],
    ['n.3-4', [6, 7]],
    ['n.flip', [-4, -5, -6, -7]],
    ['n.flip.2-3', [-5, -6]],
    ['m.low.1', [4]],
  ])('%s of a node as a source', async (source, expected) => {
    const port = expected.length === 1 ? '1' : `1-${expected.length}`;
    const graph = `
  n: { from: main.wide, do: [ { polarity: { id: flip } }, { polarity: { id: back } } ] }
  m: { from: main.wide, do: [ { crossover: { at: 23 kHz, kind: LR2 } } ] }
  out: { from: ${source}, to: main.all }
`;
    for (const [c, x] of (await heard(graph, `all: ${port}`)).entries()) expect(x).toBeCloseTo(expected[c]!, 0);
  });

  it.each([
    ['main.mon', [0, 0, 1, 2]],
    ['main.mon.2', [0, 0, 0, 1]],
    ['[main.lone, main.mon.1]', [1, 0, 1, 0]],
  ])('%s as a sink', async (sink, expected) => {
    const source = sink === 'main.mon' ? 'main.pair' : 'main.pair.1';
    const outputs = 'lone: 1, other: 2, mon: 3-4';
    expect(await heard(`  n: { from: ${source}, to: ${sink} }`, outputs)).toEqual(expected);
  });

  it('of an aggregate counts members in order, each as wide as its highest channel', async () => {
    const extra = '  box: { inputs: { line: 2 } }\naggregates: { room: { clock: main, members: [main, box] } }\n';
    const graph = '  n: { from: [room.in.7, room.in.1-2], to: room.out.2-4 }';
    expect(await heard(graph, 'mon: 2-4', extra)).toEqual([0, 7, 1, 2]);
  });

  it('that is limited to channels leaves the others alone', async () => {
    const graph = '  n: { from: main.wide, do: [ { polarity: { channels: [1, 3] } } ], to: main.all }';
    expect(await heard(graph, 'all: 1-4')).toEqual([-4, 5, -6, 7]);
  });

  it('of one channel spreads over what is wider', async () => {
    expect(await heard('  n: { from: main.mic, to: main.all }', 'all: 1-3')).toEqual([3, 3, 3]);
    expect(
      await heard('  n: { channels: 2, mix: { main.mic: 0 dB, main.pair: 0 dB }, to: main.all }', 'all: 1-2'),
    ).toEqual([4, 5]);
  });
});
