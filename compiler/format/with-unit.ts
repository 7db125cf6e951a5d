// A number as configs are meant to write it. In: what was written for a quantity. Out: the same with a space and its
// unit properly spelt; anything else as it was.

import { canonicalUnit, type Quantity, readQuantity } from '../../schema/units.ts';

const written = /^([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\s*(.*)$/;

export function withUnit(text: string, quantity: Quantity): string {
  // The rate matters to the value alone.
  const reading = readQuantity(text, quantity, 48_000);
  const [, number = '', unit = ''] = written.exec(text.trim()) ?? [];
  if (!reading.ok || number === '') return text;
  if (reading.proper !== undefined) return reading.proper;
  const proper = unit === '' ? canonicalUnit(quantity) : unit;
  if (proper === 'frames' && unit === '' && Math.abs(Number(number)) === 1) return `${number} frame`;
  return proper === '' ? number : `${number} ${proper}`;
}
