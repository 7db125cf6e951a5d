// What REW, AutoEq and Equalizer APO write, line by line.

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parametricPeakDb } from '../../compiler/passes/assets/parametric-peak.ts';
import { parseParametric } from '../../compiler/passes/assets/parametric-text.ts';
import { parametricTypes } from '../../schema/parametric-types.ts';

const parsed = (text: string, rateHz = 48000) => {
  const { rows, problems } = parseParametric(text, rateHz);
  return {
    preamp: rows[0]![2],
    bands: rows.slice(1).map(([code, hz, db, q]) => [parametricTypes[code], hz, db, q.toFixed(3)]),
    problems: problems.map((p) => `${text.slice(p.start, p.end)}: ${p.message}`),
  };
};

test('a list of AutoEq', () => {
  expect(
    parsed(`Preamp: -6.2 dB
Filter 1: ON LSC Fc 105 Hz Gain 5.5 dB Q 0.70
Filter 2: ON PK Fc 1186 Hz Gain -3.4 dB Q 0.26
Filter 3: ON HSC Fc 10000 Hz Gain -2.1 dB Q 0.70
`),
  ).toEqual({
    preamp: -6.2,
    bands: [
      ['lowshelf', 105, 5.5, '0.700'],
      ['peaking', 1186, -3.4, '0.260'],
      ['highshelf', 10000, -2.1, '0.700'],
    ],
    problems: [],
  });
});

test('filter settings of REW, notes and unused slots passed over, commas as decimals', () => {
  expect(
    parsed(
      'Filter Settings file\r\n\r\nRoom EQ V5.31\r\nNotes: Gain 3 dB too much?\r\n\r\nEqualiser: Generic\r\n' +
        'Filter  1: ON  PK       Fc   63,00 Hz  Gain  -5,00 dB  Q  4,000\r\n' +
        'Filter  2: ON  Modal    Fc   1,042.5 Hz  Gain -10.0 dB  Q 7.2  T60 target 500 ms\r\n' +
        'Filter  3: ON  None\r\nFilter  4: OFF PK       Fc  100.0 Hz  Gain   2.0 dB  Q  1.0\r\n',
    ),
  ).toEqual({
    preamp: 0,
    bands: [
      ['peaking', 63, -5, '4.000'],
      ['peaking', 1042.5, -10, '7.200'],
    ],
    problems: [],
  });
});

describe('types', () => {
  test.each([
    ['PEQ Fc 100 Hz Gain 3 dB Q 2', ['peaking', 100, 3, '2.000']],
    ['PK Fc 100 Hz Gain 3 dB BW Oct 1', ['peaking', 100, 3, '1.414']],
    ['PK Fc 100 Hz Gain 3 dB BW Oct 1/3', ['peaking', 100, 3, '4.318']],
    ['LP Fc 100 Hz', ['lowpass', 100, 0, '0.707']],
    ['HPQ Fc 100 Hz Q 1.2', ['highpass', 100, 0, '1.200']],
    ['NO Fc 50 Hz', ['notch', 50, 0, '30.000']],
    ['BP Fc 50 Hz', ['bandpass', 50, 0, '0.707']],
    ['AP Fc 50 Hz Q 0.5', ['allpass', 50, 0, '0.500']],
    // 12 dB per octave is a slope of 1, whose Q is Butterworth's at any gain.
    ['LSC 12 dB Fc 100 Hz Gain 6 dB', ['lowshelf', 100, 6, '0.707']],
    ['HSQ Fc 100 Hz Gain 6 dB Q 0.8', ['highshelf', 100, 6, '0.800']],
  ])('ON %s', (line, band) => {
    expect(parsed(`Filter: ON ${line}`)).toEqual({ preamp: 0, bands: [band], problems: [] });
  });

  it('place a shelf by its corner where a slope or Q is said without C', () => {
    const [low] = parsed('Filter: ON LS 12 dB Fc 100 Hz Gain 8 dB').bands;
    const [high] = parsed('Filter: ON HS 12 dB Fc 100 Hz Gain 8 dB').bands;
    expect(low![1]).toBeCloseTo(100 * 10 ** 0.1, 9);
    expect(high![1]).toBeCloseTo(100 / 10 ** 0.1, 9);
    expect(parsed('Filter: ON LS Fc 100 Hz Gain 8 dB').bands[0]![1]).toBe(100);
  });
});

