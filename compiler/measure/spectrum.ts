// Frequency-domain helpers in double precision. In: real signals. Out: complex bins or magnitudes.

export interface Complex {
  readonly re: number;
  readonly im: number;
}

/** The DTFT of a finite signal at one frequency, by direct sum: exact for impulse responses that have died away. */
export function dtft(x: Float64Array, hz: number, rateHz: number): Complex {
  const w = (-2 * Math.PI * hz) / rateHz;
  let re = 0;
  let im = 0;
  for (let i = 0; i < x.length; i++) {
    re += x[i]! * Math.cos(w * i);
    im += x[i]! * Math.sin(w * i);
  }
  return { re, im };
}

export const magnitude = (z: Complex): number => Math.hypot(z.re, z.im);
export const phase = (z: Complex): number => Math.atan2(z.im, z.re);

/** In-place radix-2 FFT; lengths must be equal powers of two. */
export function fft(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  if (n !== im.length || (n & (n - 1)) !== 0) throw new RangeError(`FFT of ${n} and ${im.length} points`);
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      const [r, m] = [re[i]!, im[i]!];
      re[i] = re[j]!;
      im[i] = im[j]!;
      re[j] = r;
      im[j] = m;
    }
  }
  const cos = Float64Array.from({ length: n >> 1 }, (_, k) => Math.cos((-2 * Math.PI * k) / n));
  const sin = Float64Array.from({ length: n >> 1 }, (_, k) => Math.sin((-2 * Math.PI * k) / n));
  for (let size = 2; size <= n; size <<= 1) {
    const half = size >> 1;
    const stride = n / size;
    for (let start = 0; start < n; start += size) {
      for (let k = 0; k < half; k++) {
        const [at, other] = [start + k, start + k + half];
        const wr = cos[k * stride]!;
        const wi = sin[k * stride]!;
        const r = re[other]! * wr - im[other]! * wi;
        const i = re[other]! * wi + im[other]! * wr;
        re[other] = re[at]! - r;
        im[other] = im[at]! - i;
        re[at] = re[at]! + r;
        im[at] = im[at]! + i;
      }
    }
  }
}

/** Zeroth-order modified Bessel function, by its power series. */
export function bessel0(x: number): number {
  let term = 1;
  let total = 1;
  for (let k = 1; term > 1e-18 * total; k++) {
    term *= (x / (2 * k)) ** 2;
    total += term;
  }
  return total;
}

/** What lies above `hz`: a linear-phase Kaiser high-pass (stop band below -150 dB), aligned with the input; ends are left out. */
export function above(x: Float64Array, hz: number, rateHz: number): Float64Array {
  const half = highpassHalf;
  const fc = hz / rateHz;
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    const n = i - half;
    const window = bessel0(16 * Math.sqrt(1 - (n / half) ** 2)) / bessel0(16);
    const low = n === 0 ? 2 * fc : Math.sin(2 * Math.PI * fc * n) / (Math.PI * n);
    return ((n === 0 ? 1 : 0) - low) * window;
  });
  const out = new Float64Array(Math.max(0, x.length - 2 * half));
  for (let i = 0; i < out.length; i++) {
    let s = 0;
    for (let k = 0; k < taps.length; k++) s += taps[k]! * x[i + k]!;
    out[i] = s;
  }
  return out;
}

/** Frames that `above` takes off either end. */
export const highpassHalf = 128;
