// Figures of clocks that compiler and engine must agree on. In: nothing. Out: numbers, which C++ reads as generated.
// Invariant: the delay of a resampler's kernel follows from the two rates alone, the same on both sides.

/** Taps where two clocks have one nominal rate. */
export const RESAMPLER_TAPS = 64;
/** Taps of a real conversion, counted in frames of the lower rate. */
export const CONVERTER_TAPS = 192;
/** Rates that differ by less are one rate, as a share. */
export const SAME_RATE = 0.01;
/** Period of the sine by which a simulated clock strays. */
export const WANDER_SECONDS = 60;

/** Taps, in frames of the producer: even, and as long in time as the lower rate wants them. */
export function kernelTaps(producerHz: number, consumerHz: number): number {
  const fall = producerHz / consumerHz;
  if (Math.abs(consumerHz / producerHz - 1) < SAME_RATE) return RESAMPLER_TAPS;
  return 2 * Math.ceil((CONVERTER_TAPS / 2) * Math.max(1, fall));
}
