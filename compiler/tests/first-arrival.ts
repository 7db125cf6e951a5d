// When something that goes in first comes out, as the plan foretells. In: a plan whose ops are as they were lowered, input
// channels. Out: per output channel the frame at which an impulse is first heard, from the earliest to the latest that it
// can be; nothing where it never is. Latency, alignment and intended delays all count. Invariant: exact wherever all
// ways through an op are known; where they are not, the bounds hold.

import type { Plan, PlanOp, PlanPart } from '../../schema/plan.ts';
import type { Channel } from './types.ts';

export interface Arrival {
  readonly earliest: number;
  readonly latest: number;
}

/** Half of the kernel of a delay between frames; outside its middle it only rings. */
const SUBFRAME = 31;
/** Ops whose channels meet each other. */
const MEETING = new Set(['downmix', 'exchange', 'pan', 'balance', 'mid_side', 'mid-side', 'matrix', 'crossfeed']);

const never = undefined;

/** By signal of the plan; then `at` gives that of an output channel. */
export class Arrivals {
  readonly #plan: Plan;
  readonly #at: (Arrival | undefined)[];

  constructor(plan: Plan, from: readonly Channel[]) {
    this.#plan = plan;
    this.#at = new Array<Arrival | undefined>(plan.signals.length).fill(never);
    const into = new Set(
      from.map(({ device, channel }) => `${plan.devices.findIndex((d) => d.name === device)}:${channel}`),
    );
    // Once round each loop: what comes back is later than what went in, and is only needed where nothing else arrives.
    for (let round = 0; round <= plan.loops.length; round++) for (const op of plan.ops) this.#run(op, into);
  }

  at({ device, channel }: Channel): Arrival | undefined {
    const id = this.#plan.devices.findIndex((d) => d.name === device);
    for (const op of this.#plan.ops) {
      if (op.kernel !== 'device_write') continue;
      const part = op.parts.find((p) => p.params.device === id && p.params.channel === channel);
      if (part !== undefined) return this.#at[op.from[part.readFirst] ?? -1];
    }
    return never;
  }

  #run(op: PlanOp, into: ReadonlySet<string>): void {
    for (const part of op.parts) {
      const reads = op.from.slice(part.readFirst, part.readFirst + part.readCount);
      const writes = op.makes.slice(part.writeFirst, part.writeFirst + part.writeCount);
      for (const [i, signal] of writes.entries()) {
        const came = this.#cameTo(op, part, reads, writes.length, i, into);
        const found = earlier(this.#at[signal], came);
        if (found !== undefined) this.#at[signal] = found;
      }
    }
  }

  #cameTo(
    op: PlanOp,
    part: PlanPart,
    reads: readonly number[],
    writes: number,
    i: number,
    into: ReadonlySet<string>,
  ): Arrival | undefined {
    const { params, type } = part;
    if (type === 'device_read')
      return into.has(`${params.device}:${params.channel}`) ? { earliest: 0, latest: 0 } : never;
    if ((type === 'mute' && params.muted === 1) || (type === 'mix' && params.mute === 1)) return never;
    if (type === 'feedback_out') return later(this.#fed(op), params.delay ?? 0, params.delay ?? 0);
    const found = this.#ways(part, reads, writes, i).map((signal) => this.#at[signal]);
    const came = MEETING.has(type) ? anyOf(found) : found.reduce(earlier, never);
    const own = type === 'align' ? (params.delay ?? 0) : op.latencyFrames;
    return this.#delayed(part, later(came, own, own));
  }

  /** The signals that can be heard in write `i`. */
  #ways({ type, params }: PlanPart, reads: readonly number[], writes: number, i: number): readonly number[] {
    if (MEETING.has(type)) return reads;
    if (type === 'bypass') return [reads[params.bypass === 1 ? i : i + writes]!];
    // Channel by channel; behind the programme stand side-chains, which are not heard.
    const width = Math.min(reads.length, writes);
    return width === 0 ? [] : [reads[i % width]!];
  }

  /** What was asked for: a delay, the zeros that taps begin with. */
  #delayed({ type, params }: PlanPart, came: Arrival | undefined): Arrival | undefined {
    const rateHz = this.#plan.rateHz;
    if (type === 'delay') {
      const frames = ((params.timeMs ?? 0) * rateHz) / 1000;
      if (params.subframe !== 1) return later(came, Math.floor(frames + 0.5), Math.floor(frames + 0.5));
      return later(came, Math.floor(frames) - SUBFRAME, Math.ceil(frames));
    }
    if (type === 'fir') {
      const blob = this.#plan.blobs[Math.max(params.file ?? -1, params.taps ?? -1)];
      const zeros = blob === undefined ? [0] : rowsOf(blob).map((row) => row.findIndex((v) => v !== 0));
      return later(came, Math.min(...zeros), Math.max(...zeros));
    }
    return came;
  }

  /** What goes into the loop that this op is the end of. */
  #fed(op: PlanOp): Arrival | undefined {
    const key = op.parts[0]?.step;
    const start = this.#plan.ops.find(
      (o) => o.kernel === 'feedback_in' && o.parts[0]?.step === key && o.parts[0]?.node === op.parts[0]?.node,
    );
    return anyOf((start?.from ?? []).map((s) => this.#at[s]));
  }
}

const rowsOf = ({ rows, columns, data }: Plan['blobs'][number]): readonly Float64Array[] =>
  Array.from({ length: rows }, (_, r) => data.subarray(r * columns, (r + 1) * columns));

const later = (a: Arrival | undefined, least: number, most: number): Arrival | undefined =>
  a && { earliest: a.earliest + least, latest: a.latest + most };

function earlier(a: Arrival | undefined, b: Arrival | undefined): Arrival | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return { earliest: Math.min(a.earliest, b.earliest), latest: Math.min(a.latest, b.latest) };
}

/** One of them, nobody knows which. */
function anyOf(all: readonly (Arrival | undefined)[]): Arrival | undefined {
  const there = all.filter((a) => a !== undefined);
  if (there.length === 0) return never;
  return {
    earliest: Math.min(...there.map((a) => a.earliest)),
    latest: Math.max(...there.map((a) => a.latest)),
  };
}
