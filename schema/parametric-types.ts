// Filters that a parametric text file (REW, AutoEq, Equalizer APO) may hold. In: nothing. Out: the codes of a blob's
// first column, which the parser writes and the native kernel reads (generated into params.h).
// Invariant: a parametric blob has rows (code, Hz, dB, Q); row 0 is (preamp, 0, dB, 0) and no other row is a preamp.
// Every row but the first is one second-order section with a Q above 0; the gain of types without one is 0.

export const parametricTypes = [
  'preamp',
  'peaking',
  'lowshelf',
  'highshelf',
  'lowpass',
  'highpass',
  'bandpass',
  'notch',
  'allpass',
] as const;

export type ParametricType = (typeof parametricTypes)[number];

/** A code is an index into the list. */
export const parametricCode = (type: ParametricType): number => parametricTypes.indexOf(type);
