// Plans written by hand, for tests of the engine. In: ops as [kernel, reads, writes, params…]. Out: a plan with a slot
// per signal. Signals are numbers from 0; one domain.

import { kernels } from '../../schema/kernels.ts';
import { planName } from '../../schema/param.ts';
import type { Plan, PlanBlob, PlanLoop, PlanPart } from '../../schema/plan.ts';

export interface HandPart {
  readonly params: readonly number[];
  readonly type?: string;
  readonly reads?: readonly [first: number, count: number];
  readonly writes?: readonly [first: number, count: number];
}

export interface HandOp {
  readonly kernel: string;
  readonly reads?: readonly number[];
  readonly writes?: readonly number[];
  /** Params of the only part, or the parts. */
  readonly params?: readonly number[];
  readonly parts?: readonly HandPart[];
  readonly inPlace?: boolean;
}

export interface HandPlan {
  readonly ops: readonly HandOp[];
  readonly quantum?: number;
  readonly rateHz?: number;
  readonly devices?: readonly { readonly inputs: number; readonly outputs: number }[];
  readonly loops?: readonly PlanLoop[];
  readonly blobs?: readonly Omit<PlanBlob, 'sha256'>[];
  /** Slot of each signal; default: its own. */
  readonly slotOf?: readonly number[];
}

const named = (type: string, values: readonly number[]): Record<string, number> => {
  const kernel = kernels.find((k) => k.name === type);
  if (kernel === undefined) throw new Error(`no kernel ${type}`);
  return Object.fromEntries(Object.entries(kernel.params).map(([n, s], i) => [planName(n, s), values[i]!]));
};

const hex = (n: number) => n.toString(16).padStart(16, '0');

/** Device ops: part i moves channel i. */
export const channels = (device: number, count: number, direction: 'read' | 'write'): HandPart[] =>
  Array.from({ length: count }, (_, channel) => ({
    params: [device, channel],
    reads: direction === 'write' ? [channel, 1] : [0, 0],
    writes: direction === 'read' ? [channel, 1] : [0, 0],
  }));

/** What reads channels of device 0 into signals, and what writes signals to them. */
export const input = (...writes: number[]): HandOp => ({
  kernel: 'device_read',
  writes,
  parts: channels(0, writes.length, 'read'),
});
export const output = (...reads: number[]): HandOp => ({
  kernel: 'device_write',
  reads,
  parts: channels(0, reads.length, 'write'),
});

export function handPlan(hand: HandPlan): Plan {
  const signals = Math.max(-1, ...hand.ops.flatMap((op) => [...(op.reads ?? []), ...(op.writes ?? [])])) + 1;
  const slotOf = hand.slotOf ?? Array.from({ length: signals }, (_, i) => i);
  const slots = Math.max(-1, ...slotOf) + 1;
  const rateHz = hand.rateHz ?? 48000;
  let key = 0;
  const partOf = (op: HandOp, part: HandPart): PlanPart => {
    const type = part.type ?? op.kernel;
    key++;
    return {
      node: 'n',
      step: `s${key}`,
      type,
      stateKey: hex(key),
      stateLayout: hex(1),
      params: named(type, part.params),
      readFirst: part.reads?.[0] ?? 0,
      readCount: part.reads?.[1] ?? op.reads?.length ?? 0,
      writeFirst: part.writes?.[0] ?? 0,
      writeCount: part.writes?.[1] ?? op.writes?.length ?? 0,
    };
  };
  const devices = hand.devices ?? [{ inputs: 8, outputs: 8 }];
  return {
    formatVersion: 1,
    name: 'hand',
    quantum: hand.quantum ?? 64,
    rateHz,
    slots,
    slotBound: 0,
    tailFrames: 0,
    domains: [{ name: 'd', master: 0, rateHz, firstOp: 0, opCount: hand.ops.length, slots, slotBound: 0 }],
    devices: devices.map((d, i) => ({
      ...d,
      name: `dev${i}`,
      backend: 'file',
      domain: 0,
      rateHz,
      ports: [],
      format: 'auto',
      period: 64,
      periods: 2,
      missing: 'fail',
      match: null,
      read: null,
      write: null,
      clock: null,
    })),
    aggregates: [],
    signals: [],
    ops: hand.ops.map((op) => ({
      kernel: op.kernel,
      domain: 0,
      name: op.kernel,
      reads: (op.reads ?? []).map((s) => slotOf[s]!),
      from: op.reads ?? [],
      writes: (op.writes ?? []).map((s) => slotOf[s]!),
      makes: op.writes ?? [],
      latencyFrames: 0,
      inPlace: op.inPlace ?? false,
      parts: (op.parts ?? [{ params: op.params ?? [] }]).map((p) => partOf(op, p)),
    })),
    loops: hand.loops ?? [],
    blobs: (hand.blobs ?? []).map((b) => ({ ...b, sha256: '' })),
    nodes: [],
    paths: [],
  };
}
