// The reference interpreter, held to what graphs mean by hand-made numbers, and then to the engine by the bit, on the path
// that rounds each product as the interpreter does; wider ones are within -140 dB of it (native/instruction-sets, property).

import { describe, expect, it, vi } from 'vitest';
import { interpret, type KernelHost } from '../compiler/interpret.ts';
import type { EquippedGraph } from '../compiler/ir/graph.ts';
import { compiled } from './passes/middle.ts';
import { describeNative } from './support/addon.ts';
import { difference } from './support/compare.ts';
import { kernelHost } from './support/kernel-host.ts';
import { renderPlan } from './support/render-plan.ts';
import { noise } from './support/signals.ts';

vi.hoisted(() => {
  if (process.arch === 'x64') process.env.BUSBAR_SIMD = 'x86-64-v2';
});

const DEVICES = 'devices: { main: { inputs: { mic: 1, pair: 2-3 }, outputs: { mon: 1-2, sub: 3 } } }';

/** Kernels of a few lines: gain, whole-frame delay, and a limiter that only looks ahead. */
const toys: KernelHost = {
  make: ({ kernel, parts, rateHz }) => {
    const [first = 0, second = 0] = parts[0]!.params;
    const frames = kernel === 'gain' ? 0 : Math.round(((kernel === 'delay' ? first : second) * rateHz) / 1000);
    const factor = kernel === 'gain' ? 10 ** (first / 20) : 1;
    const past: number[][] = [];
    return {
      process(inputs, outputs, count, offset = 0) {
        for (const [c, out] of outputs.entries()) {
          past[c] ??= [];
          for (let n = offset; n < offset + count; n++) {
            past[c].push(inputs[c]![n]! * factor);
            out[n] = past[c].at(-1 - frames) ?? 0;
          }
        }
      },
    };
  },
};

const graphOf = async (graph: string, devices = DEVICES): Promise<EquippedGraph> =>
  (await compiled(`${devices}\ngraph:\n  ${graph.trim()}\n`)).after('assets');

/** Non-zero samples of output channels as `frame:value`, for an impulse of 1, 2, 4 into the inputs. */
async function impulse(graph: string, frames = 400, devices?: string): Promise<readonly string[]> {
  const unit = (height: number) => Float64Array.from({ length: frames }, (_, n) => (n === 0 ? height : 0));
  const [out] = interpret(await graphOf(graph, devices), [[unit(1), unit(2), unit(4)]], frames, toys);
  return out!.map((channel) =>
    [...channel.entries()]
      .filter(([, x]) => x !== 0)
      .map(([n, x]) => `${n}:${Number(x.toFixed(6))}`)
      .join(' '),
  );
}

describe('routing', () => {
  it('stacks, spreads, picks channels', async () => {
    expect(
      await impulse('a: { from: [main.pair.2, main.mic], to: main.mon }\n  b: { from: main.mic, to: main.sub }'),
    ).toEqual(['0:4', '0:1', '0:1']);
    expect(await impulse('a: { from: main.mic, to: main.mon }')).toEqual(['0:1', '0:1', '']);
  });

  it('sums with gain, mute and pan: constant power, 0 dB at the centre', async () => {
    expect(
      await impulse(
        'a: { channels: 2, mix: { main.mic: { gain: 20 dB, pan: 0 % }, main.pair: { mute: true } }, to: main.mon }',
      ),
    ).toEqual(['0:10', '0:10', '']);
    expect(
      await impulse('a: { channels: 2, mix: { main.mic: { pan: 50 % }, main.pair: 0 dB }, to: main.mon }'),
    ).toEqual([
      `0:${(2 + Math.SQRT2 * Math.cos((3 * Math.PI) / 8)).toFixed(6)}`,
      `0:${(4 + Math.SQRT2 * Math.sin((3 * Math.PI) / 8)).toFixed(6)}`,
      '',
    ]);
  });

  it('limits a step to channels and passes the others', async () => {
    expect(
      await impulse('a: { from: main.pair, do: [ { gain: { gain: 20 dB, channels: 2 } } ], to: main.mon }'),
    ).toEqual(['0:2', '0:40', '']);
  });

  it('takes the signal after any step', async () => {
    expect(
      await impulse(
        'a: { from: main.mic, do: [ { gain: 20 dB }, { gain: 20 dB } ], to: main.sub }\n  b: { from: a.gain, to: main.mon }',
      ),
    ).toEqual(['0:10', '0:10', '0:100']);
  });
});

