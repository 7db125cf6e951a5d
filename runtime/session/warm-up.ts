// Practice: what a save takes is done beforehand, so that the first save is as quick as the tenth (JavaScript is
// translated while it runs). The config itself is compiled, transitions are made of studios of our own. In: a compile of
// the config, a signal to stop. Out: nothing. Touches neither devices nor the engine.

import { setTimeout } from 'node:timers/promises';
import { compile, diffPlans, encodePlan, type Plan, type SourceHost, stagesOf } from '../../compiler/index.ts';
import { compare } from '../../compiler/transition/compare.ts';

const ROUNDS = 40;
/** Between rounds: events of the run come first. */
const PAUSE_MS = 40;
/** Of work in all; a studio so large that a few rounds take it is not made to wait for more. */
const MOST_MS = 1500;
const ENTRY = 'practice.yaml';

const studio = (steps: string): string => `busbar: 1
devices:
  desk: { backend: virtual, inputs: { mics: 1-4 }, outputs: { main: 1-2 } }
graph:
${[1, 2, 3, 4].map((n) => `  voice${n}: { from: desk.mics.${n}, do: [${steps}, { limiter: { ceiling: -1 dBFS } }] }`).join('\n')}
  main: { channels: 2, mix: { voice1: 0 dB, voice2: -3 dB, voice3: -6 dB, voice4: -9 dB }, to: desk.main }
`;

export const studios = [
  '{ highpass: 80 Hz }, { compressor: { threshold: -20 dBFS, ratio: 3 } }',
  '{ highpass: 80 Hz }, { compressor: { threshold: -21 dBFS, ratio: 3 } }',
  '{ highpass: 80 Hz }, { peaking: { freq: 1 kHz, gain: 3 dB, q: 1 } }, { gain: -3 dB }',
].map(studio);

/** Never rejects: a mistake of ours shows again when a save needs what fails here. */
export async function warmUp(compileAgain: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  try {
    for (let round = 0, worked = 0; round < ROUNDS && worked < MOST_MS; round++) {
      await setTimeout(PAUSE_MS, undefined, { signal });
      const began = performance.now();
      await practise(studios[round % studios.length] as string, studios[(round + 1) % studios.length] as string);
      await compileAgain();
      worked += performance.now() - began;
    }
  } catch {}
}

/** Throws where a studio does not compile. */
export async function practise(before: string, after: string): Promise<void> {
  const [running, next] = [await planOf(before), await planOf(after)];
  const comparison = compare(running, next);
  diffPlans(running, next, comparison);
  for (const stage of stagesOf(running, next, {}, comparison)) encodePlan(stage.plan);
}

async function planOf(text: string): Promise<Plan> {
  const { plan, diagnostics } = await compile({ entry: ENTRY, host: hostOf(text) });
  if (plan === undefined) throw new Error(diagnostics.map((d) => d.message).join('; '));
  return plan;
}

const hostOf = (text: string): SourceHost => ({
  read: async () => ({ ok: true, bytes: new TextEncoder().encode(text) }),
  resolve: (_from, path) => path,
  isOutside: () => false,
  sha256: () => '',
});
