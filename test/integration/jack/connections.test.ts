// Ports by name, and patterns that stay connected while programs come and go.

import { describe, expect, it } from 'vitest';
import { underWitness } from '../../support/witness.ts';
import { Probe } from './probe.ts';
import { JackServer, skipsJack } from './server.ts';
import { Studio } from './studio.ts';

const config = (outputs: string) => `
busbar: 1
name: studio
devices:
  daw:
    backend: jack
    inputs: { stems: 1-2, click: 3 }
    outputs: { rec: 1-2 }
    connect: { stems: "sender:out_*", rec: "${outputs}:in_*", click: "*:capture_2" }
  booth:
    backend: jack
    outputs: { main: 1 }
    connect: { main: "system:*" }
graph:
  through: { from: daw.stems, to: daw.rec }
  count: { from: daw.click, to: booth.main }
`;

describe.skipIf(skipsJack)('JACK ports', underWitness(), () => {
  it('are named as the config addresses them, those of all devices in one client', async () => {
    const server = await JackServer.start();
    const other = await Probe.start(server, 'other', 0, 0);
    const studio = await Studio.start(server, config('receiver'));
    await studio.event('started');
    const ours = (await other.ask<string[]>('ports')).filter((p) => p.startsWith('studio:')).sort();
    expect(ours).toEqual([
      'studio:booth.main.1',
      'studio:daw.click.1',
      'studio:daw.rec.1',
      'studio:daw.rec.2',
      'studio:daw.stems.1',
      'studio:daw.stems.2',
    ]);
  });

  it('are connected at the start, in order; mono to all; latency is that of the physical ports', async () => {
    const server = await JackServer.start();
    const other = await Probe.start(server, 'other', 0, 0);
    const studio = await Studio.start(server, config('receiver'));
    const { devices } = await studio.event('started');
    expect(await other.connectionsOf('studio:daw.click.1')).toEqual(['system:capture_2']);
    await other.connected('studio:booth.main.1', ['system:playback_1', 'system:playback_2']);
    // jackd's dummy driver: a period in, two out.
    expect(devices.map((d) => [d.name, d.inputLatencyFrames, d.outputLatencyFrames])).toEqual([
      ['booth', 0, 512],
      ['daw', 256, 512],
    ]);
  });

  it('are connected when a program comes, again when it comes back, and left alone where the user cut them', async () => {
    const server = await JackServer.start();
    const studio = await Studio.start(server, config('receiver'));
    await studio.event('started');
    const receiver = await Probe.start(server, 'receiver', 0, 12);
    await receiver.connected('studio:daw.rec.1', ['receiver:in_1']);
    // The second of twelve, not the second in the alphabet (in_10).
    await receiver.connected('studio:daw.rec.2', ['receiver:in_2']);

    const sender = await Probe.start(server, 'sender', 2, 0);
    await receiver.connected('studio:daw.stems.1', ['sender:out_1']);
    await receiver.connected('studio:daw.stems.2', ['sender:out_2']);

    await receiver.ask('disconnect', 'sender:out_1', 'studio:daw.stems.1');
    // Other programs come and go: that brings the connector round, and the cut stays.
    for (const name of ['passer', 'by']) {
      const passer = await Probe.start(server, name, 1, 0);
      await passer.end();
    }
    const second = await Probe.start(server, 'third', 2, 0);
    await second.ask('connect', 'third:out_1', 'studio:daw.stems.2');
    await receiver.connected('studio:daw.stems.2', ['sender:out_2', 'third:out_1']);
    expect(await receiver.connectionsOf('studio:daw.stems.1')).toEqual([]);

    await sender.kill('SIGKILL'); // a crash: the server finds out by itself
    await receiver.connected('studio:daw.stems.2', ['third:out_1']);
    await Probe.start(server, 'sender', 2, 0);
    await receiver.connected('studio:daw.stems.1', ['sender:out_1']);
    await receiver.connected('studio:daw.stems.2', ['sender:out_2', 'third:out_1']);
  });

  it('go over to another pattern while they play, what was connected for the old one taken away', async () => {
    const server = await JackServer.start();
    const studio = await Studio.start(server, config('receiver'));
    await studio.event('started');
    const receiver = await Probe.start(server, 'receiver', 0, 2);
    await Probe.start(server, 'second', 0, 2);
    await receiver.connected('studio:daw.rec.2', ['receiver:in_2']);
    await receiver.ask('connect', 'studio:daw.rec.1', 'second:in_2'); // by hand: it stays
    studio.save(config('second'));
    const { kind, changes, gapMs } = await studio.event('reloaded');
    expect([kind, gapMs]).toEqual(['none', null]);
    expect(changes.map((c) => c.text)).toEqual(['daw.connect.rec receiver:in_* -> second:in_*, none']);
    await receiver.connected('studio:daw.rec.1', ['second:in_1', 'second:in_2']);
    await receiver.connected('studio:daw.rec.2', ['second:in_2']);
    expect(studio.events('device')).toEqual([]);
  });

  it('pass audio on bit for bit while the server changes its period and runs free', async () => {
    const server = await JackServer.start();
    const studio = await Studio.start(server, config('receiver'));
    await studio.event('started');
    const receiver = await Probe.start(server, 'receiver', 0, 2);
    await Probe.start(server, 'sender', 2, 0);
    const exact = (frames: number) => receiver.hear(frames).then((r) => r.channels.map((c) => [c.delay, c.bad]));
    const asItWent = [
      [0, 0],
      [0, 0],
    ];
    expect(await exact(48_000)).toEqual(asItWent);
    for (const period of [1024, 64, 2048, 256]) {
      expect(await receiver.ask('period', period)).toEqual({ status: 0 });
      expect(await exact(8192)).toEqual(asItWent);
    }
    await receiver.ask('freewheel', 'on');
    expect(await exact(480_000)).toEqual(asItWent);
    await receiver.ask('freewheel', 'off');
    expect(await exact(8192)).toEqual(asItWent);
    expect(studio.events('device')).toEqual([]);
  });
});
