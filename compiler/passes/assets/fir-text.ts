// A FIR as text: one number per line, `#` begins a comment. In: the file's text. Out: taps, or the lines that are wrong.

import type { LineProblem } from './parametric-text.ts';

export interface FirText {
  readonly taps: Float64Array;
  readonly problems: readonly LineProblem[];
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Enough to show what is wrong with a file that is something else altogether. */
const MOST_PROBLEMS = 5;

export function parseFirText(text: string): FirText {
  const taps: number[] = [];
  const problems: LineProblem[] = [];
  let offset = 0;
  for (const raw of text.split('\n')) {
    const line = raw.replace(/#.*/s, '').trim();
    if (line !== '' && problems.length < MOST_PROBLEMS) {
      const value = Number(line);
      if (NUMBER.test(line) && Number.isFinite(value)) taps.push(value);
      else {
        const start = offset + raw.indexOf(line);
        const message = /^[+-]?\.?(nan|inf)/i.test(line) ? 'not a finite number' : 'not a number';
        problems.push({ start, end: start + line.length, message });
      }
    }
    offset += raw.length + 1;
  }
  return { taps: Float64Array.from(taps), problems };
}
