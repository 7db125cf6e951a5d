// Each rewrite by itself: on random studios of linear steps it changes no bit of what is heard, the verifier finds nothing,
// and what is heard is what the interpreter plays. A rewrite that never did anything has not been tested.

import { expect, test } from 'vitest';
import { verifyPlan } from '../../compiler/index.ts';
import type { EquippedGraph } from '../../compiler/ir/graph.ts';
import type { OpGraph } from '../../compiler/ir/ops.ts';
import { alignLatency } from '../../compiler/passes/align-latency.ts';
import { assignBuffers } from '../../compiler/passes/assign-buffers.ts';
import { emit } from '../../compiler/passes/emit.ts';
import { rewrites } from '../../compiler/passes/optimise.ts';
import { schedule } from '../../compiler/passes/schedule.ts';
import type { Plan } from '../../schema/plan.ts';
import { describeNative } from '../support/addon.ts';
import { difference, errorDb, firstDifference } from '../support/compare.ts';
import { compileText, complaints } from '../support/compile-text.ts';
import { noContext } from '../support/op-graph.ts';
import { random, runSeed } from '../support/random.ts';
import { renderPlan } from '../support/render-plan.ts';
import { noise } from '../support/signals.ts';
import { interpreted } from './graphs/interpreted.ts';

const STUDIOS = 24;
const FRAMES = 256;
/** So many studios at least must have had something for each rewrite to do. */
const ENOUGH = 4;

const MONO = [
  '{ gain: -3 dB }',
  '{ mute: false }',
  '{ polarity: true }',
  '{ peaking: { freq: 900 Hz, gain: 4 dB } }',
  '{ highpass: { freq: 120 Hz, kind: LR4 } }',
  '{ lowpass: 7 kHz }',
  '{ delay: 0 frames }',
  '{ delay: 9 frames }',
  '{ delay: 70 frames }',
  '{ meter: {} }',
  '{ limiter: { ceiling: -1 dBFS, lookahead: 0.5 ms } }',
  '{ gain: { gain: 2 dB, bypass: true } }',
  '{ gain: 0 dB }',
  '{ mute: true }',
] as const;
const STEREO = [
  ...MONO,
  '{ exchange: {} }',
  '{ balance: 30 % }',
  '{ balance: -100 % }',
  '{ balance: 0 % }',
  '{ matrix: { gains: [[null, 0], [0, null]] } }',
  '{ matrix: { gains: [[0, -6], [null, -1]] } }',
  '{ gain: { gain: -1 dB, channels: 2 } }',
] as const;

/** Long enough for transforms, and loud at its beginning. */
const fir = (seed: number) =>
  `{ fir: { taps: [${Array.from({ length: 200 }, (_, i) => (0.5 * Math.exp(-i / 12) * Math.cos(seed * i * i)).toFixed(6)).join(', ')}] } }`;

/** Steps that make two channels of one, or one of two. */
const TURNS = { 1: ['{ downmix: mono }'], 2: ['{ pan: 20 % }', '{ pan: 0 % }', '{ pan: -100 % }'] } as const;

