// `busbar run` on a real driver is asked to stop: one signal fades out and ends well, a second one ends at once; in every
// case the card is free for the next program.

import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { describeGuest } from './cards.ts';
import { eventsOf, follow, type Step } from './follow.ts';

const config = `busbar: 1
name: signals
engine: { rate: 48 kHz, quantum: 64 }
devices:
  card: { backend: alsa, match: { id: "hw:CARD=Dummy,DEV=0" }, format: s16, outputs: { main: 1-2 }, period: 256, periods: 3 }
graph:
  one: { channels: 2, do: [ tone: { freq: 1 kHz, level: -12 dBFS } ], to: card.main }
`;
// What aplay cannot open it says on its error output, which must stay empty.
const after = 'aplay -q -D hw:Dummy -f S16_LE -r 48000 -c 2 -d 1 /dev/zero';

const run = (...signals: readonly NodeJS.Signals[]) => {
  const steps: Step[] = [{ event: 'started' }, { event: 'meter' }, ...signals.map((signal) => ({ signal }))];
  return follow({ shared: temporaryFolder(), config, steps, cards: [{ driver: 'dummy' }], after });
};

describeGuest('signals while a card plays', () => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    it(`${signal}: fades out, exit code 0`, async () => {
      const ended = await run(signal);
      console.log(`${signal}: ended after ${ended.endedMs.toFixed(0)} ms`);
      expect(ended).toMatchObject({ status: 0, killed: null, stepsLeft: 0 });
      expect(eventsOf(ended, 'stopped')).toMatchObject([{ reason: 'signal', xruns: 0 }]);
    });

  it('a second signal: at once, exit code 130', async () => {
    const ended = await run('SIGINT', 'SIGTERM');
    console.log(`two signals: ended after ${ended.endedMs.toFixed(0)} ms`);
    expect(ended).toMatchObject({ status: 130, killed: null, stepsLeft: 0 });
  });
});
