// One change of a save in words. In: target, before and after. Out: `vocal.compressor.threshold -18 -> -22 dB, live`.

import type { Change } from '../../compiler/index.ts';
import type { RunChange } from './events.ts';

/** Number and unit, where a value has both. */
const MEASURE = /^(\S+) (\S+)$/;

export function changeText(change: Change): RunChange {
  return { ...change, text: `${whatChanged(change)}, ${change.kind}` };
}

function whatChanged({ target, from, to }: Change): string {
  if (from === null) return to === null ? target : `${target} added (${to})`;
  if (to === null) return `${target} removed (${from})`;
  const [, number, unit] = MEASURE.exec(from) ?? [];
  const isSameUnit = unit !== undefined && unit === MEASURE.exec(to)?.[2];
  return `${target} ${isSameUnit ? number : from} -> ${to}`;
}
