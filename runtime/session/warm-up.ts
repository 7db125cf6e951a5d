// Practice: what a save takes is done beforehand on a studio of our own, so that the first save is as quick as the tenth
// (JavaScript is translated while it runs). In: a signal to stop. Out: nothing. Touches neither files nor the engine.

import { setTimeout } from 'node:timers/promises';
import { compile, diffPlans, encodePlan, type Plan, type SourceHost, stagesOf } from '../../compiler/index.ts';
import { compare } from '../../compiler/transition/compare.ts';

const ROUNDS = 12;
/** Between rounds, which take a few ms: events of the run come first. */
const PAUSE_MS = 40;
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
export async function warmUp(signal: AbortSignal): Promise<void> {
  try {
    for (let round = 0; round < ROUNDS; round++) {
      await setTimeout(PAUSE_MS, undefined, { signal });
      await practise(studios[round % studios.length] as string, studios[(round + 1) % studios.length] as string);
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
