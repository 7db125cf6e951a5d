// How far a second-order section can raise a steady sine. In: its analogue transfer function. Out: dB.
// The bilinear transform moves frequencies and no levels, so the figure holds at any rate.

type Polynomial = readonly [s2: number, s1: number, s0: number];

/** |a s^2 + b s + c|^2 on the imaginary axis, as a polynomial in the squared frequency. */
const power = ([a, b, c]: Polynomial): Polynomial => [a * a, b * b - 2 * a * c, c * c];

/**
 * The supremum of |N / D| over all frequencies, in dB: at 0, at infinity, or where the derivative of the ratio of
 * both powers vanishes, which is a quadratic.
 */
export function sectionPeakDb(numerator: Polynomial, denominator: Polynomial): number {
  const [a, b, c] = power(numerator);
  const [d, e, f] = power(denominator);
  const [p, q, r] = [a * e - b * d, 2 * (a * f - c * d), b * f - c * e];
  const root = Math.sqrt(Math.max(0, q * q - 4 * p * r));
  const bends = p === 0 ? [-r / q] : [(-q + root) / (2 * p), (-q - root) / (2 * p)];
  const ratios = bends.filter((u) => u > 0).map((u) => (a * u * u + b * u + c) / (d * u * u + e * u + f));
  return 10 * Math.log10(Math.max(a / d, c / f, ...ratios));
}

/** High-pass and low-pass of a given Q. */
export const resonanceDb = (q: number): number => sectionPeakDb([0, 0, 1], [1, 1 / q, 1]);

/** A low shelf; a high shelf is its mirror image. A is the square root of the gain, as in the cookbook. */
export function shelfPeakDb(gainDb: number, q: number): number {
  const a = 10 ** (gainDb / 40);
  const slope = Math.sqrt(a) / q;
  return sectionPeakDb([a, a * slope, a * a], [a, slope, 1]);
}