test('preamps add up', () => {
  expect(parsed('Preamp: -6 dB\nPreamp: +1,5 dB').preamp).toBe(-4.5);
});

test.each([
  ['Filter 1: ON PK Fc 105 Hz Gain -3.4 dB', 'expected a Q'],
  ['Filter 1: ON PK Fc 105 Hz Q 1', 'expected a gain'],
  ['Filter 1: ON PK Gain 1 dB Q 1', 'expected a frequency'],
  ['Filter 1: ON XX Fc 105 Hz', 'no filter type `XX`'],
  ['Filter 1: ON', 'has no type'],
  ['Filter 1: maybe', 'expected `ON` or `OFF`'],
  ['Filter 1: ON PK Fc 24000 Hz Gain 1 dB Q 1', 'not below half the rate'],
  ['Filter 1: ON PK Fc 0 Hz Gain 1 dB Q 1', 'above 0 Hz'],
  ['Filter 1: ON PK Fc 10 Hz Gain 1 dB Q 0', 'Q must lie'],
  ['Filter 1: ON PK 6 dB Fc 10 Hz Gain 1 dB Q 1', 'only shelves'],
  ['Preamp: loud', 'expected `Preamp'],
  ['GraphicEQ: 20 -1; 50 2', '`GraphicEQ` is not a filter'],
  ['Channel: L', '`Channel` is not a filter'],
  ['Filtr 1: ON PK Fc 105 Hz Gain -3.4 dB Q 1', 'looks like a filter'],
])('%s', (line, problem) => {
  const { problems, bands } = parsed(`# a comment\r\n  ${line}  # why\r\n`);
  expect(bands).toEqual([]);
  expect(problems).toEqual([expect.stringContaining(`${line}: `)]);
  expect(problems[0]).toContain(problem);
});

test('text of any kind is read without a throw, every number of a row being finite', () => {
  const word = fc.constantFrom(
    'Filter 1:',
    'ON',
    'PK',
    'LSC',
    'HS',
    'Fc',
    'Hz',
    'Gain',
    'dB',
    'Q',
    '-1e9',
    '0',
    '1,2.3,4',
    'BW Oct',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 4 })), { maxLength: 40 }), (words) => {
      for (const row of parseParametric(words.join(' '), 48000).rows) expect(row.every(Number.isFinite)).toBe(true);
    }),
  );
});

describe('the most that a list adds', () => {
  const peak = (text: string): number => {
    const { rows } = parseParametric(text, 48000);
    return parametricPeakDb({ rows: rows.length, columns: 4, data: Float64Array.from(rows.flat()) }, 48000);
  };

  it('is a single band’s gain and the preamp', () => {
    expect(peak('Preamp: -2 dB\nFilter: ON PK Fc 1000 Hz Gain 6 dB Q 1')).toBeCloseTo(4, 6);
    expect(peak('Filter: ON LSC 12 dB Fc 200 Hz Gain 6 dB')).toBeCloseTo(6, 6);
    expect(peak('Filter: ON HSC 12 dB Fc 200 Hz Gain 6 dB')).toBeCloseTo(6, 6);
    expect(peak('Filter: ON PK Fc 1000 Hz Gain -6 dB Q 1')).toBeCloseTo(0, 3);
    expect(peak('Filter: ON AP Fc 1000 Hz Q 1')).toBe(0);
  });

  it('adds up where bands meet, and not where they are far apart', () => {
    expect(peak('Filter: ON PK Fc 500 Hz Gain 3 dB Q 1\nFilter: ON PK Fc 500 Hz Gain 3 dB Q 1')).toBeCloseTo(6, 6);
    expect(peak('Filter: ON PK Fc 50 Hz Gain 3 dB Q 8\nFilter: ON PK Fc 5000 Hz Gain 3 dB Q 8')).toBeLessThan(3.01);
  });
});
