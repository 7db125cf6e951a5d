// An ALSA stream over the test device, bit by bit: the round trip is period x periods, in every format and through
// every way that libasound hands out memory.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildTools, noTestDevice, TestDevice, type Tools } from './rig.ts';
import { difference, type Format, noise, widths } from './samples.ts';

if (noTestDevice !== undefined) console.warn(`skipped: ALSA test device: ${noTestDevice}`);

const frames = 24_000;

describe.skipIf(noTestDevice !== undefined)('an ALSA stream', () => {
  let tools: Tools;
  beforeAll(() => {
    tools = buildTools();
  });

  const cases: readonly [Format, string, number, number][] = [
    ['s16', 'mmap', 64, 2],
    ['s16', 'rw', 256, 3],
    ['s24', 'mmap', 256, 2],
    ['s24_3', 'mmap', 256, 3],
    ['s24_3', 'planar', 128, 4],
    ['s24_3', 'rw', 480, 2],
    ['s32', 'mmap', 1024, 2],
    ['s32', 'planar', 441, 3],
    ['f32', 'mmap', 256, 2],
    ['f32', 'rw', 64, 4],
  ];
  it.each(cases)(
    '%s through %s memory, %i x %i: what is heard is played, that much later',
    async (format, access, period, periods) => {
      const device = new TestDevice(tools, { access });
      const source = noise(format, 2, frames * 2);
      writeFileSync(device.heard, source);
      const driver = device.start({ format, period, periods, inputs: 2, outputs: 2, frames });
      const started = await driver.next('started');
      expect(started).toMatchObject({ period, periods, format });
      await driver.ended();
      const roundTrip = Number(started.inputLatency) + Number(started.outputLatency);
      expect(roundTrip).toBe(period * periods);
      expect(difference(device.output(), source, roundTrip, widths[format] * 2)).toBeUndefined();
    },
  );

  it.each(['s16', 's24_3', 's32', 'f32'] as const)('capture alone: %s is recorded bit by bit', async (format) => {
    const device = new TestDevice(tools);
    const source = noise(format, 3, frames * 2);
    writeFileSync(device.heard, source);
    const record = join(device.folder, 'recorded.raw');
    const driver = device.start({ format, period: 256, periods: 3, inputs: 3, frames, record });
    expect(await driver.next('started')).toMatchObject({ inputLatency: 256, outputLatency: 0 });
    await driver.ended();
    expect(
      difference(
        readFileSync(record).subarray(0, frames * 3 * widths[format] - 256 * 3 * widths[format]),
        source,
        0,
        3 * widths[format],
      ),
    ).toBeUndefined();
  });

  it.each(['s16', 's24_3', 's32', 'f32'] as const)('playback alone: %s leaves bit by bit', async (format) => {
    const device = new TestDevice(tools);
    const play = join(device.folder, 'play.raw');
    const source = noise(format, 2, frames * 2);
    writeFileSync(play, source);
    const driver = device.start({ format, period: 256, periods: 3, outputs: 2, frames, play });
    expect(await driver.next('started')).toMatchObject({ inputLatency: 0, outputLatency: 512 });
    await driver.ended();
    expect(difference(device.output(), source, 768, 2 * widths[format])).toBeUndefined();
  });

  it('the widest format is taken where none is asked for', async () => {
    const driver = new TestDevice(tools).start({ period: 256, inputs: 1, outputs: 1 });
    expect(await driver.next('started')).toMatchObject({ format: 's32' });
    await driver.stop();
    const narrow = new TestDevice(tools, { format: 'S16_LE' }).start({ period: 256, inputs: 1, outputs: 1 });
    expect(await narrow.next('started')).toMatchObject({ format: 's16' });
    await narrow.stop();
  });

  it('a card with more channels than are asked for: those beyond are silent', async () => {
    const device = new TestDevice(tools, { channels: 8, access: 'rw' });
    const source = noise('s32', 8, frames * 2);
    writeFileSync(device.heard, source);
    const driver = device.start({ format: 's32', period: 256, periods: 2, inputs: 2, outputs: 2, frames });
    await driver.ended();
    const silenced = Buffer.from(source);
    for (let i = 0; i < silenced.length; i += 32) silenced.fill(0, i + 8, i + 32);
    expect(difference(device.output(), silenced, 512, 32)).toBeUndefined();
  });

  it('a plugin that converts is as good a name as hw:', async () => {
    const device = new TestDevice(tools, { format: 'S16_LE' });
    writeFileSync(
      device.configuration,
      `${readFileSync(device.configuration)}pcm.converting { type plug slave.pcm dut }\n`,
    );
    const source = noise('s16', 2, frames * 2);
    writeFileSync(device.heard, source);
    const driver = device.start({
      id: 'converting',
      format: 's32',
      period: 256,
      periods: 3,
      inputs: 2,
      outputs: 2,
      frames,
    });
    expect(await driver.next('started')).toMatchObject({ format: 's32' });
    await driver.ended();
    expect(difference(device.output(), source, 768, 4)).toBeUndefined();
  });

  it('a clock that is off, in real time: its stamps never go back', async () => {
    const driver = new TestDevice(tools, { clock: 'real', ppm: 300 }).start({
      period: 1024,
      periods: 4,
      inputs: 2,
      outputs: 2,
      frames: 48_000,
    });
    expect(Number((await driver.ended()).frames)).toBeGreaterThanOrEqual(48_000);
  });
});
