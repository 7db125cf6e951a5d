// Runs a plan in the native engine, from memory to memory. In: a plan and samples by device name. Out: the same.
// Invariant: how the stream is cut into blocks and when live changes fall is stated in absolute frames.

import { encodePlan } from '../../compiler/index.ts';
import type { NativeEngine } from '../../runtime/native.ts';
import type { Plan } from '../../schema/plan.ts';
import { native } from './addon.ts';
import type { Channels } from './compare.ts';

/** Samples by device name; index = hardware channel from 0. Channels that are left out are silent. */
export type DeviceSignals = Readonly<Record<string, Channels>>;

export interface LiveChange {
  readonly frame: number;
  /** `node.step`: every part of that address is set. */
  readonly address: string;
  /** By plan name: `gainDb`. */
  readonly params: Readonly<Record<string, number>>;
}

export interface RenderOptions {
  readonly frames: number;
  /** Frames of the next call, given the frame it starts at. Default: everything in one call. */
  readonly block?: (frame: number) => number;
  readonly changes?: readonly LiveChange[];
  /** Dead slots hold NaN. */
  readonly poison?: boolean;
}

export const engineOf = (plan: Plan): NativeEngine => new (native().Engine)(encodePlan(plan));

/** Every part of a plan by its index over all ops. */
export const partsOf = (plan: Plan) => plan.ops.flatMap((op) => op.parts);

function apply(engine: NativeEngine, plan: Plan, change: LiveChange): void {
  const parts = partsOf(plan);
  let found = false;
  for (const [i, part] of parts.entries()) {
    if (`${part.node}.${part.step}` !== change.address) continue;
    if (!Object.keys(change.params).every((name) => name in part.params)) continue;
    found = true;
    engine.set(i, Object.values({ ...part.params, ...change.params }));
  }
  if (!found) throw new Error(`no part ${change.address} has ${Object.keys(change.params).join(', ')}`);
}

export function renderPlan(plan: Plan, inputs: DeviceSignals, options: RenderOptions): Record<string, Float64Array[]> {
  return renderEngine(engineOf(plan), plan, inputs, options);
}

/** As `renderPlan`, on an engine that may have run before. */
export function renderEngine(
  engine: NativeEngine,
  plan: Plan,
  inputs: DeviceSignals,
  { frames, block = () => frames, changes = [], poison = false }: RenderOptions,
): Record<string, Float64Array[]> {
  engine.poison = poison;
  const ins = plan.devices.map((d) =>
    Array.from({ length: d.inputs }, (_, c) => inputs[d.name]?.[c] ?? new Float64Array(frames)),
  );
  const outs = plan.devices.map((d) => Array.from({ length: d.outputs }, () => new Float64Array(frames)));
  const due = [...changes].sort((a, b) => a.frame - b.frame);
  for (let at = 0; at < frames; ) {
    while (due[0] !== undefined && due[0].frame <= at) apply(engine, plan, due.shift()!);
    const end = Math.min(frames, at + block(at), due[0]?.frame ?? frames);
    const cut = (x: Float64Array) => x.subarray(at, end);
    engine.process(
      ins.map((d) => d.map(cut)),
      outs.map((d) => d.map(cut)),
      end - at,
    );
    at = end;
  }
  return Object.fromEntries(plan.devices.map((d, i) => [d.name, outs[i]!]));
}
