// Whether a device is worth a try, and what a save is compiled against while one is away.

import { describe, expect, test } from 'vitest';
import type { MatchedDevice } from '../../compiler/ir/config.ts';
import type { StreamSpec } from '../../runtime/native-live.ts';
import { isThere, withKnown } from '../../runtime/session/presence.ts';
import type { DeviceFacts } from '../../schema/inventory.ts';
import { compileText } from '../support/compile-text.ts';
import { alsa, inventory } from '../support/inventory.ts';

const spec = (backend: StreamSpec['backend'], id: string): StreamSpec => ({
  backend,
  id,
  runner: 0,
  drives: true,
  slots: [],
  rateHz: 48_000,
  period: 64,
  periods: 2,
  format: 'auto',
  priority: 60,
});
const matched = (facts: DeviceFacts): MatchedDevice => ({ name: 'main', state: 'found', id: facts.id, facts });

describe('a device', () => {
  const one = inventory([alsa('A')]);
  test.each([
    ['that is listed', 'alsa', 'hw:CARD=A,DEV=0', true],
    ['that is not', 'alsa', 'hw:CARD=B,DEV=0', false],
    ['of a name that no system lists', 'alsa', 'mixed-down', true],
    ['that is the default', 'alsa', 'default', true],
    ['of a back end that was not asked', 'jack', '', true],
    ['that is virtual', 'virtual', 'box', true],
  ] as const)('%s', (_, backend, id, there) => {
    expect(isThere(spec(backend, id), one)).toBe(there);
  });
  test('is the default only where there is one', () => {
    expect(isThere(spec('alsa', 'default'), inventory([]))).toBe(false);
    expect(isThere(spec('jack', ''), inventory([], [{ backend: 'jack', absent: 'no server' }]))).toBe(false);
    expect(isThere(spec('alsa', 'hw:CARD=B,DEV=0'), undefined)).toBe(true);
  });
});

describe('what was lost is still known', () => {
  const text = (match: string) =>
    `busbar: 1\ndevices:\n  main: { match: ${match}, inputs: { mic: 1 } }\ngraph: { a: { from: main.mic } }\n`;
  const idAfter = async (match: string, lost: DeviceFacts, now: readonly DeviceFacts[]) => {
    const { devices, diagnostics } = await compileText(text(match), {
      inventory: withKnown(inventory(now), [matched(lost)]),
    });
    expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
    return devices[0]?.id;
  };
  const umc = alsa('UMC', { usb: '1397:0503', serial: 'A1', isDefault: ['input'] });

  test('so that a save meanwhile compiles as before', async () => {
    expect(await idAfter('{ serial: A1 }', umc, [alsa('PCH')])).toBe(umc.id);
    expect(await idAfter('{ default: input }', umc, [alsa('PCH')])).toBe(umc.id);
  });

  test('unless it came back under another id, or another is the default now', async () => {
    const again = alsa('UMC_1', { usb: '1397:0503', serial: 'A1' });
    expect(await idAfter('{ serial: A1 }', umc, [again])).toBe(again.id);
    const other = alsa('PCH', { isDefault: ['input'] });
    expect(await idAfter('{ default: input }', umc, [other])).toBe(other.id);
  });
});
