// Values with units. In: what a user wrote for a number. Out: the canonical number, or what is wrong with it.
// One table says which units a dimension takes; the validator, the JSON Schema and the reference all read it.

import type { Dimension } from './param.ts';

/** What a number may mean anywhere in a config; `frames` stands only where whole frames are asked for. */
export type Quantity = Dimension | 'frames';

/** Speed of sound in m/s, for times given as a distance. */
export const SPEED_OF_SOUND = 343;

interface Unit {
  readonly name: string;
  /** Power of ten to the canonical unit, exact in decimal. */
  readonly shift?: number;
  /** Any other factor to the canonical unit. */
  readonly factor?: (rateHz: number) => number;
}

const decibel = { name: 'dB' } as const;
const frames = { name: 'frames' } as const;

/** Units by quantity; the first is canonical: what a bare number means. None: only bare numbers. */
const unitTable = {
  gain: [decibel],
  level: [{ name: 'dBFS' }, decibel],
  frequency: [{ name: 'Hz' }, { name: 'kHz', shift: 3 }],
  time: [
    { name: 'ms' },
    { name: 'us', shift: -3 },
    { name: 's', shift: 3 },
    { name: 'frames', factor: (rateHz: number) => 1000 / rateHz },
    { name: 'm', factor: () => 1000 / SPEED_OF_SOUND },
  ],
  percent: [{ name: '%' }],
  ratio: [],
  count: [],
  frames: [frames],
} as const satisfies Readonly<Record<Quantity, readonly Unit[]>>;

const units: Readonly<Record<Quantity, readonly Unit[]>> = unitTable;

/** Names of a quantity's units, as a type; `never` for bare numbers. */
export type UnitOf<Q extends Quantity> = (typeof unitTable)[Q][number]['name'];

/** Other spellings that leave no doubt, by what they mean: accepted, with the proper one offered. */
const spellings = new Map([
  ['frame', 'frames'],
  ['sample', 'frames'],
  ['samples', 'frames'],
  ['msec', 'ms'],
  ['millisecond', 'ms'],
  ['milliseconds', 'ms'],
  ['usec', 'us'],
  // The micro sign, and the Greek letter that looks like it.
  ['\u00b5s', 'us'],
  ['\u03bcs', 'us'],
  ['sec', 's'],
  ['second', 's'],
  ['seconds', 's'],
  ['meter', 'm'],
  ['meters', 'm'],
  ['metre', 'm'],
  ['metres', 'm'],
  ['hertz', 'Hz'],
  ['k', 'kHz'],
  ['decibel', 'dB'],
  ['decibels', 'dB'],
  ['percent', '%'],
]);

const quantities = Object.keys(units) as readonly Quantity[];
const names = new Map(quantities.flatMap((q) => units[q].map((u) => [u.name.toLowerCase(), u.name])));

/** Proper name of a unit however it is spelt. */
const properName = (unit: string): string | undefined =>
  names.get(unit.toLowerCase()) ?? spellings.get(unit.toLowerCase()) ?? (unit === '' ? '' : undefined);

export const unitNames = (q: Quantity): readonly string[] => units[q].map((u) => u.name);
export const canonicalUnit = (q: Quantity): string => units[q][0]?.name ?? '';

/** Every spelling of a quantity's units that is understood, in any case. */
const unitSpellings = (q: Quantity): readonly string[] => {
  const proper = unitNames(q);
  return [...proper, ...[...spellings].filter(([, name]) => proper.includes(name)).map(([word]) => word)];
};

const anyCase = (word: string): string =>
  [...word].map((c) => (c.toLowerCase() === c.toUpperCase() ? c : `[${c.toLowerCase()}${c.toUpperCase()}]`)).join('');

/** A regular expression, in the dialect of JSON Schema, for text that reads as a `q`. */
export function quantityPattern(q: Quantity): string {
  const words = unitSpellings(q).map(anyCase);
  const unit = words.length === 0 ? '' : `(?:${words.join('|')})?`;
  return `^\\s*[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?\\s*${unit}\\s*$`;
}

/** What a field of this kind wants, to follow “wants”. */
export const wanted: Readonly<Record<Quantity, string>> = {
  gain: 'a gain in dB',
  level: 'a level in dBFS',
  frequency: 'a frequency in Hz or kHz',
  time: 'a time in ms, us, s, frames or m',
  percent: 'a share in %',
  ratio: 'a number without a unit',
  count: 'a whole number',
  frames: 'a number of frames',
};

