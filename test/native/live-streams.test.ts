// Streams of the live engine: several of one runner, several runners, loss, stand-ins, ends of every kind.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { encode } from '../../compiler/encode.ts';
import { loadAddon } from '../../runtime/native.ts';
import type { MemberStats, StreamSpec } from '../../runtime/native-live.ts';
import type { Plan } from '../../schema/plan.ts';
import { describeLive } from '../support/addon.ts';
import { difference } from '../support/compare.ts';
import { noise } from '../support/signals.ts';
import { channels, type HandOp, handPlan } from './hand-plan.ts';
import { crossing, LiveHost, RawFiles, sameParts, stageOf, virtual } from './live-host.ts';

const frames = 48000;
const fadeIn = 960;

const read = (device: number, ...writes: number[]): HandOp => ({
  kernel: 'device_read',
  writes,
  parts: channels(device, writes.length, 'read'),
});
const write = (device: number, ...reads: number[]): HandOp => ({
  kernel: 'device_write',
  reads,
  parts: channels(device, reads.length, 'write'),
});

/** Two devices of one domain: what one hears the other plays. */
const crossed = handPlan({
  devices: [
    { inputs: 1, outputs: 1 },
    { inputs: 1, outputs: 1 },
  ],
  ops: [read(0, 0), read(1, 1), write(0, 1), write(1, 0)],
});

/** Two domains that know nothing of each other. */
function twoDomains(): Plan {
  const plan = handPlan({
    devices: [
      { inputs: 1, outputs: 1 },
      { inputs: 1, outputs: 1 },
    ],
    ops: [read(0, 0), write(0, 0), read(1, 1), write(1, 1)],
    slotOf: [0, 0],
  });
  const [domain] = plan.domains as readonly [Plan['domains'][number]];
  return {
    ...plan,
    domains: [0, 1].map((d) => ({ ...domain, name: `d${d}`, master: d, firstOp: 2 * d, opCount: 2, slots: 1 })),
    devices: plan.devices.map((device, d) => ({ ...device, domain: d })),
    ops: plan.ops.map((op, i) => ({ ...op, domain: i >> 1 })),
  };
}

/** First frame of `part` in `whole`; -1: nowhere. */
function indexOf(whole: Float64Array, part: Float64Array): number {
  for (let at = whole.indexOf(part[0]!); at >= 0; at = whole.indexOf(part[0]!, at + 1))
    if (part.every((x, i) => whole[at + i] === x)) return at;
  return -1;
}

const slot = (number: number) => [{ slot: number, inputs: 1, outputs: 1 }];

