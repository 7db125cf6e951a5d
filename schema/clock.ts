// Figures of clocks that compiler and engine must agree on. In: nothing. Out: numbers, which C++ reads as generated.
// Invariant: the delay of a resampler's kernel follows from the two rates alone, the same on both sides.

export const clockFigures = {
  /** Taps where two clocks have one nominal rate; more at low ones, where 20 kHz lies closer to the edge. */
  resamplerTaps: 64,
  narrowTaps: 96,
  narrowBelowHz: 48_000,
  /** Taps of a real conversion, in frames of the lower rate. */
  converterTaps: 192,
  /** Rates are one where the higher is less than this times the lower. */
  sameRate: 1.01,
  /** Period of the sine by which a simulated clock strays. */
  wanderSeconds: 60,
} as const;

export const isOneRate = (producerHz: number, consumerHz: number): boolean =>
  Math.max(producerHz, consumerHz) < clockFigures.sameRate * Math.min(producerHz, consumerHz);

/** Taps in frames of the producer, even; half of them are the delay. */
export function kernelTaps(producerHz: number, consumerHz: number): number {
  const { resamplerTaps, narrowTaps, narrowBelowHz, converterTaps } = clockFigures;
  if (isOneRate(producerHz, consumerHz)) return producerHz < narrowBelowHz ? narrowTaps : resamplerTaps;
  // Where the rate falls, the kernel is as long in time as the lower rate wants it.
  return 2 * Math.ceil((converterTaps / 2) * Math.max(1, producerHz / consumerHz));
}
