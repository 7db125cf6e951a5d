// Magnitudes of an impulse response. In: as many samples as a power of two. Out: dB per bin, from 0 Hz to half the rate.

/** Nothing is quieter. */
export const FLOOR_DB = -120;

export function magnitudesDb(response: Float64Array, gain: number): Float64Array {
  const n = response.length;
  const re = Float64Array.from(response);
  const im = new Float64Array(n);
  transform(re, im);
  return Float64Array.from({ length: n / 2 + 1 }, (_, k) =>
    Math.max(FLOOR_DB, 20 * Math.log10((Math.hypot(re[k]!, im[k]!) || 1e-300) / gain)),
  );
}

/** In place, radix 2, decimation in time (Cooley and Tukey 1965). */
function transform(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
  }
  const cos = Float64Array.from({ length: n / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / n));
  const sin = Float64Array.from({ length: n / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / n));
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    const step = n / size;
    for (let start = 0; start < n; start += size) {
      for (let k = 0; k < half; k++) {
        const [a, b] = [start + k, start + k + half];
        const [c, s] = [cos[k * step]!, sin[k * step]!];
        const x = re[b]! * c - im[b]! * s;
        const y = re[b]! * s + im[b]! * c;
        re[b] = re[a]! - x;
        im[b] = im[a]! - y;
        re[a] = re[a]! + x;
        im[a] = im[a]! + y;
      }
    }
  }
}