describeLive('live streams', () => {
  it('two runners play side by side, each its own domain', async () => {
    const host = new LiveHost();
    const files = new RawFiles();
    const given = [noise(frames, 1), noise(frames, 2)];
    const writes = given.map((_, d) => files.sink(`out${d}`, 1, d));
    await host.change(stageOf(twoDomains()));
    const opened = await Promise.all(
      given.map((x, d) =>
        host.live.open(
          virtual({
            runner: d,
            slots: slot(d),
            period: d === 0 ? 64 : 200,
            clock: { ppm: d * 300, jitterUs: 50, seed: d },
            reads: [files.source(`in${d}`, [x], d)],
            writes: [writes[d]!],
          }),
        ),
      ),
    );
    const plan = twoDomains();
    await host.change(stageOf(plan, { adopt: sameParts(plan) }));
    await Promise.all([host.played(frames, 0), host.played(frames, 1)]);
    await Promise.all(opened.map(({ stream }) => host.live.close(stream)));
    for (const [d, x] of given.entries()) {
      const [heard] = files.read(writes[d]!);
      expect(difference([heard!.subarray(fadeIn, frames - 480)], [x.subarray(fadeIn, frames - 480)])).toBeUndefined();
    }
  });

  it('a virtual clock runs at its own rate', async () => {
    const host = new LiveHost();
    await host.change(stageOf(twoDomains()));
    for (const [d, ppm] of [-50000, 50000].entries())
      await host.live.open(
        virtual({ runner: d, slots: slot(d), period: 64, periods: 512, clock: { ppm, jitterUs: 0, seed: 1 } }),
      );
    const from = [0, 1].map((d) => host.frames(d));
    await host.played(frames, 0);
    const [slow, fast] = [0, 1].map((d) => host.frames(d) - from[d]!) as [number, number];
    expect(Math.abs(fast / slow - 1.05 / 0.95)).toBeLessThan(0.03);
  });

  it('a stream that does not drive meets the runner through queues, whole and in order', async () => {
    const host = new LiveHost();
    const files = new RawFiles();
    const given = [noise(2 * frames, 1), noise(2 * frames, 2)];
    const reads = given.map((x, d) => files.source(`in${d}`, [x], d));
    const writes = given.map((_, d) => files.sink(`out${d}`, 1, d));
    await host.change(stageOf(crossed));
    // A third of a second: a machine that is busy may let a thread wait so long.
    const open = (d: number, period: number, more: Partial<StreamSpec>) =>
      host.live.open(
        virtual({ periods: 64, period, slots: slot(d), reads: [reads[d]!], writes: [writes[d]!], ...more }),
      );
    const driver = await open(0, 128, {});
    const member = await open(1, 480, crossing(16384));
    await host.played(2 * frames + 16384);
    await host.live.close(member.stream);
    await host.live.close(driver.stream);
    const late = [given[1]!, given[0]!].map((x, d) => {
      const [heard] = files.read(writes[d]!);
      const part = x.subarray(30000, 2 * frames - 8192);
      const at = indexOf(heard!, part.subarray(0, 100));
      expect(difference([heard!.subarray(at, at + part.length)], [part])).toBeUndefined();
      return at - 30000;
    });
    // One file began later than the other, which cancels: each way is the planned delay, to half a frame.
    expect(Math.abs(late[0]! + late[1]! - 2 * 16384)).toBeLessThanOrEqual(1);
    expect(host.heard.filter((e) => e.kind === 'xrun' && e.side === 'crossing')).toEqual([]);
  });

  it('clocks said to be one that are not: the stream is put back behind a fade, and what it cost is told', async () => {
    const host = new LiveHost();
    const files = new RawFiles();
    const ones = new Float64Array(480000).fill(0.5);
    const writes = [files.sink('out', 1, 0)];
    await host.change(stageOf(crossed));
    const reads = [files.source('in', [ones], 1)];
    await host.live.open(virtual({ slots: slot(0), period: 64, periods: 64, writes }));
    await host.live.open(
      virtual({
        ...crossing(4096),
        slots: slot(1),
        clock: { ppm: -1500, jitterUs: 0, seed: 0 },
        reads,
      }),
    );
    const { frames: lost } = await host.event('xrun', (e) => e.side === 'crossing');
    expect(lost).toBeGreaterThan(0);
    await host.live.stop();
    const [heard] = files.read(writes[0]!);
    const steps = heard!.map((x, i) => Math.abs(x - (heard![i - 1] ?? 0)));
    // A raised cosine of 240 frames from 0.5 moves by 0.0033 a frame.
    expect(Math.max(...steps)).toBeLessThan(0.004);
  });

  it.each([
    ['is closed', []],
    ['is unplugged', [{ atMs: 500, forMs: null }]],
  ])('a member that %s: what its master hears of it runs dry behind a fade', async (_, unplug) => {
    const host = new LiveHost();
    const files = new RawFiles();
    const writes = [files.sink('out', 1, 0)];
    await host.change(stageOf(crossed));
    const reads = [files.source('in', [new Float64Array(480000).fill(0.5)], 1)];
    await host.live.open(virtual({ slots: slot(0), periods: 64, writes }));
    const clock = { ppm: 0, jitterUs: 0, seed: 0, unplug };
    const { stream } = await host.live.open(virtual({ ...crossing(4096), slots: slot(1), periods: 64, clock, reads }));
    await (unplug.length === 0 ? host.played(frames / 2) : host.event('lost'));
    await host.live.close(stream);
    await host.played(frames / 4);
    await host.live.stop();
    const [heard] = files.read(writes[0]!);
    const steps = heard!.map((x, i) => Math.abs(x - (heard![i - 1] ?? 0)));
    expect(heard!.includes(0.5)).toBe(true);
    expect(Math.max(...steps)).toBeLessThan(0.004);
  });

  it('a stream that stalls stops without waiting for the end', async () => {
    const host = new LiveHost();
    const stalls = [{ atMs: 0, forMs: 3_600_000 }];
    await host.change(stageOf(crossed));
    const { stream } = await host.live.open(virtual({ clock: { ppm: 0, jitterUs: 0, seed: 0, stalls } }));
    await host.live.close(stream);
    expect(() => host.live.scheduling(stream)).toThrow();
  });

  it('a member that comes late time and again gets more delay, which is told and stays', async () => {
    const host = new LiveHost();
    await host.change(stageOf(crossed));
    await host.live.open(virtual({ slots: slot(0), periods: 64 }));
    const member = await host.live.open(
      virtual({
        ...crossing(256 + 16),
        slots: slot(1),
        periods: 64,
        clock: { ppm: 0, jitterUs: 1500, seed: 1 },
      }),
    );
    const { stream, frames: first } = await host.event('widened');
    expect(stream).toBe(member.stream);
    // A millisecond at least: each time costs a block.
    expect(first).toBeGreaterThanOrEqual(48);
    await host.played(frames / 2);
    const told = () => host.heard.reduce((sum, e) => sum + (e.kind === 'widened' ? e.frames : 0), 0);
    const before = told();
    const [{ widenedIn, widenedOut, crossingFrames }] = host.live.stats()[0]!.members as readonly [MemberStats];
    host.heard.push(...host.live.poll());
    // By as much as the longer of both directions, which is the latency that is shown.
    expect(before).toBeLessThanOrEqual(Math.max(widenedIn, widenedOut));
    expect(told()).toBeGreaterThanOrEqual(Math.max(widenedIn, widenedOut));
    expect([crossingFrames, widenedIn + widenedOut > 0]).toEqual([272, true]);
  });

  it('a member that is steered runs as its master does: every sample passes as it is', async () => {
    const host = new LiveHost();
    const files = new RawFiles();
    const given = [noise(12 * frames, 1), noise(12 * frames, 2)];
    const writes = given.map((_, d) => files.sink(`out${d}`, 1, d));
    await host.change(stageOf(crossed));
    const open = (d: number, more: Partial<StreamSpec>) =>
      host.live.open(
        virtual({
          periods: 64,
          slots: slot(d),
          reads: [files.source(`in${d}`, [given[d]!], d)],
          writes: [writes[d]!],
          ...more,
        }),
      );
    await open(0, { clock: { ppm: -50, jitterUs: 20, seed: 1 } });
    await open(1, { ...crossing(16384, 'steer'), clock: { ppm: 150, jitterUs: 20, seed: 2 } });
    await host.played(5 * frames);
    const [member] = host.live.stats()[0]!.members;
    await host.live.stop();
    // It was 200; what is left works off a fraction of a frame.
    expect(Math.abs(member!.driftPpm)).toBeLessThan(10);
    expect(Math.abs(member!.errorFrames)).toBeLessThan(1);
    for (const [d, x] of [given[1]!, given[0]!].entries()) {
      const [heard] = files.read(writes[d]!);
      // Three seconds after its first sound it is put in its place, once.
      const part = x.subarray(4 * frames, 4.5 * frames);
      const at = indexOf(heard!, part.subarray(0, 100));
      expect(difference([heard!.subarray(at, at + part.length)], [part])).toBeUndefined();
    }
  });

  it.runIf(existsSync('/dev/full'))(
    'a driver that is lost says so; a stand-in goes on, the others with it',
    async () => {
      const host = new LiveHost();
      const files = new RawFiles();
      const given = noise(10 * frames, 1);
      const writes = [files.sink('out', 1, 1)];
      await host.change(stageOf(crossed));
      const full = { ...files.sink('full', 1, 0), path: '/dev/full' };
      const driver = await host.live.open(virtual({ slots: slot(0), writes: [full] }));
      const member = await host.live.open(virtual({ slots: slot(1), ...crossing(2048), writes }));
      const lost = await host.event('lost');
      expect(lost).toMatchObject({ stream: driver.stream, fault: 'failed', why: 'the disk is full' });
      await host.live.close(driver.stream);
      const reads = [files.source('in', [given], 0)];
      const standIn = await host.live.open(virtual({ slots: slot(0), reads }));
      await host.played(frames);
      await host.live.close(standIn.stream);
      await host.live.close(member.stream);
      const [heard] = files.read(writes[0]!);
      expect(heard!.some((x) => x === given[12000])).toBe(true);
    },
  );

  it('devices of a plan have slots of their own, whatever their order in the plan', async () => {
    const host = new LiveHost();
    const files = new RawFiles();
    const writes = [files.sink('out', 1, 3)];
    const reads = [files.source('in', [new Float64Array(frames).fill(0.5)], 9)];
    await host.change(stageOf(crossed, { slots: [9, 3] }));
    const both = [9, 3].flatMap(slot);
    const { stream } = await host.live.open(virtual({ slots: both, reads, writes }));
    await host.played(2400);
    await host.live.close(stream);
    expect(files.read(writes[0]!)[0]!.includes(0.5)).toBe(true);
  });

  it('slots without a stream are silent and dropped; streams without a plan play silence', async () => {
    const host = new LiveHost();
    const files = new RawFiles();
    const writes = [files.sink('out', 1, 7)];
    const { stream } = await host.live.open(
      virtual({ slots: slot(7), reads: [files.source('in', [noise(frames, 1)], 7)], writes }),
    );
    await host.played(2400);
    await host.change(stageOf(crossed));
    await host.played(2400);
    await host.live.close(stream);
    expect(files.read(writes[0]!)[0]!.every((x) => x === 0)).toBe(true);
  });

  it('stops in every state, twice, and opens nothing afterwards', async () => {
    const stage = stageOf(crossed);
    const states: ((host: LiveHost) => unknown)[] = [
      () => undefined,
      (host) => host.live.change([stage], false),
      (host) => host.live.open(virtual()),
      async (host) => {
        await host.live.open(virtual());
        await host.live.change([{ ...stage, frames: 1000000 }, stage], false);
        await host.event('begun');
      },
      async (host) => {
        const { stream } = await host.live.open(virtual());
        return { closing: host.live.close(stream) };
      },
      (host) => ({ opening: host.live.open(virtual()).catch((e: Error) => e.message) }),
      (host) => ({ changing: host.live.change([stage], true).catch((e: Error) => e.message) }),
    ];
    for (const reach of states) {
      const host = new LiveHost();
      const pending = await reach(host);
      await Promise.all([host.live.stop(), host.live.stop(), ...Object.values(pending ?? {})]);
      await expect(host.live.open(virtual())).rejects.toThrow('the engine has stopped');
      host.live.poll();
    }
  });

  it.each([
    ['ends by itself', ''],
    ['exits while it plays', 'setTimeout(() => process.exit(0), 50);'],
    ['exits while it opens', 'live.open({ ...spec, runner: 1 }); process.exit(0);'],
    ['exits while it closes', 'live.close(stream); process.exit(0);'],
    ['exits while it stops', 'live.stop(); process.exit(0);'],
    ['exits while it changes', 'live.change([stage], true); process.exit(0);'],
  ])('a process that %s leaves cleanly', async (_, end) => {
    const addon = loadAddon();
    if (!addon.ok) throw new Error(addon.message);
    const files = new RawFiles();
    writeFileSync(files.path('plan.bin'), encode(crossed));
    const script = `
      const { Live } = require(process.argv[1]);
      const live = new Live();
      const plan = new Uint8Array(require('node:fs').readFileSync(process.argv[2]));
      const stage = { plan, adopt: new Uint32Array(), frames: 0, runners: [0], slots: [0, 1] };
      const spec = ${JSON.stringify(virtual())};
      (async () => {
        await live.change([stage], false);
        const { stream } = await live.open(spec);
        ${end}
      })();`;
    const child = spawn(process.execPath, ['-e', script, addon.path, files.path('plan.bin')], { stdio: 'inherit' });
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
