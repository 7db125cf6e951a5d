// Seeded pseudo-random numbers: the same seed gives the same stream everywhere.

/** Uniform numbers in [0, 1): mulberry32 (T. Ettinger, public domain). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A seed for this run: BUSBAR_SEED if it is set, else a new one. Whoever uses it prints it. */
export const runSeed = (): number => {
  const given = process.env.BUSBAR_SEED;
  return given === undefined ? (Math.random() * 2 ** 31) | 0 : Number(given) | 0;
};
