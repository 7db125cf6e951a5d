// A save that changes nothing, a thousand times over; and saves while the stream is cut in any way.

import { beforeAll, expect, it } from 'vitest';
import { diffPlans, stagesOf } from '../../compiler/index.ts';
import type { Plan } from '../../schema/plan.ts';
import { describeNative } from '../support/addon.ts';
import { difference, peak } from '../support/compare.ts';
import { planOf } from '../support/compile-text.ts';
import { random } from '../support/random.ts';
import { noise } from '../support/signals.ts';
import { encoded, play } from './play.ts';
import { FILES, SAVES, STUDIO, saved } from './studio.ts';

const inputs = (frames: number) => ({ main: [1, 2, 3].map((seed) => noise(frames, seed, 0.5)) });
const compiled = (yaml: string) => planOf(yaml, { files: FILES });

describeNative('identical reload', () => {
  let studio: Plan;
  beforeAll(async () => {
    studio = await compiled(STUDIO);
  });

  it('a thousand times is bit-identical, and allocates nothing on the audio side', async () => {
    const again = await compiled(`# a comment\n${STUDIO}`);
    const frames = 48_000;
    const saves = Array.from({ length: 1000 }, (_, i) => ({ frame: 37 * (i + 1), plan: i % 2 === 0 ? again : studio }));
    const still = play(studio, [], inputs(frames), { frames });
    const changed = play(studio, saves, inputs(frames), { frames });
    expect(difference(changed.outputs[0]!, still.outputs[0]!)).toBeUndefined();
    expect(changed.allocations).toBeLessThanOrEqual(0);
  });

  it('adopts every state', () => {
    const [stage, ...more] = stagesOf(studio, studio);
    expect(more).toEqual([]);
    const parts = studio.ops.reduce((sum, op) => sum + op.parts.length, 0);
    expect([...stage!.adopt]).toEqual(Array.from({ length: 2 * parts }, (_, i) => i >> 1));
  });

  it.each([
    ['a strip', ['voice', 'vox']],
    ['a bus in a loop', ['bus', 'group']],
    ['a loop', ['echo', 'delays']],
    ['a node with outputs of its own', ['monitors', 'wedges']],
    ['several at once', ['voice', 'vox', 'bus', 'group', 'monitors', 'wedges']],
  ])('%s that has another name plays on bit for bit', async (_, [...words]) => {
    let text = STUDIO;
    for (let i = 0; i < words.length; i += 2)
      text = text.replaceAll(new RegExp(`\\b${words[i]}\\b`, 'g'), words[i + 1]!);
    const renamed = await compiled(text);
    const frames = 20_000;
    const still = play(studio, [], inputs(frames), { frames });
    const changed = play(studio, [{ frame: 9000, plan: renamed }], inputs(frames), { frames });
    expect(difference(changed.outputs[0]!, still.outputs[0]!)).toBeUndefined();
    expect(stagesOf(studio, renamed)).toHaveLength(1);
  });

  it('a name that puts a source elsewhere in its sum costs a fade between what rounds differently', async () => {
    const renamed = await compiled(STUDIO.replaceAll('echo', 'repeats'));
    expect(diffPlans(studio, renamed)).toMatchObject({
      kind: 'fade',
      changes: [{ target: 'echo.name', from: 'echo', to: 'repeats', kind: 'fade' }],
    });
    const frames = 20_000;
    const still = play(studio, [], inputs(frames), { frames }).outputs[0]!;
    const changed = play(studio, [{ frame: 9000, plan: renamed }], inputs(frames), { frames }).outputs[0]!;
    for (const [c, x] of changed.entries()) expect(peak(x.map((v, i) => v - still[c]![i]!))).toBeLessThan(1e-6);
  });

  it('is heard where states are left behind', () => {
    const frames = 20_000;
    const forgetful = (running: Plan, next: Plan) =>
      stagesOf(running, next).map((s) => ({ ...s, adopt: new Uint32Array(0) }));
    const still = play(studio, [], inputs(frames), { frames });
    const changed = play(studio, [{ frame: 9000, plan: studio }], inputs(frames), { frames, stages: forgetful });
    expect(difference(changed.outputs[0]!, still.outputs[0]!)).toBeDefined();
  });
});

describeNative('a save however the stream is cut', () => {
  it.each(SAVES.map((s) => [s.what, s] as const))('%s', async (_, save) => {
    const [before, after] = [await compiled(STUDIO), await compiled(saved(save))];
    const frames = 24_000;
    const run = (block?: (frame: number) => number) =>
      play(before, [{ frame: 7001, plan: after }], inputs(frames), { frames, ...(block ? { block } : {}) });
    const whole = run().outputs[0]!;
    const next = random(11);
    expect(difference(run(() => 1 + Math.floor(next() * 300)).outputs[0]!, whole), 'random cuts').toBeUndefined();
    expect(difference(run(() => 64).outputs[0]!, whole), 'quanta').toBeUndefined();
    expect(encoded(stagesOf(before, after)).length).toBeGreaterThan(0);
  });
});
