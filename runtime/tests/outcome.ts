// What became of an assertion. In: measured values. Out: words and numbers for the reports.

/** A public shape, as JSON gives it: fields are added, never renamed. */
export interface Finding {
  readonly passed: boolean;
  /** What was asked for: `-16.2 dBFS ± 0.1 dB`. */
  readonly expected: string;
  /** What was found, at the worst place: `-17.204 dBFS`. */
  readonly measured: string;
  /** Where that was: `daw.rec.1`, `daw.rec.1 at 1.2 kHz`; empty where there is one place only. */
  readonly where: string;
  /** The number behind `measured`, and its unit; null: there was none. */
  readonly value: number | null;
  readonly unit: string;
}

/** Of several places the first that fails, else the one that is nearest to failing. */
export function worstOf(findings: readonly (Finding & { readonly margin: number })[]): Finding {
  const [first, ...rest] = findings;
  if (first === undefined) throw new Error('an assertion without a place');
  const { margin: _, ...worst } = rest.reduce((a, b) => (b.margin < a.margin || Number.isNaN(b.margin) ? b : a), first);
  return worst;
}

export const db = (value: number, unit = 'dB', digits = 2): string =>
  value === Number.NEGATIVE_INFINITY ? 'nothing at all' : `${fixed(value, digits)} ${unit}`;

/** No more digits than are asked for, and no zeros behind. */
export const fixed = (value: number, digits: number): string =>
  Number.isFinite(value) ? String(Number(value.toFixed(digits))) : String(value);