/** A value of each kind, as one is written. */
export const sample: Readonly<Record<Quantity, string>> = {
  gain: '-6 dB',
  level: '-18 dBFS',
  frequency: '80 Hz',
  time: '5 ms',
  percent: '30 %',
  ratio: '3',
  count: '2',
  frames: '64 frames',
};

const measures = new Map([
  ['dB', 'a gain'],
  ['dBFS', 'a level'],
  ['Hz', 'a frequency'],
  ['kHz', 'a frequency'],
  ['ms', 'a time'],
  ['us', 'a time'],
  ['s', 'a time'],
  ['frames', 'a number of frames'],
  ['m', 'a distance'],
  ['%', 'a share'],
]);

export type Reading =
  | {
      readonly ok: true;
      readonly value: number /** The value with its unit spelt properly, where it was not. */;
      readonly proper?: string;
    }
  | {
      readonly ok: false;
      readonly problem: 'number' /** What was meant, where that is plain. */;
      readonly meant?: string;
    }
  | { readonly ok: false; readonly problem: 'not-finite' }
  | { readonly ok: false; readonly problem: 'unit'; readonly unit: string }
  | {
      readonly ok: false;
      readonly problem: 'dimension';
      readonly unit: string;
      readonly measures: string;
      readonly meant?: string;
    };

const quantity = /^([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)\s*([\p{L}%].*)?$/u;
const notFinite = /^[-+]?\.?(?:inf|infinity|nan)\b/i;

function scaled(number: string, unit: Unit, rateHz: number): number {
  if (unit.factor !== undefined) return Number(number) * unit.factor(rateHz);
  const shift = unit.shift ?? 0;
  // Shifting the decimal exponent keeps 4.35 kHz at exactly 4350.
  return shift === 0 || /e/i.test(number) ? Number(number) * 10 ** shift : Number(`${number}e${shift}`);
}

/** What somebody meant who wrote a typographic minus sign, a decimal comma, a space in the number, or a ratio as `3:1`. */
function guess(text: string): string | undefined {
  const meant = text
    .replace(/^(?:\u2212|\u2013|\u2012|-\s)\s*/, '-')
    .replace(/^([-+]?[0-9]+),([0-9]+)/, '$1.$2')
    .replace(/^([-+]?[0-9]{1,3})[ _]([0-9]{3})\b/, '$1$2')
    .replace(/^([0-9.]+)\s*:\s*1$/, '$1');
  return meant !== text && quantity.test(meant) ? meant : undefined;
}

/** Reads a number or text such as `-6 dB` as a `q`. `rateHz` turns frames into time. */
export function readQuantity(written: string | number, q: Quantity, rateHz: number): Reading {
  if (typeof written === 'number') {
    return Number.isFinite(written) ? { ok: true, value: written } : { ok: false, problem: 'not-finite' };
  }
  const text = written.trim();
  const match = quantity.exec(text);
  if (match === null) {
    if (notFinite.test(text)) return { ok: false, problem: 'not-finite' };
    const meant = guess(text);
    return { ok: false, problem: 'number', ...(meant === undefined ? {} : { meant }) };
  }
  const [, number = '', rawUnit = ''] = match;
  const given = rawUnit.trim();
  const name = properName(given);
  if (name === undefined) return { ok: false, problem: 'unit', unit: given };
  const unit = name === '' ? (units[q][0] ?? { name: '' }) : units[q].find((u) => u.name === name);
  if (unit === undefined) {
    const meant = q === 'gain' && name === 'dBFS' ? `${number} dB` : undefined;
    const what = measures.get(name) ?? '';
    return { ok: false, problem: 'dimension', unit: name, measures: what, ...(meant === undefined ? {} : { meant }) };
  }
  const value = scaled(number, unit, rateHz);
  if (!Number.isFinite(value)) return { ok: false, problem: 'not-finite' };
  const one = name === 'frames' && given.toLowerCase() === 'frame' && Math.abs(Number(number)) === 1;
  return given === name || one ? { ok: true, value } : { ok: true, value, proper: `${number} ${name}` };
}

/** A canonical value as a user would write it: `-6 dB`, `20 kHz`, `1.5`. */
export function writeQuantity(value: number, q: Quantity): string {
  const rounded = Number(value.toPrecision(12));
  if (q === 'frequency' && Math.abs(rounded) >= 1000) return `${Number((rounded / 1000).toPrecision(12))} kHz`;
  if (q === 'time' && Math.abs(rounded) >= 1000) return `${Number((rounded / 1000).toPrecision(12))} s`;
  const unit = canonicalUnit(q);
  if (unit === 'frames' && rounded === 1) return '1 frame';
  return unit === '' ? String(rounded) : `${rounded} ${unit}`;
}
