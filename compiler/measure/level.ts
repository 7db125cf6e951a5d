// Levels of signals as factors. Invariant: NaN never passes for a number.

export const peak = (x: Float64Array): number => {
  let p = 0;
  for (const v of x) p = Number.isNaN(v) ? Number.NaN : Math.max(p, Math.abs(v));
  return p;
};

export const rms = (x: Float64Array): number => Math.sqrt(x.reduce((s, v) => s + v * v, 0) / Math.max(1, x.length));

export const toDb = (factor: number): number => 20 * Math.log10(factor);
export const fromDb = (db: number): number => 10 ** (db / 20);
