// Tones in what a simulation played. In: samples, radians per frame. Out: phase, and what is left beside the tone.

/** Phase of sin(radians * i + phase) at `from`, over a Hann window of `count` frames. */
export function phaseAt(x: Float64Array, radians: number, from: number, count: number): number {
  let re = 0;
  let im = 0;
  for (let i = 0; i < count; i++) {
    const y = (0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / count)) * (x[from + i] as number);
    re += y * Math.cos(radians * i);
    im += y * Math.sin(radians * i);
  }
  return Math.atan2(re, im);
}

/** In (-pi, pi]. */
export const turned = (radians: number): number => radians - 2 * Math.PI * Math.round(radians / (2 * Math.PI));

/** Power of what is left beside the best sine and constant, against the sine's. */
function residual(x: Float64Array, radians: number): number {
  const m = Array.from({ length: 3 }, () => new Float64Array(4));
  for (let i = 0; i < x.length; i++) {
    const v = [Math.cos(radians * i), Math.sin(radians * i), 1, x[i] as number];
    for (let r = 0; r < 3; r++) for (let c = 0; c < 4; c++) m[r]![c]! += v[r]! * v[c]!;
  }
  for (let p = 0; p < 3; p++)
    for (let r = 0; r < 3; r++) {
      if (r === p) continue;
      const f = m[r]![p]! / m[p]![p]!;
      for (let c = p; c < 4; c++) m[r]![c]! -= f * m[p]![c]!;
    }
  const [a, b, constant] = m.map((row, i) => row[3]! / row[i]!) as [number, number, number];
  let error = 0;
  let power = 0;
  for (let i = 0; i < x.length; i++) {
    const fit = a * Math.cos(radians * i) + b * Math.sin(radians * i) + constant;
    error += (x[i]! - fit) ** 2;
    power += fit ** 2;
  }
  return error / power;
}

/**
 * THD+N in dB of a tone whose frequency is known within 4e-6: the mean over pieces, each beside its own sine. An
 * analyser's notch (AES17: a third of an octave and wider) takes out far more beside the tone than this does.
 */
export function thdnDb(x: Float64Array, radians: number, piece = 1024): number {
  let power = 0;
  let pieces = 0;
  for (let at = 0; at + piece <= x.length; at += piece, pieces++)
    power += leastNear((w) => residual(x.subarray(at, at + piece), w), radians, 4e-6);
  return 10 * Math.log10(power / pieces);
}

/** Least value of `f` within `width` of `x`, relative, by golden sections. */
function leastNear(f: (x: number) => number, x: number, width: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [x * (1 - width), x * (1 + width)];
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 20; i++) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
    const [fa, fb] = [f(a), f(b)];
    if (fa < fb) high = b;
    else low = a;
    least = Math.min(least, fa, fb);
  }
  return least;
}
