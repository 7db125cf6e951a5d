// Plays a plan that is changed on the way, in the native engine. In: plans and the frames at which each takes over, samples
// by device. Out: samples by device. Invariant: how the stream is cut is the caller's choice; all plans have the same devices.

import { encodePlan, type Stage, stagesOf } from '../../compiler/index.ts';
import type { NativeEngine, PlanStage } from '../../runtime/native.ts';
import type { Plan } from '../../schema/plan.ts';
import { type DeviceSignals, engineOf } from '../support/render-plan.ts';

export interface Save {
  readonly frame: number;
  readonly plan: Plan;
}

export interface PlayOptions {
  readonly frames: number;
  /** Frames of the next call, given the frame it starts at. Default: as many as there are. */
  readonly block?: (frame: number) => number;
  readonly poison?: boolean;
  /** How a plan becomes the next; default as `busbar run` does it. */
  readonly stages?: (running: Plan, next: Plan) => readonly Stage[];
}

export const encoded = (stages: readonly Stage[]): PlanStage[] =>
  stages.map(({ plan, adopt, frames }) => ({ plan: encodePlan(plan), adopt, frames }));

export interface Played {
  /** By device, by channel. */
  readonly outputs: readonly (readonly Float64Array[])[];
  readonly engine: NativeEngine;
  /** Most heap calls in any block; -1 where they are not counted. */
  readonly allocations: number;
}

export function play(first: Plan, saves: readonly Save[], inputs: DeviceSignals, options: PlayOptions): Played {
  const { frames, block = () => frames, poison = false, stages = stagesOf } = options;
  const engine = engineOf(first);
  engine.poison = poison;
  const ins = first.devices.map((d) =>
    Array.from({ length: d.inputs }, (_, c) => inputs[d.name]?.[c] ?? new Float64Array(frames)),
  );
  const outputs = first.devices.map((d) => Array.from({ length: d.outputs }, () => new Float64Array(frames)));
  const due = [...saves].sort((a, b) => a.frame - b.frame);
  let running = first;
  let allocations = -1;
  for (let at = 0; at < frames; ) {
    for (; due[0] !== undefined && due[0].frame <= at; due.shift()) {
      engine.change(encoded(stages(running, due[0].plan)));
      running = due[0].plan;
    }
    const end = Math.min(frames, at + block(at), due[0]?.frame ?? frames);
    const cut = (x: Float64Array) => x.subarray(at, end);
    engine.process(
      ins.map((d) => d.map(cut)),
      outputs.map((d) => d.map(cut)),
      end - at,
    );
    allocations = Math.max(allocations, engine.allocations);
    at = end;
  }
  return { outputs, engine, allocations };
}

/** Frames from a save to the end of its transition. */
export const transitionFrames = (running: Plan, next: Plan): number =>
  stagesOf(running, next).reduce((sum, s) => sum + s.frames, 0);
