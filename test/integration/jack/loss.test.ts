// Servers that are absent, of another rate, killed, frozen, back again; two at once.

import { describe, expect, it } from 'vitest';
import type { NativeLive, StreamSpec } from '../../../runtime/native-live.ts';
import { native } from '../../support/addon.ts';
import { underWitness } from '../../support/witness.ts';
import { Probe } from './probe.ts';
import { JackServer, skipsJack } from './server.ts';
import { Studio } from './studio.ts';
import { eventually } from './talk.ts';

const config = (missing: string, rate = 48_000) => `
busbar: 1
name: studio
engine: { rate: ${rate} Hz }
devices:
  daw:
    backend: jack
    missing: ${missing}
    inputs: { in1: 1-2 }
    outputs: { out1: 1-2 }
    connect: { in1: "sender:out_*", out1: "receiver:in_*" }
  other: { backend: virtual, outputs: { main: 1 } }
graph:
  through: { from: daw.in1, to: daw.out1 }
  steady: { do: [ { tone: { freq: 1 kHz, level: -20 dBFS } } ], to: other.main }
`;

describe.skipIf(skipsJack)('JACK servers', underWitness(), () => {
  it('that do not run are not started: the run says so and ends', async () => {
    const server = await JackServer.start();
    await server.kill();
    const studio = await Studio.start(server, config('fail'));
    const { code } = await studio.end();
    expect(code).toBe(3);
    expect(studio.errors + JSON.stringify(studio.said)).toMatch(
      new RegExp(`JACK server .${server.name}. does not run`),
    );
  });

  it('of another rate are refused with what to do', async () => {
    const server = await JackServer.start({ rateHz: 44_100 });
    const studio = await Studio.start(server, config('fail'));
    expect((await studio.end()).code).not.toBe(0);
    expect(studio.errors + JSON.stringify(studio.said)).toMatch(/44.?100|44\.1/);
  });

  it('that are killed are lost at once, the rest plays on, and they are taken up again when they return', async () => {
    const server = await JackServer.start();
    const studio = await Studio.start(server, config('wait'));
    await studio.event('started');
    for (let round = 0; round < 3; round++) {
      const receiver = await Probe.start(server, 'receiver', 0, 2);
      const sender = await Probe.start(server, 'sender', 2, 0);
      expect((await receiver.hear(4800)).channels.map((c) => [c.delay, c.bad])).toEqual([
        [0, 0],
        [0, 0],
      ]);
      await server.kill();
      // Their threads wait on semaphores that the next server's programs of the same name would use again.
      for (const probe of [receiver, sender]) await probe.kill('SIGKILL');
      const lost = await studio.event('device', (e) => e.state === 'lost');
      expect([lost.name, lost.fault, lost.why]).toEqual(['daw', 'gone', 'the JACK server went away']);
      for (let meters = 0; meters < 3; meters++) {
        const { devices } = await studio.event('meter');
        expect(devices.find((d) => d.name === 'other')?.outputs[0]?.peakDbfs).toBeCloseTo(-20, 2);
      }
      await server.start();
      await studio.event('device', (e) => e.state === 'back');
    }
    expect(await studio.kill('SIGTERM')).toEqual({ code: 0, signal: null });
  });

  it('that are frozen do not keep the run from ending', async () => {
    const server = await JackServer.start();
    const studio = await Studio.start(server, config('wait'));
    await studio.event('started');
    server.freeze();
    expect(await studio.kill('SIGTERM')).toEqual({ code: 0, signal: null });
    server.thaw();
  });

  it('serve one process two at a time, and one goes without the other', async () => {
    const [a, b] = [await JackServer.start(), await JackServer.start({ period: 128 })];
    const live = new (native().Live)();
    const infos = [await live.open(stream(a, 0)), await live.open(stream(b, 1))];
    expect(infos.map((i) => [i.rateHz, i.period, i.format])).toEqual([
      [48_000, 256, 'f32'],
      [48_000, 128, 'f32'],
    ]);
    const probes = [await Probe.start(a, 'probe', 0, 0), await Probe.start(b, 'probe', 0, 0)];
    for (const probe of probes) {
      expect((await probe.ask<string[]>('ports')).filter((p) => p.startsWith('twin:'))).toEqual([
        'twin:in.1',
        'twin:out.1',
      ]);
    }

    await a.kill();
    await lossOf(live, infos[0]!.stream);
    await framesBeyond(live, 1, 4800);
    await live.close(infos[0]!.stream);
    await expect(live.open(stream(a, 0))).rejects.toThrow(/does not run/);
    await a.start();
    const back = await live.open(stream(a, 0));
    expect(back.period).toBe(256);
    await framesBeyond(live, 0, 4800);
    await framesBeyond(live, 1, 4800);
    expect(live.poll().filter((e) => e.kind === 'lost')).toEqual([]);
    await live.stop();
  });
});

const stream = (server: JackServer, runner: number): StreamSpec => ({
  backend: 'jack',
  runner,
  drives: true,
  slots: [{ slot: runner, inputs: 1, outputs: 1 }],
  id: server.name,
  rateHz: 48_000,
  period: 0,
  periods: 0,
  format: 'auto',
  priority: 60,
  client: 'twin',
  inputPorts: [{ name: 'in.1', connect: '' }],
  outputPorts: [{ name: 'out.1', connect: '' }],
});

const lossOf = (live: NativeLive, number: number) =>
  eventually(
    async () => live.poll(),
    (events) => events.some((e) => e.kind === 'lost' && e.stream === number && e.fault === 'gone'),
  );

async function framesBeyond(live: NativeLive, runner: number, more: number): Promise<void> {
  const frames = async () => live.stats().find((s) => s.runner === runner)?.frames ?? 0;
  const from = await frames();
  await eventually(frames, (now) => now > from + more);
}
