// Stimuli as samples. In: what a test plays. Out: a source by device and channel.

import { fromDb } from '../../compiler/measure/level.ts';
import { impulse, noise, sine, sweep } from '../../compiler/measure/stimuli.ts';
import type { Channel, Played, Stimulus } from '../../compiler/tests/types.ts';
import type { Source } from './play.ts';

export type Sources = ReadonlyMap<string, ReadonlyMap<number, Source>>;

export const sourcesOf = (play: readonly Played[]): Sources =>
  gathered(play.flatMap(({ into, stimulus }) => into.map((channel, i) => [channel, sourceOf(stimulus, i)] as const)));

/** The same signal into each channel. */
export const intoAll = (into: readonly Channel[], source: Source): Sources =>
  gathered(into.map((channel) => [channel, source] as const));

export function gathered(all: readonly (readonly [Channel, Source])[]): Sources {
  const byDevice = new Map<string, Map<number, Source>>();
  for (const [{ device, channel }, source] of all) {
    const channels = byDevice.get(device) ?? new Map<number, Source>();
    channels.set(channel, source);
    byDevice.set(device, channels);
  }
  return byDevice;
}

/** `index`: of the channel within its port; noise and files differ from channel to channel. */
function sourceOf(stimulus: Stimulus, index: number): Source {
  switch (stimulus.type) {
    case 'sine':
      return (frames, rateHz) => sine(frames, stimulus.freqHz, rateHz, fromDb(stimulus.levelDbfs));
    case 'sweep': {
      const { fromHz, toHz, levelDbfs } = stimulus;
      return (frames, rateHz) => sweep(frames, fromHz, toHz, rateHz, fromDb(levelDbfs));
    }
    case 'noise': {
      const { colour, seed, levelDbfs } = stimulus;
      return (frames, rateHz) => noise(frames, colour, seed + index, rateHz, fromDb(levelDbfs));
    }
    case 'impulse':
      return (frames, rateHz) =>
        impulse(frames, Math.round((stimulus.atMs * rateHz) / 1000), fromDb(stimulus.levelDbfs));
    case 'silence':
      return (frames) => new Float64Array(frames);
    case 'wav': {
      const { samples } = stimulus;
      return () => samples[samples.length === 1 ? 0 : index] ?? new Float64Array();
    }
  }
}
