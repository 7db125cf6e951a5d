// Lengths on the command line: a unit is asked for, and may be a word of its own.

import { describe, expect, test } from 'vitest';
import { joinUnits, parseDuration } from '../../runtime/cli/duration.ts';

describe('parseDuration', () => {
  test.each([
    ['10 s', 10],
    ['10s', 10],
    ['500ms', 0.5],
    ['1.5 min', 90],
    ['2h', 7200],
    ['250 us', 0.00025],
    ['480 frames', 0.01],
  ])('%s', (text, seconds) => {
    expect(parseDuration(text, 48000)).toBeCloseTo(seconds, 12);
  });

  test.each(['', '10', 's', '-1 s', '0 s', '1e3 s', '10 seconds', '99999 h', 'ten s'])('%j is refused', (text) => {
    expect(() => parseDuration(text, 48000)).toThrow(/is no length|is out of range/);
  });

  test('a bare number is told which units there are', () => {
    try {
      parseDuration('10', 48000);
    } catch (e) {
      expect(e).toMatchObject({ help: 'Add a unit: --for 10s or --for 10ms.' });
    }
  });
});

test('a unit after --for belongs to it, elsewhere it is a word', () => {
  expect(joinUnits(['--for', '10', 's', 'a.yaml'])).toEqual(['--for', '10 s', 'a.yaml']);
  expect(joinUnits(['--for=10', 'ms'])).toEqual(['--for=10 ms']);
  expect(joinUnits(['10', 's', '--for', '2s', 's'])).toEqual(['10', 's', '--for', '2s', 's']);
});
