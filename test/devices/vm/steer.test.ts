// Two loopback cards 100 ppm apart, one steered: its own control is moved until it runs as its master does, every bit that
// crosses is what was played, and at the end the control is where it was made.

import { expect, it } from 'vitest';
import { describeGuest, noise } from './cards.ts';
import { runClocks } from './clocks.ts';

const seconds = Number(process.env.BUSBAR_CLOCK_SECONDS ?? 60);

describeGuest('a clock that is steered', () => {
  it('runs as its master does, and not a bit is changed', async () => {
    const played = noise('s32', 1, 480_000, 7);
    const run = await runClocks({
      firstPpm: 100,
      ppm: [0],
      drift: 'steer',
      played,
      seconds,
      settleSeconds: 10,
      recordSeconds: 10,
    });
    const [card] = run.cards;
    const told = run.events.filter((e) => e.event === 'drift');
    const forever = Buffer.concat([played, played, played]);
    const exact = [card!.there, card!.back].map((bytes) => {
      // The first half second may still come from before the recording ran.
      const stretch = bytes.subarray(4 * 24_000);
      return forever.indexOf(stretch) % 4;
    });
    console.log(
      `${run.wallSeconds.toFixed(0)} s: ${JSON.stringify({ ppm: card!.ppm, exact, told, meters: run.meters })}`,
    );
    const steered = run.inventory.devices.filter((d) => d.pitch).map((d) => d.id);
    expect(steered).toEqual(expect.arrayContaining(['hw:CARD=Loopback,DEV=0', 'hw:CARD=Loopback_1,DEV=0']));
    expect(run.events.filter((e) => e.event === 'xrun')).toEqual([]);
    expect(exact).toEqual([0, 0]);
    expect(Math.abs(card!.ppm)).toBeLessThan(2);
    expect(told.at(-1)).toMatchObject({ lost: 0, restarts: 0 });
    expect(card!.shiftAfter).toBe(100_000);
  });
});
