// The real HAL, on a Mac without devices or with any: it is asked, and refuses what is not there. Nothing is opened.

import { describe, expect, it } from 'vitest';
import { takeInventory } from '../../../runtime/inventory.ts';
import type { StreamSpec } from '../../../runtime/native-live.ts';
import { native } from '../../support/addon.ts';

const isMac = process.platform === 'darwin';
if (!isMac) console.warn('skipped: the real HAL is on macOS only');

const stream: StreamSpec = {
  backend: 'coreaudio',
  runner: 0,
  drives: true,
  slots: [{ slot: 0, inputs: 0, outputs: 2 }],
  id: 'busbar.nobody',
  rateHz: 48_000,
  period: 256,
  periods: 2,
  format: 'auto',
  priority: 60,
};

describe.skipIf(!isMac)('the real HAL', () => {
  it('is the platform’s own back end, and answers', async () => {
    expect(native().backends[0]).toBe('coreaudio');
    const { backends, devices } = await takeInventory(native());
    expect(backends).toContainEqual({ backend: 'coreaudio', absent: null });
    for (const { id, inputs, outputs } of devices.filter((d) => d.backend === 'coreaudio')) {
      expect(id).not.toBe('');
      expect(inputs ?? outputs).not.toBeNull();
    }
  });

  it('has no device of a name that nobody has, alone or joined', async () => {
    const live = new (native().Live)();
    await expect(live.open(stream)).rejects.toMatchObject({ fault: 'missing' });
    const members = [{ id: stream.id, compensated: true, exclusive: false }];
    const aggregate = { name: 'nobody', leader: 0, publish: false, members };
    await expect(live.open({ ...stream, aggregate })).rejects.toMatchObject({ fault: 'missing' });
    await live.stop();
  });

  it('is listened to and left', () => {
    for (let i = 0; i < 10; i++) native().watchDevices(() => {})?.();
  });
});
