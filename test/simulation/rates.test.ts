// What a conversion does to sound: members at other rates, both ways. Nothing is bent up to 20 kHz, or to what the lower
// rate can hold; what it cannot hold is gone, not folded back.

import { expect, it } from 'vitest';
import { distortionDb } from '../../compiler/measure/distortion.ts';
import { describeNative } from '../support/addon.ts';
import { sine } from '../support/signals.ts';
import { simulate } from './simulate.ts';

const pairs = [44_100, 48_000, 88_200, 96_000, 176_400, 192_000].flatMap((member) =>
  [44_100, 48_000].filter((engine) => engine !== member).map((engine) => [member, engine] as const),
);

const config = (member: number, engine: number) => ({
  busbar: 1,
  engine: { rate: `${engine} Hz` },
  devices: {
    main: { backend: 'virtual', inputs: { i: '1-4' }, outputs: { o: '1-4' } },
    tape: { backend: 'virtual', rate: `${member} Hz`, inputs: { i: '1-4' }, outputs: { o: '1-4' } },
  },
  aggregates: { room: { clock: 'main', members: ['main', 'tape'] } },
  graph: { back: { from: 'tape.i', to: 'main.o' }, forth: { from: 'main.i', to: 'tape.o' } },
});

/** RMS in dB of the second half: whole periods of the tones here. */
function levelDb(x: Float64Array): number {
  const settled = x.subarray(x.length >> 1);
  return 10 * Math.log10(settled.reduce((sum, v) => sum + v * v, 0) / settled.length + 1e-30);
}

const sent = 10 * Math.log10(0.125);

describeNative('a member at another rate', () => {
  it.each(pairs)('%d Hz, beside a master at %d Hz', { timeout: 60_000 }, async (member, engine) => {
    const lower = Math.min(member, engine);
    // The edge of hearing, or of the lower rate; and what that cannot hold.
    const edge = Math.min(20_000, 200 * Math.floor(0.00225 * lower));
    const tones = [1000, 10_000, edge, 0.5 * lower + 1000];
    const { outputs } = await simulate(config(member, engine), 0.5, ({ rateHz }, frames, channel) =>
      sine(frames, tones[channel]!, rateHz, 0.5),
    );
    const ways = { back: outputs.main!, forth: outputs.tape! };
    for (const [low, middle, high] of Object.values(ways)) {
      for (const heard of [low!, middle!]) {
        expect(levelDb(heard)).toBeCloseTo(sent, 3);
        expect(distortionDb(heard.subarray(heard.length >> 1))).toBeLessThan(-135);
      }
      expect(Math.abs(levelDb(high!) - sent)).toBeLessThan(0.005);
    }
    // Only the way down has what is too high.
    const tooHigh = (member > engine ? ways.back : ways.forth)[3]!;
    expect(levelDb(tooHigh) - sent).toBeLessThan(-120);
  });
});
