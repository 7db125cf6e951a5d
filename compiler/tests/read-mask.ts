// A mask: least and most gain by frequency. In: the field. Out: points in order of frequency.

import { isList } from '../ir/document.ts';
import { keySpan } from '../ir/places.ts';
import { readNumber } from '../passes/validate/values.ts';
import type { Field, Walk } from '../passes/validate/walk.ts';
import type { MaskPoint } from './types.ts';

const gains = { min: -300, max: 120 };

export function readMask(walk: Walk, field: Field | undefined, rateHz: number): readonly MaskPoint[] {
  const entries = (field && walk.entries(field, 'a map from frequencies to pairs of gains')) ?? [];
  if (field !== undefined && entries.length === 0) walk.failed();
  const points = entries.flatMap((entry) => readPoint(walk, entry, rateHz) ?? []);
  return points.sort((a, b) => a.hz - b.hz);
}

function readPoint(walk: Walk, entry: Field, rateHz: number): MaskPoint | undefined {
  // The frequency is a key: what is said of it is said there.
  const key = keySpan(entry.place);
  const place =
    key === undefined ? entry.place : { ...entry.place, start: key.start, end: key.end, children: undefined };
  const named = { ...entry, value: entry.name, place, name: 'mask' };
  const range = { min: 0.1, max: rateHz / 2 };
  const hz = readNumber(walk, named, 'frequency', range, rateHz);
  const pair = isList(entry.value) && entry.value.length === 2 ? walk.items(entry, '') : undefined;
  if (pair === undefined) {
    walk.fail('test/mask', entry, { problem: 'least and most gain are missing', text: entry.name });
    return undefined;
  }
  const [min, max] = pair.map((item) => readNumber(walk, { ...item, name: 'mask' }, 'gain', gains, rateHz));
  if (hz === undefined || min === undefined || max === undefined) return undefined;
  if (min > max) {
    walk.fail('test/mask', entry, { problem: 'the least gain is more than the most', text: entry.name });
    return undefined;
  }
  return { hz, minDb: min, maxDb: max };
}