/** Nodes on top of each other, some of them heard; then mixes of the same sources, and a loop now and then. */
function studio(seed: number): string {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const known: Record<1 | 2, string[]> = { 1: ['box.a', 'box.b', 'box.c'], 2: ['box.pair'] };
  const some = (width: 1 | 2) =>
    Array.from({ length: Math.floor(next() * 4) }, () => pick<string>(width === 1 ? MONO : STEREO));
  const steps = (width: 1 | 2) => `do: [ ${some(width).join(', ')} ]`;
  const lines: string[] = [];
  const sources = (width: 1 | 2, count: number) =>
    [...new Set(Array.from({ length: count }, () => pick(next() < 0.3 ? known[1] : known[width])))]
      .map((s) => `${s}: ${-Math.floor(next() * 12)} dB`)
      .join(', ');
  for (let i = 0; i < 6 + Math.floor(next() * 8); i++) {
    const width = next() < 0.6 ? 1 : 2;
    if (next() < 0.3) {
      const other = width === 1 ? 2 : 1;
      const turned = [...some(other).slice(0, 1), pick<string>(TURNS[width]), ...some(width).slice(0, 2)];
      lines.push(`  n${i}: { from: ${pick(known[other])}, do: [ ${turned.join(', ')} ] }`);
      known[width].push(`n${i}`);
      continue;
    }
    const input =
      next() < 0.6
        ? `from: ${pick(known[width])}`
        : `channels: ${width}, mix: { ${sources(width, 1 + Math.floor(next() * 4))} }`;
    lines.push(`  n${i}: { ${input}, ${steps(width)} }`);
    known[width].push(`n${i}`);
  }
  // Two of them hear the same, unless it is another way.
  for (let i = 0; i < 3; i++) {
    lines.push(`  room${i}: { from: ${i === 0 ? 'box.a' : pick(known[1].slice(0, 2))}, do: [ ${fir(i + 1)} ] }`);
    if (i > 0) known[1].push(`room${i}`);
  }
  const all = known[1]
    .slice(0, 6)
    .map((s, i) => `${s}: ${-i} dB`)
    .join(', ');
  for (let i = 0; i < 3; i++) lines.push(`  mon${i}: { channels: 1, mix: { ${all} }, ${steps(1)}, to: box.mon${i} }`);
  const heard = known[1]
    .slice(-4)
    .map((s) => `${s}: -6 dB`)
    .join(', ');
  lines.push(
    `  main: { channels: 2, mix: { ${heard}, ${known[2].at(-1)}: -3 dB, echo: -9 dB }, ${steps(2)}, to: box.main }`,
  );
  lines.push('  echo: { from: main, do: [ { delay: 100 frames }, { lowpass: 3 kHz }, { gain: -6 dB } ] }');
  return `busbar: 1
devices:
  box:
    inputs: { a: 1, b: 2, c: 3, pair: 4-5 }
    outputs: { main: 1-2, mon0: 3, mon1: 4, mon2: 5 }
graph:
${lines.join('\n')}
`;
}

interface Studio {
  readonly yaml: string;
  readonly lowered: OpGraph;
  readonly equipped: EquippedGraph;
}

async function compiled(seed: number): Promise<Studio> {
  const seen = new Map<string, unknown>();
  const yaml = studio(seed);
  const result = await compileText(yaml, { trace: (pass, v) => seen.set(pass, v) });
  if (result.plan === undefined) throw new Error(`${complaints(result)}\n${yaml}`);
  return { yaml, lowered: seen.get('lower') as OpGraph, equipped: seen.get('assets') as EquippedGraph };
}

function planOf(graph: OpGraph): Plan {
  const aligned = alignLatency(graph, noContext).value!;
  return emit(assignBuffers(schedule(aligned, noContext).value!, noContext).value!, noContext).value!;
}

const inputs = { box: Array.from({ length: 5 }, (_, c) => noise(FRAMES, c + 1, 0.3)) };
const heardOf = (plan: Plan) => renderPlan(plan, inputs, { frames: FRAMES, poison: true }).box!;

