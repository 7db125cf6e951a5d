// What goes wrong with a device, on demand: xruns, sleep, unplugging, standing still, refusals. After each the stream
// says what happened, goes on or ends, and can always be stopped.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildTools, compile, type Driver, noTestDevice, TestDevice, type Tools } from './rig.ts';
import { noise } from './samples.ts';

if (noTestDevice !== undefined) console.warn(`skipped: ALSA test device: ${noTestDevice}`);

const duplex = { format: 's16', period: 256, periods: 3, inputs: 2, outputs: 2 } as const;
const roundTrip = 768;
const frameBytes = 4;

/**
 * Runs of frames in which what was played is not what was heard a round trip before, each with whether it was silent.
 * The device's time passes only while both directions run: a restart of one alone would shift all that follows.
 */
function gaps(played: Buffer, heard: Buffer): { first: number; frames: number; silent: boolean }[] {
  const found: { first: number; frames: number; silent: boolean }[] = [];
  for (let i = roundTrip; i < played.length / frameBytes; i++) {
    const now = played.readUInt32LE(i * frameBytes);
    if (now === heard.readUInt32LE((i - roundTrip) * frameBytes)) continue;
    const last = found.at(-1);
    if (last !== undefined && last.first + last.frames === i) last.frames++;
    else found.push({ first: i, frames: 1, silent: true });
    const gap = found.at(-1)!;
    gap.silent &&= now === 0;
  }
  return found;
}

async function progress(driver: Driver): Promise<void> {
  await driver.next('frames');
}

describe.skipIf(noTestDevice !== undefined)('an ALSA stream in trouble', () => {
  let tools: Tools;
  beforeAll(() => {
    tools = buildTools();
  });

  it.each(['playback', 'capture'] as const)(
    'an xrun of %s restarts both directions, and the delay is as before',
    async (kind) => {
      const device = new TestDevice(tools);
      const heard = noise('s16', 2, 480_000);
      writeFileSync(device.heard, heard);
      const driver = device.start(duplex);
      for (let i = 0; i < 3; i++) {
        await progress(driver);
        device.control(`xrun-${kind}`);
        expect(await driver.next('xrun')).toMatchObject({ kind });
      }
      await progress(driver);
      await driver.stop();
      const lost = gaps(device.output(), heard);
      expect(lost.length).toBe(3);
      // Silence is queued anew, a round trip of it; up to a period that was due may be lost besides.
      for (const gap of lost) {
        expect(gap.silent).toBe(true);
        expect(gap.frames).toBeGreaterThanOrEqual(roundTrip - 2);
        expect(gap.frames).toBeLessThanOrEqual(roundTrip + 2 * duplex.period);
      }
    },
  );

  it('a device that sleeps and wakes is restarted, and goes on', async () => {
    const device = new TestDevice(tools);
    const driver = device.start(duplex);
    await progress(driver);
    device.control('suspend');
    expect(await driver.next('xrun')).toMatchObject({ kind: 'suspended' });
    await progress(driver);
    await driver.stop();
    expect(driver.history.filter((e) => e.event === 'xrun').length).toBe(1);
  });

  it('unplugged: lost at once; missing while it is away; as ever when it is back', async () => {
    const device = new TestDevice(tools);
    const driver = device.start(duplex);
    await progress(driver);
    device.control('unplug');
    expect(await driver.next('lost')).toMatchObject({ fault: 'gone' });
    driver.say('open');
    await driver.next('closed');
    expect(await driver.next('refused')).toMatchObject({ fault: 'missing' });
    device.control('unplug', false);
    driver.say('open');
    await driver.next('started');
    await progress(driver);
    device.control('unplug');
    expect(await driver.next('lost')).toMatchObject({ fault: 'gone' });
    await driver.stop();
  });

  it.each([
    ['playback', { outputs: 2 }],
    ['capture', { inputs: 2 }],
  ])('unplugged while %s runs alone', async (_, direction) => {
    const device = new TestDevice(tools);
    const driver = device.start({ period: 256, ...direction });
    await progress(driver);
    device.control('unplug');
    expect(await driver.next('lost')).toMatchObject({ fault: 'gone' });
    await driver.stop();
  });

  it('a device without time does not hold up a stop, a time-out being minutes away', async () => {
    const device = new TestDevice(tools);
    device.control('stuck');
    const driver = device.start({ ...duplex, rate: 8000, period: 131_072, periods: 2 });
    await driver.next('started');
    expect(Number((await driver.stop()).frames)).toBe(0);
  }, 60_000);

  it('a device that stands still is lost after three time-outs', async () => {
    const device = new TestDevice(tools);
    const driver = device.start(duplex);
    await progress(driver);
    device.control('stuck');
    expect(await driver.next('lost')).toMatchObject({ fault: 'failed', why: 'it stands still' });
    await driver.stop();
  });

  it('five restarts within a second are enough', async () => {
    const device = new TestDevice(tools);
    const driver = device.start(duplex);
    await progress(driver);
    device.control('xruns');
    for (let i = 0; i < 5; i++) await driver.next('xrun');
    expect(await driver.next('lost')).toMatchObject({ fault: 'failed' });
    await driver.stop();
  });

  it('playback that fell behind without a word is restarted', async () => {
    const device = new TestDevice(tools, { clock: 'deaf' });
    const driver = device.start({ ...duplex, period: 1024 });
    await progress(driver);
    device.control('behind');
    expect(await driver.next('xrun')).toMatchObject({ kind: 'playback' });
    await progress(driver);
    await driver.stop();
  });

  it('what runs without a clock is no device', async () => {
    const driver = new TestDevice(tools).start({ id: 'endless', period: 256, outputs: 2 });
    expect(await driver.next('lost')).toMatchObject({ fault: 'unsupported' });
    await driver.stop();
  });
});

