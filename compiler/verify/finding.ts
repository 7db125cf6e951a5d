// What the verifier says. In: a place in the plan and words. Out: a finding.

export interface Finding {
  /** Index of the op; null: the plan as a whole. */
  readonly op: number | null;
  /** What is wrong, with names: `vocal.gain reads slot 3 for vocal.highpass.1, which holds talk.1`. */
  readonly text: string;
}

export type Report = (op: number | null, text: string) => void;

export const isIndex = (value: number, below: number): boolean =>
  Number.isInteger(value) && value >= 0 && value < below;
