// Does everything that is combined arrive together? Works out anew when each signal arrives and compares the reads of
// every strand. What comes out of a feedback_out may arrive at any time, so times are kept relative to unknowns that are
// joined as ops combine signals: union-find with distances (R. E. Tarjan, "Applications of path compression", 1979).

import type { Plan, PlanOp, SignalId } from '../../schema/plan.ts';
import type { Report } from './finding.ts';
import { strandsOf } from './strands.ts';

/** Frames from a device in to a signal; null: nothing ties it to one (it comes through feedback only). */
export type Arrivals = (signal: SignalId) => number | null;

export function checkLatency(plan: Plan, report: Report): Arrivals {
  const times = new Times(plan.signals.length);
  for (const [i, op] of plan.ops.entries()) {
    if (op.kernel === 'crossing') checkCrossingLatency(op, i, report);
    const strands = strandsOf(op);
    for (const { from } of strands)
      for (const s of from) {
        const apart = times.join(from[0]!, s);
        if (apart !== 0)
          report(i, `${op.name} reads ${plan.signals[s]} ${apart} frames after ${plan.signals[from[0]!]}`);
      }
    if (op.kernel === 'feedback_out') times.startAnywhere(op.makes);
    else if (op.kernel !== 'align')
      for (const { from, makes } of strands) for (const s of makes) times.follow(s, from[0], op.latencyFrames);
    else
      for (const p of op.parts)
        times.follow(op.makes[p.writeFirst]!, op.from[p.readFirst], p.params.delay ?? Number.NaN);
  }
  return (signal) => times.arrival(signal);
}

function checkCrossingLatency(op: PlanOp, i: number, report: Report): void {
  const delay = op.parts[0]?.params.delay;
  if (op.latencyFrames !== delay) report(i, `${op.name} delays by ${delay} frames but declares ${op.latencyFrames}`);
}

/** Signals by the unknown they are tied to (0 is the device inputs' own time) and their distance from it. */
class Times {
  private readonly unknownOf: Int32Array;
  private readonly distance: Float64Array;
  /** By unknown: the one it was joined to and the distance from there. */
  private readonly parent: number[] = [0];
  private readonly offset: number[] = [0];

  constructor(signals: number) {
    this.unknownOf = new Int32Array(signals);
    this.distance = new Float64Array(signals);
  }

  startAnywhere(signals: readonly SignalId[]): void {
    const unknown = this.parent.length;
    this.parent.push(unknown);
    this.offset.push(0);
    for (const s of signals) this.unknownOf[s] = unknown;
  }

  /** `signal` comes `latency` frames after `source`, or after the device inputs where it has none. */
  follow(signal: SignalId, source: SignalId | undefined, latency: number): void {
    this.unknownOf[signal] = source === undefined ? 0 : this.unknownOf[source]!;
    this.distance[signal] = (source === undefined ? 0 : this.distance[source]!) + latency;
  }

  /** Makes two signals arrive together where that is still open; else the frames that `b` is late (0: together). */
  join(a: SignalId, b: SignalId): number {
    const [rootA, rootB] = [this.settle(a), this.settle(b)];
    const apart = this.distance[b]! - this.distance[a]!;
    if (rootA === rootB) return apart;
    const [child, root, offset] = rootB > rootA ? [rootB, rootA, -apart] : [rootA, rootB, apart];
    this.parent[child] = root;
    this.offset[child] = offset;
    return 0;
  }

  arrival(signal: SignalId): number | null {
    return this.settle(signal) === 0 ? this.distance[signal]! : null;
  }

  /** Ties a signal to the root of its unknown, and returns that. */
  private settle(signal: SignalId): number {
    let unknown = this.unknownOf[signal]!;
    while (this.parent[unknown] !== unknown) {
      this.distance[signal]! += this.offset[unknown]!;
      unknown = this.parent[unknown]!;
    }
    this.unknownOf[signal] = unknown;
    return unknown;
  }
}
