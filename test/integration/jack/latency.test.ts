// What busbar says of its latency against what another program measures, over 20 starts; what comes out against what went in.

import { describe, expect, it } from 'vitest';
import { underWitness } from '../../support/witness.ts';
import { declarationsTrouble, Probe } from './probe.ts';
import { JackServer, skipsJack } from './server.ts';
import { Studio } from './studio.ts';
import { eventually } from './talk.ts';

const config = (quantum: number, lookahead: number) => `
busbar: 1
name: studio
engine: { quantum: ${quantum} frames }
devices:
  daw:
    backend: jack
    inputs: { in1: 1-2, back: 3 }
    outputs: { out1: 1-2, back: 3 }
    connect: { in1: "sender:out_*", out1: "receiver:in_*" }
graph:
  through:
    from: daw.in1
    do: [ { limiter: { ceiling: 0 dBFS, lookahead: ${lookahead} frames } } ]
    to: daw.out1
  again: { from: daw.back, to: daw.back }
`;

/** What each hears: anew where the server missed a period meanwhile, which is no matter of latency. */
async function hearWhole(...probes: readonly Probe[]) {
  for (let attempt = 0; ; attempt++) {
    const reports = [];
    for (const probe of probes) reports.push(await probe.hear(9600));
    const xruns = reports.reduce((sum, r) => sum + r.xruns, 0);
    if (xruns === 0 || attempt === 5) return reports;
    console.log(`heard anew after ${xruns} xruns of the server`);
  }
}

describe.skipIf(skipsJack)('latency through JACK', underWitness(), () => {
  it('our declarations of libjack are those of its headers', () => {
    expect(declarationsTrouble()).toBe('');
  });

  it('is what is reported, to the frame, over 20 starts; a loop through another program adds one period', async () => {
    const server = await JackServer.start();
    const receiver = await Probe.start(server, 'receiver', 0, 2);
    await Probe.start(server, 'sender', 2, 0);
    const loop = await Probe.start(server, 'loop', 1, 1);
    const measured: string[] = [];
    const reported: string[] = [];
    for (let start = 0; start < 20; start++) {
      const studio = await Studio.start(server, config([64, 256, 1024, 100, 7][start % 5]!, 16 + 5 * start));
      const { latencies } = await studio.event('started');
      await loop.ask('connect', 'loop:out_1', 'studio:daw.back.in.1');
      await loop.ask('connect', 'studio:daw.back.out.1', 'loop:in_1');
      const all = (await hearWhole(receiver, loop)).flatMap((r) => r.channels);
      measured.push(all.map((c) => `${c.delay}, ${c.bad} wrong`).join('; '));
      const frames = (from: string, to: string) => latencies.find((l) => l.from === from && l.to === to)!.frames;
      const [through, again] = [frames('daw.in1', 'daw.out1'), frames('daw.back', 'daw.back') + server.period];
      reported.push([through, through, again].map((f) => `${f}, 0 wrong`).join('; '));
      expect(await studio.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    }
    expect(measured).toEqual(reported);
    expect(new Set(measured).size).toBe(20);
    console.log(`20 starts: one way and round trip as reported, first and last: ${measured[0]} | ${measured[19]}`);
  });

  it('of the plan is told to other programs, and told anew when a save changes it', async () => {
    const server = await JackServer.start();
    const receiver = await Probe.start(server, 'receiver', 0, 2);
    const sender = await Probe.start(server, 'sender', 2, 0);
    const studio = await Studio.start(server, config(64, 100));
    await studio.event('started');
    for (const lookahead of [100, 33]) {
      if (lookahead !== 100) studio.save(config(64, lookahead));
      const both = [
        [lookahead, lookahead],
        [lookahead, lookahead],
      ];
      const told = async () => [(await sender.report()).playback, (await receiver.report()).capture];
      await eventually(told, (ranges) => JSON.stringify(ranges) === JSON.stringify([both, both]));
    }
  });
});
