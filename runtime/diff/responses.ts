// How the response from device to device differs between two graphs. In: both, and a way to run kernels. Out: by how many
// dB at most, and where. An impulse goes into every input channel, one at a time, and what leaves is compared; dynamics
// are at rest. Invariant: what cannot be compared is said, never left out.

import { type DeviceSamples, interpret, type KernelHost } from '../../compiler/interpret.ts';
import type { EquippedGraph } from '../../compiler/ir/graph.ts';
import type { Plan } from '../../schema/plan.ts';
import { atRest, QUIET } from './at-rest.ts';
import { FLOOR_DB, magnitudesDb } from './spectrum.ts';

export interface Rendered {
  readonly plan: Plan;
  readonly graph: EquippedGraph;
}

export interface ResponseChange {
  readonly from: string;
  readonly to: string;
  /** The largest difference over all channels of both, louder or quieter; null: one of the two is silent. */
  readonly deviationDb: number | null;
  /** Where that is; null: everywhere. */
  readonly atHz: number | null;
  /** With `deviationDb` null: whether it is heard `before` or `after`. */
  readonly heard: 'before' | 'after' | 'both';
}

export type Responses =
  | { readonly compared: true; readonly paths: readonly ResponseChange[] }
  | { readonly compared: false; readonly why: string };

/** Below that nobody tells a difference from rounding. */
const LEAST_DB = 0.01;
/** What is quieter than that in both is not compared. */
const QUIETEST_DB = -90;
const [LOWEST_HZ, HIGHEST_HZ] = [20, 20_000];
const SECONDS = 0.6;
const MOST_FRAMES = 2 ** 19;

export function compareResponses(a: Rendered, b: Rendered, host: KernelHost): Responses {
  const why = whyNot(a, b);
  if (why !== undefined) return { compared: false, why };
  const frames = Math.min(MOST_FRAMES, powerOfTwo(Math.max(framesOf(a.plan), framesOf(b.plan))));
  const quiet = atRest(host);
  const worst = new Map<string, ResponseChange>();
  for (const input of inputsOf(a.plan)) {
    const [before, after] = [a, b].map(({ graph, plan }) => respond(graph, plan, input, frames, quiet));
    if (before === undefined || after === undefined) continue;
    for (const output of outputsOf(a.plan)) {
      const [was, is] = [before.get(output.key), after.get(output.key)];
      if (was === undefined || is === undefined) continue;
      const change = changeOf(input.port, output.port, was, is, a.plan.rateHz);
      const key = `${input.port}\0${output.port}`;
      if (change !== undefined && isWorse(change, worst.get(key))) worst.set(key, change);
    }
  }
  return { compared: true, paths: [...worst.values()] };
}

function whyNot(a: Rendered, b: Rendered): string | undefined {
  if (a.plan.rateHz !== b.plan.rateHz) return 'the rates differ';
  if (a.plan.loops.length > 0 || b.plan.loops.length > 0) return 'there is feedback, which rings on';
  return undefined;
}

const framesOf = ({ rateHz, tailFrames, paths }: Plan): number =>
  rateHz * SECONDS + tailFrames + Math.max(0, ...paths.map((p) => p.latencyFrames));
const powerOfTwo = (n: number): number => 2 ** Math.ceil(Math.log2(n));

interface Channel {
  /** `main.mon`. */
  readonly port: string;
  readonly device: string;
  /** From 0. */
  readonly channel: number;
  readonly key: string;
}

const channelsOf = (plan: Plan, direction: 'in' | 'out'): readonly Channel[] =>
  plan.devices.flatMap(({ name, ports }) =>
    ports
      .filter((p) => p.direction === direction)
      .flatMap((p) =>
        p.channels.map((c, i) => {
          const port = `${name}.${p.name}`;
          return { port, device: name, channel: c - 1, key: `${port}.${i}` };
        }),
      ),
  );
const inputsOf = (plan: Plan) => channelsOf(plan, 'in');
const outputsOf = (plan: Plan) => channelsOf(plan, 'out');

/** What leaves by each output channel; undefined where the graph has no such input. */
function respond(graph: EquippedGraph, plan: Plan, { key }: Channel, frames: number, host: KernelHost) {
  const into = inputsOf(plan).find((c) => c.key === key);
  if (into === undefined) return undefined;
  const impulse = new Float64Array(frames);
  impulse[0] = QUIET;
  const samples: (Float64Array | undefined)[][] = plan.devices.map(() => []);
  samples[plan.devices.findIndex((d) => d.name === into.device)]![into.channel] = impulse;
  const heard = interpret(graph, samples as DeviceSamples, frames, host);
  const at = new Map(plan.devices.map((d, i) => [d.name, i]));
  return new Map(outputsOf(plan).map((c) => [c.key, heard[at.get(c.device)!]![c.channel]!]));
}

function changeOf(
  from: string,
  to: string,
  was: Float64Array,
  is: Float64Array,
  rateHz: number,
): ResponseChange | undefined {
  if (was.every((v, i) => v === is[i])) return undefined;
  const [before, after] = [magnitudesDb(was, QUIET), magnitudesDb(is, QUIET)];
  const binHz = rateHz / was.length;
  const last = Math.min(HIGHEST_HZ, 0.45 * rateHz) / binHz;
  let worst = { db: 0, bin: 0 };
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [loudBefore, loudAfter] = [FLOOR_DB, FLOOR_DB];
  for (let bin = Math.ceil(LOWEST_HZ / binHz); bin <= last; bin++) {
    const [x, y] = [before[bin]!, after[bin]!];
    loudBefore = Math.max(loudBefore, x);
    loudAfter = Math.max(loudAfter, y);
    if (x < QUIETEST_DB && y < QUIETEST_DB) continue;
    [least, most] = [Math.min(least, y - x), Math.max(most, y - x)];
    if (Math.abs(y - x) > Math.abs(worst.db)) worst = { db: y - x, bin };
  }
  const isHeard = [loudBefore >= QUIETEST_DB, loudAfter >= QUIETEST_DB] as const;
  if (isHeard[0] !== isHeard[1]) {
    return { from, to, deviationDb: null, atHz: null, heard: isHeard[0] ? 'before' : 'after' };
  }
  if (Math.abs(worst.db) < LEAST_DB) return undefined;
  const atHz = most - least < LEAST_DB ? null : worst.bin * binHz;
  return { from, to, deviationDb: worst.db, atHz, heard: 'both' };
}

const isWorse = (change: ResponseChange, than: ResponseChange | undefined): boolean =>
  than === undefined ||
  Math.abs(change.deviationDb ?? Number.POSITIVE_INFINITY) > Math.abs(than.deviationDb ?? Number.POSITIVE_INFINITY);
