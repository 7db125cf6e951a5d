// Lengths on the command line. In: `10 s`, `1.5 min`, `480 frames`. Out: seconds.
// Invariant: a unit is always asked for, since a bare number would be ms in a config and s to most people.

import { UsageError } from './arguments.ts';

const secondsPer: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3600 };
const LONGEST = 24 * 3600 * 365;

/** Seconds; `frames` count at `rateHz`. Throws UsageError. */
export function parseDuration(text: string, rateHz: number): number {
  const [, digits, unit] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/.exec(text) ?? [];
  const per = unit === 'frames' ? 1 / rateHz : secondsPer[unit ?? ''];
  if (digits === undefined || per === undefined) {
    const bare = digits !== undefined && unit === '';
    throw new UsageError(
      `--for ${text} is no length.`,
      bare
        ? `Add a unit: --for ${digits}s or --for ${digits}ms.`
        : 'Write for example --for 10s, --for 500ms or --for 2min.',
    );
  }
  const seconds = Number(digits) * per;
  if (seconds <= 0 || seconds > LONGEST)
    throw new UsageError(`--for ${text} is out of range.`, 'More than 0 s, at most a year.');
  return seconds;
}

/** `--for 10 s` arrives as two words: joins a unit to the number before it. */
export function joinUnits(words: readonly string[]): readonly string[] {
  const out: string[] = [];
  for (const word of words) {
    const number = out.at(-1);
    const isFor =
      /^--for=\d+(\.\d+)?$/.test(number ?? '') || (out.at(-2) === '--for' && /^\d+(\.\d+)?$/.test(number ?? ''));
    if (isFor && (word in secondsPer || word === 'frames')) out[out.length - 1] = `${number} ${word}`;
    else out.push(word);
  }
  return out;
}