describe.skipIf(noTestDevice !== undefined)('what an ALSA device cannot do is refused in words', () => {
  let tools: Tools;
  beforeAll(() => {
    tools = buildTools();
  });

  const refusal = async (
    keys: Record<string, string | number>,
    args: Record<string, string | number>,
    environment?: NodeJS.ProcessEnv,
  ) => {
    const driver = new TestDevice(tools, keys).start(args, environment);
    const refused = await driver.next('refused');
    await driver.stop();
    return refused;
  };

  it('another rate', async () => {
    const refused = await refusal({ rate: 44_100 }, duplex);
    expect(refused).toMatchObject({ fault: 'unsupported' });
    expect(refused.message).toMatch(/runs at 44100 Hz, not at 48000/);
  });

  it('more channels than it has', async () => {
    const refused = await refusal({ channels: 2 }, { ...duplex, outputs: 4 });
    expect(refused.message).toMatch(/has 2 channels, not 4/);
  });

  it('another format', async () => {
    const refused = await refusal({ format: 'S24_3LE' }, duplex);
    expect(refused.message).toMatch(/none of the formats asked for \(it has s24_3\)/);
  });

  it('a name that libasound does not know', async () => {
    const refused = await refusal({}, { ...duplex, id: 'nobody' });
    expect(refused).toMatchObject({ fault: 'missing' });
    expect(refused.message).toMatch(/there is no ALSA output nobody/);
  });

  it('everything, without the library', async () => {
    const device = new TestDevice(tools);
    writeFileSync(join(device.folder, 'libasound.so.2'), '');
    const driver = device.start(duplex, { LD_LIBRARY_PATH: device.folder });
    const refused = await driver.next('refused');
    expect(refused).toMatchObject({ fault: 'library' });
    expect(refused.message).toMatch(/libasound\.so\.2, which cannot be loaded .*apt-get install libasound2/);
    await driver.stop();
  });

  it('a period that it does not have becomes the nearest, and is told', async () => {
    const driver = new TestDevice(tools, { period: 512 * frameBytes, format: 'S16_LE', channels: 2 }).start(duplex);
    expect(await driver.next('started')).toMatchObject({
      period: 512,
      periods: 3,
      inputLatency: 512,
      outputLatency: 1024,
    });
    await driver.stop();
  });
});

describe.skipIf(noTestDevice !== undefined)('what there is', () => {
  let tools: Tools;
  beforeAll(() => {
    tools = buildTools();
  });

  it('a PCM of the configuration, and that it is in use', async () => {
    const driver = new TestDevice(tools, { channels: 4, format: 'S24_3LE', rate: 96_000 }).start({
      ...duplex,
      format: 'auto',
      rate: 96_000,
    });
    await driver.next('started');
    driver.say('list');
    expect(await driver.next('device')).toMatchObject({ id: 'dut', busy: 'another program' });
    await driver.stop();
  });

  it('what it can do, where it is free', async () => {
    const driver = new TestDevice(tools, { channels: 4, format: 'S24_3LE', rate: 96_000, period: 512 * 12 }).start({
      rate: 1,
      inputs: 1,
    });
    await driver.next('refused');
    driver.say('list');
    const able = { channels: [4, 4], rates: [96_000], formats: ['s24_3'], periods: [512, 512] };
    expect(await driver.next('device')).toMatchObject({
      id: 'dut',
      exclusive: false,
      converts: 3,
      busy: '',
      inputs: able,
      outputs: able,
    });
    await driver.stop();
  });

  it('our declarations of libasound are those of its header', () => {
    compile(
      'g++',
      '-std=c++20',
      '-fsyntax-only',
      '-Wall',
      '-Wextra',
      '-Werror',
      '-I../../../native',
      'declarations.cpp',
    );
    expect(readFileSync(new URL('declarations.cpp', import.meta.url), 'utf8')).toContain(
      'BUSBAR_ALSA_FUNCTIONS(CHECK)',
    );
  });
});
