// A member's clock for people. In: figures of its crossing. Out: words.

import type { RunDrift } from '../session/events.ts';

const signed = (x: number, digits: number): string => `${x < 0 ? '' : '+'}${x.toFixed(digits)}`;

/** `drift +119.98 ppm, fill +0.02 frames, latency 192 frames`. */
export function driftText({ ppm, fillFrames, latencyFrames }: RunDrift): string {
  return `drift ${signed(ppm, 2)} ppm, fill ${signed(fillFrames, 2)} frames, latency ${latencyFrames} frames`;
}
