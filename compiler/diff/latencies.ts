// Latency of paths before and after. In: two plans. Out: the paths from a device port to a device port on which it
// differs, or that only one of them has.

import type { Plan } from '../../schema/plan.ts';

export interface LatencyChange {
  readonly from: string;
  readonly to: string;
  /** Without devices, in frames of each plan's master; null: there is no such path. */
  readonly before: PathLatency | null;
  readonly after: PathLatency | null;
}

export interface PathLatency {
  readonly frames: number;
  readonly ms: number;
}

export function diffLatencies(a: Plan, b: Plan): readonly LatencyChange[] {
  const [before, after] = [pathsOf(a), pathsOf(b)];
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys.flatMap((key): readonly LatencyChange[] => {
    const [was, is] = [before.get(key), after.get(key)];
    if (was?.latency.frames === is?.latency.frames && was?.latency.ms === is?.latency.ms) return [];
    const { from, to } = (was ?? is)!;
    return [{ from, to, before: was?.latency ?? null, after: is?.latency ?? null }];
  });
}

const pathsOf = ({ paths, rateHz }: Plan) =>
  new Map(
    paths.map(({ from, to, latencyFrames: frames }) => [
      `${from}\0${to}`,
      { from, to, latency: { frames, ms: (1000 * frames) / rateHz } },
    ]),
  );
