// Are the plan's paths those that its ops make? Walks back from every output port to the input ports that reach it,
// and compares the latency stated with the arrival worked out.

import type { Plan, PlanDevice, PlanPart, SignalId } from '../../schema/plan.ts';
import type { Report } from './finding.ts';
import type { Arrivals } from './latency.ts';

export function checkPaths(plan: Plan, arrivals: Arrivals, report: Report): void {
  const stated = new Map(plan.paths.map((p) => [`${p.from} -> ${p.to}`, p]));
  if (stated.size !== plan.paths.length) report(null, 'a path is listed twice');
  const walk = new Walk(plan);
  const inputs = portsOf(plan.devices, 'in');
  for (const { address, channels } of portsOf(plan.devices, 'out')) {
    const ends = channels.flatMap((c) => walk.endsAt.get(c) ?? []);
    const latencies = ends.map(arrivals).filter((a) => a !== null);
    const reached = walk.back(ends);
    for (const input of inputs) {
      if (!input.channels.some((c) => reached.channels.has(c))) continue;
      const name = `${input.address} -> ${address}`;
      const path = stated.get(name);
      stated.delete(name);
      if (!path) report(null, `path ${name} is not listed`);
      else if (latencies.length > 0 && path.latencyFrames !== Math.max(...latencies))
        report(null, `path ${name} states ${path.latencyFrames} frames and takes ${Math.max(...latencies)}`);
      for (const pad of path?.pads ?? [])
        if (!reached.pads.has(pad.signal)) report(null, `path ${name} has a pad on ${pad.signal}, which is not on it`);
    }
  }
  for (const name of stated.keys()) report(null, `path ${name} is listed, but nothing goes that way`);
}

interface PortRef {
  readonly address: string;
  /** As `device:channel`, channels from 0. */
  readonly channels: readonly string[];
}

const portsOf = (devices: readonly PlanDevice[], direction: 'in' | 'out'): readonly PortRef[] =>
  devices.flatMap((device, d) =>
    device.ports
      .filter((p) => p.direction === direction)
      .map((p) => ({ address: `${device.name}.${p.name}`, channels: p.channels.map((c) => `${d}:${c - 1}`) })),
  );

/** The way back from a signal to the device channels that it is made of. */
class Walk {
  /** Signals handed to each device channel. */
  readonly endsAt = new Map<string, SignalId[]>();
  private readonly plan: Plan;
  /** Op that makes each signal, and as which of its writes. */
  private readonly madeBy: Int32Array;
  private readonly madeAs: Int32Array;
  private readonly fedBy = new Map<number, readonly SignalId[]>();
  private readonly padded: ReadonlySet<string>;

  constructor(plan: Plan) {
    this.plan = plan;
    this.madeBy = new Int32Array(plan.signals.length);
    this.madeAs = new Int32Array(plan.signals.length);
    this.padded = new Set(plan.paths.flatMap((p) => p.pads.map((pad) => pad.signal)));
    for (const [i, op] of plan.ops.entries()) {
      for (const [w, s] of op.makes.entries()) {
        this.madeBy[s] = i;
        this.madeAs[s] = w;
      }
      for (const part of op.parts) {
        if (op.kernel === 'device_write') this.end(channelOf(part), op.from[part.readFirst]!);
        if (op.kernel === 'feedback_in') this.fedBy.set(part.params.op ?? -1, op.from);
      }
    }
  }

  private end(channel: string, signal: SignalId): void {
    const ends = this.endsAt.get(channel);
    if (ends) ends.push(signal);
    else this.endsAt.set(channel, [signal]);
  }

  /** Device channels that `ends` come from, and the padded signals on the way. */
  back(ends: readonly SignalId[]): { readonly channels: ReadonlySet<string>; readonly pads: ReadonlySet<string> } {
    const channels = new Set<string>();
    const pads = new Set<string>();
    const seen = new Set<SignalId>(ends);
    const expanded = new Set<PlanPart>();
    for (const s of seen) {
      const name = this.plan.signals[s]!;
      if (this.padded.has(name)) pads.add(name);
      for (const part of this.partsMaking(s)) {
        if (expanded.has(part)) continue;
        expanded.add(part);
        for (const source of this.sourcesOf(this.madeBy[s]!, part)) seen.add(source);
        if (part.type === 'device_read') channels.add(channelOf(part));
      }
    }
    return { channels, pads };
  }

  private partsMaking(signal: SignalId): readonly PlanPart[] {
    const w = this.madeAs[signal]!;
    const { parts } = this.plan.ops[this.madeBy[signal]!]!;
    return parts.filter((p) => p.writeFirst <= w && w < p.writeFirst + p.writeCount);
  }

  private sourcesOf(op: number, { readFirst, readCount, type }: PlanPart): readonly SignalId[] {
    if (type === 'feedback_out') return this.fedBy.get(op) ?? [];
    return this.plan.ops[op]!.from.slice(readFirst, readFirst + readCount);
  }
}

const channelOf = (part: PlanPart): string => `${part.params.device}:${part.params.channel}`;