describeNative('each rewrite', () => {
  const seed = runSeed();
  test.each(rewrites)('%s, by itself and ahead of the others', async (name, rewrite) => {
    let changed = 0;
    for (let i = 0; i < STUDIOS; i++) {
      const { yaml, lowered, equipped } = await compiled(1000 * seed + i);
      const rewritten = rewrite(lowered);
      if (rewritten === lowered) continue;
      changed++;
      const plan = planOf(rewritten);
      const where = `BUSBAR_SEED=${seed}, studio ${i}\n${yaml}`;
      expect(verifyPlan(plan), where).toEqual([]);
      const heard = heardOf(plan);
      expect(difference(heard, heardOf(planOf(lowered))), where).toBeUndefined();
      expect(errorDb(heard, interpreted(equipped, inputs, FRAMES).box!), where).toBeLessThan(-140);
      // Every step that can be set is still there, and says the same.
      const live = (g: OpGraph) =>
        g.ops.flatMap((op) => op.parts.map((p) => `${p.node}.${p.step} ${p.type} ${JSON.stringify(p.params)}`)).sort();
      const gone = live(lowered).filter((p) => !live(rewritten).includes(p));
      expect(
        gone.filter((p) => name !== 'drop-dead' && !/ (exchange|delay|matrix|feedback_in) /.test(p)),
        where,
      ).toEqual([]);
    }
    expect(changed, `studios with something for ${name} to do`).toBeGreaterThanOrEqual(ENOUGH);
  });

  /** Steps of every kind of op that takes in others: a cascade, lanes of another, sums that share one, factors around them. */
  const FUSED = `busbar: 1
engine: { quantum: 64 frames }
devices: { box: { inputs: { a: 1, b: 2, c: 3, pair: 4-5 }, outputs: { main: 1-2, mon0: 3, mon1: 4 } } }
graph:
  low: { from: box.a, do: [ { peaking: { freq: 900 Hz, gain: 4 dB } }, { gain: { gain: -3 dB, id: in } }, { lowpass: 7 kHz } ] }
  high: { from: box.b, do: [ { highshelf: { freq: 3 kHz, gain: 3 dB } } ] }
  near: { from: box.c, do: [ { gain: { gain: -3 dB, id: ahead } } ] }
  mon0: { channels: 1, mix: { low: 0 dB, high: -3 dB, near: -6 dB, box.pair.1: -9 dB }, do: [ { gain: { gain: -1 dB, id: behind } } ], to: box.mon0 }
  mon1: { channels: 1, mix: { low: -3 dB, high: 0 dB, near: -9 dB, box.pair.1: -6 dB }, to: box.mon1 }
  left: { from: box.b, do: [ { pan: -40 % } ] }
  centre: { from: box.c, do: [ { polarity: true }, { pan: 0 % } ] }
  tilted: { from: box.pair, do: [ { balance: -20 % } ] }
  quiet: { from: box.pair, do: [ { downmix: mono }, { mute: true } ] }
  main: { channels: 2, mix: { left: 0 dB, centre: -6 dB, tilted: -3 dB, quiet: 0 dB }, do: [ { balance: 0 % } ], to: box.main }
`;

  test.each([
    ['low.peaking', { gainDb: 9 }],
    ['low.in', { gainDb: -9 }],
    ['high.highshelf', { gainDb: -6 }],
    ['near.ahead', { gainDb: -12 }],
    ['mon0.mix[high]', { gainDb: -20 }],
    ['mon1.mix[near]', { mute: 1 }],
    ['mon0.behind', { gainDb: 3 }],
    ['left.pan', { panPercent: 70 }],
    ['centre.pan', { panPercent: 30 }],
    ['centre.polarity', { invert: 0 }],
    ['tilted.balance', { balancePercent: 50 }],
    ['quiet.mute', { muted: 0 }],
    ['main.mix[centre]', { mute: 1 }],
    ['main.balance', { balancePercent: 40 }],
  ])('a live change of %s begins with the next quantum, in ops of its own or of many', async (address, params) => {
    const heard = await Promise.all(
      [true, false].map(async (optimise) => {
        const { plan } = await compileText(FUSED, { optimise });
        if (plan === undefined) throw new Error('a config that compiles');
        const changes = [{ frame: 128, address, params }];
        const render = (over: object) => renderPlan(plan, inputs, { frames: FRAMES, block: () => 64, ...over }).box!;
        return { ops: plan.ops.length, still: render({}), moved: render({ changes }) };
      }),
    );
    const [fused, plain] = heard as [(typeof heard)[number], (typeof heard)[number]];
    expect(fused.ops).toBeLessThan(plain.ops);
    expect(difference(fused.moved, plain.moved)).toBeUndefined();
    const begins = Math.min(
      ...fused.moved.map((x, c) => firstDifference(x, fused.still[c]!)).filter((frame) => frame >= 0),
    );
    expect(begins).toBeGreaterThanOrEqual(128);
    expect(begins).toBeLessThan(192);
  });
});
