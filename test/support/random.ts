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

/**
 * The seed of this run: the same every time, so that a change is judged by what it changed. BUSBAR_SEED sets another,
 * and BUSBAR_SEED=random looks for what nobody has met yet. Whoever uses it prints it.
 */
export const runSeed = (): number => {
  const given = process.env.BUSBAR_SEED ?? '1';
  return given === 'random' ? (Math.random() * 2 ** 31) | 0 : Number(given) | 0;
};