describe('time', () => {
  const LATE = 'late: { from: main.mic, do: [ { limiter: { ceiling: 0 dBFS, lookahead: 1 ms } } ] }';

  it('makes what meets arrive together', async () => {
    expect(await impulse(`${LATE}\n  a: { channels: 1, mix: { late: 0 dB, main.mic: 0 dB }, to: main.sub }`)).toEqual([
      '',
      '',
      '48:2',
    ]);
  });

  it('makes channels of one port leave together, and other ports when they are ready', async () => {
    expect(
      await impulse(
        `${LATE}\n  a: { from: late, to: main.mon.1 }\n  b: { from: main.pair.1, to: main.mon.2 }\n  c: { from: main.mic, to: main.sub }`,
      ),
    ).toEqual(['48:1', '48:2', '0:1']);
  });

  it('leaves an intended delay alone', async () => {
    expect(
      await impulse(
        'a: { from: main.mic, do: [ { delay: 1 ms } ] }\n  b: { channels: 1, mix: { a: 0 dB, main.mic: 0 dB }, to: main.sub }',
      ),
    ).toEqual(['', '', '0:1 48:1']);
  });

  it('keeps the latency of a step that is bypassed', async () => {
    const steps =
      'do: [ { limiter: { ceiling: 0 dBFS, lookahead: 1 ms, bypass: true } }, { gain: { gain: 20 dB, bypass: true } } ]';
    expect(await impulse(`a: { from: main.mic, ${steps}, to: main.sub }`)).toEqual(['', '', '48:1']);
  });

  it('crosses clocks with the constant delay of the crossing', async () => {
    const devices = `devices:
  main: { backend: alsa, outputs: { mon: 1 } }
  other: { backend: alsa, match: { name: B }, inputs: { line: 1 } }
aggregates: { room: { clock: main, members: [main, other], drift: { other: locked } } }`;
    const graph = await graphOf('a: { from: other.line, to: main.mon }', devices);
    const { frames } = graph.crossings.get(1)!;
    const input = Float64Array.from({ length: 400 }, (_, n) => (n === 0 ? 1 : 0));
    const [out] = interpret(graph, [[], [input]], 400, toys);
    expect(out![0]!.indexOf(1)).toBe(frames);
  });
});

describe('feedback', () => {
  it('is a comb of whole frames, exact', async () => {
    for (const d of [1, 7, 64]) {
      const graph = `e: { from: s, do: [ { delay: ${d} frames }, { gain: -6.0205999132796239 dB } ] }\n  s: { channels: 1, mix: { main.mic: 0 dB, e: 0 dB }, to: main.sub }`;
      const teeth = Array.from({ length: 4 }, (_, k) => `${k * d}:${0.5 ** k}`);
      expect((await impulse(graph, 3 * d + 1))[2]).toBe(teeth.join(' '));
    }
  });

  it('takes the latency of steps on the cycle out of its delay', async () => {
    const graph = `e: { from: s, do: [ { limiter: { ceiling: 0 dBFS, lookahead: 1 ms } }, { delay: 100 frames } ] }
  s: { channels: 1, mix: { main.mic: 0 dB, e: 0 dB }, to: main.sub }`;
    expect((await impulse(graph, 301))[2]).toBe('0:1 100:1 200:1 300:1');
  });
});

it('clips at a ceiling, and makes silence of what is no number', async () => {
  const graph = await graphOf(
    'a: { from: main.mic, to: main.sub }',
    DEVICES.replace('sub: 3 }', 'sub: 3 }, ceiling: -6.0205999132796239 dBFS'),
  );
  const [out] = interpret(graph, [[Float64Array.of(2, -2, 0.25, Number.NaN)]], 4, toys);
  expect([...out![2]!]).toEqual([0.5, -0.5, 0.25, 0]);
});

describeNative('against the engine, to the bit', () => {
  const FRAMES = 2000;
  const graphs: Readonly<Record<string, string>> = {
    'a voice on a stereo bed': `
voice: { from: main.mic, do: [ { highpass: 80 Hz }, { compressor: { threshold: -20 dBFS, ratio: 3 } }, { limiter: -3 dBFS } ] }
  bed: { channels: 2, mix: { voice: -2 dB, main.pair: -9 dB }, do: [ { ducker: { key: voice, depth: 6 dB } } ], to: main.mon }`,
    'a crossover with a delayed band': `
split: { from: main.pair, do: [ { crossover: 200 Hz } ] }
  top: { from: split.high, do: [ { delay: 20 frames }, { fir: { taps: [0.5, 0.25] } } ], to: main.mon }
  low: { from: split.low, do: [ { downmix: mono } ], to: main.sub }`,
    'two loops, one inside the other': `
inner: { from: bus, do: [ { delay: 3 ms }, { lowpass: 2 kHz } ] }
  outer: { from: last, do: [ { delay: 10 ms }, { gain: -9 dB } ] }
  bus: { channels: 1, mix: { main.mic: 0 dB, inner: -6 dB, outer: -6 dB } }
  last: { from: bus, do: [ { limiter: -1 dBFS } ], to: main.sub }`,
  };
  for (const [name, graph] of Object.entries(graphs))
    it(name, async () => {
      const c = await compiled(`${DEVICES}\ngraph:\n  ${graph.trim()}\n`);
      const inputs = [noise(FRAMES, 1, 0.5), noise(FRAMES, 2, 0.5), noise(FRAMES, 3, 0.5)];
      const [meant] = interpret(c.after('assets'), [inputs], FRAMES, kernelHost);
      const { main: played } = renderPlan(c.result.plan!, { main: inputs }, { frames: FRAMES });
      expect(difference(played!, meant!)).toBeUndefined();
      expect(meant!.some((channel) => channel.some((x) => Math.abs(x) > 0.01))).toBe(true);
    });
});
