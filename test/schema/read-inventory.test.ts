// Inventories in files: what was written comes back, and what is damaged is refused with its place.

import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../schema/inventory.ts';
import { readInventory } from '../../schema/read-inventory.ts';
import { alsa, inventory } from '../support/inventory.ts';

const good = inventory([alsa('PCH'), alsa('UMC', { outputs: null, converts: ['rate'], isDefault: ['input'] })]);
const copy = (): Record<string, never> => JSON.parse(JSON.stringify(good));

describe('an inventory', () => {
  it('comes back as it was, without what it does not know', () => {
    const read = readInventory({ ...copy(), comment: 'by hand' });
    expect(read).toEqual({ ok: true, inventory: good satisfies Inventory });
  });

  it.each([
    [null, 'it is no map'],
    [[], 'it is no map'],
    [{}, 'formatVersion is no number'],
    [{ ...copy(), formatVersion: 2 }, 'it has format version 2, this busbar reads 1'],
    [{ ...copy(), devices: {} }, 'devices is no list'],
    [{ ...copy(), devices: [good.devices[0], good.devices[0]] }, 'it has alsa hw:CARD=PCH,DEV=0 twice'],
    [{ ...copy(), devices: [{ ...good.devices[0], id: 7 }] }, 'devices[0].id is no text'],
    [{ ...copy(), devices: [{ ...good.devices[0], pitch: 7 }] }, 'devices[0].pitch is neither true nor false'],
    [
      { ...copy(), devices: [{ ...good.devices[0], sharing: 'maybe' }] },
      'devices[0].sharing is none of exclusive, mixed',
    ],
    [
      { ...copy(), devices: [alsa('A'), alsa('B', { inputs: { ...alsa('B').inputs!, periods: [9, 1] } })] },
      'devices[1].inputs.periods is no range',
    ],
    [
      { ...copy(), devices: [alsa('A', { inputs: { ...alsa('A').inputs!, rates: [Number.NaN] } })] },
      'devices[0].inputs.rates[0] is no number',
    ],
  ])('%#: is refused with the place', (value, problem) => {
    expect(readInventory(value)).toEqual({ ok: false, problem });
  });

  it('is not known to be steered where it was written before that was asked', () => {
    const { pitch: _, ...older } = alsa('A');
    const read = readInventory({ ...copy(), devices: [older] });
    expect(read).toMatchObject({ ok: true, inventory: { devices: [{ id: alsa('A').id, pitch: null }] } });
  });

  it('is refused for every field that is gone', () => {
    const { pitch: _, ...first } = good.devices[0]!;
    for (const key of Object.keys(first)) {
      const { [key as 'id']: _, ...rest } = first;
      expect(readInventory({ ...good, devices: [rest] }).ok, key).toBe(false);
    }
  });
});
