// What the conformance checks look at: one step type in one setting at one width, as the compiler lowers it.
// In: a descriptor. Out: subjects that make kernels. Invariant: everything follows from the descriptor and the plan.

import type { KernelSpec, NativeKernel } from '../../runtime/native.ts';
import type { NodeDescriptor } from '../../schema/node.ts';
import type { ParamSpec, ParamSpecs } from '../../schema/param.ts';
import { planName } from '../../schema/param.ts';
import type { Plan, PlanOp } from '../../schema/plan.ts';
import type { Port } from '../../schema/port.ts';
import { native } from '../support/addon.ts';
import { compileText, complaints } from '../support/compile-text.ts';
import { fileText } from '../support/fixtures.ts';
import { specOf } from '../support/kernel-spec.ts';
import type { Files } from '../support/memory-host.ts';
import type { Setting } from './settings.ts';
import { settingsOf, sideChains } from './settings.ts';

export interface LiveParam {
  readonly name: string;
  readonly spec: ParamSpec;
  /** Index among the part's params. */
  readonly index: number;
  readonly value: number;
}

/** The part of NativeKernel that checks use; self-tests stand in with kernels of their own. */
export type TestedKernel = Pick<NativeKernel, 'process' | 'update' | 'reset' | 'readOut' | 'allocations'> & {
  adopt(other: TestedKernel): void;
};

export interface Subject {
  readonly name: string;
  readonly rateHz: number;
  readonly reads: number;
  readonly writes: number;
  readonly inPlace: boolean;
  /** May sound out of silence. */
  readonly source: boolean;
  readonly latencyFrames: number;
  /** Frames of delay that were asked for; null where the type has no such intent. */
  readonly intendedFrames: number | null;
  /** Params of the part, in plan order. */
  readonly params: readonly number[];
  readonly live: readonly LiveParam[];
  /** A new kernel for blocks of at most `maxFrames` (default MAX_FRAMES). */
  make(maxFrames?: number): TestedKernel;
}

export const RATE = 48000;
/** Longest block that any check uses. */
export const MAX_FRAMES = 1024;
const ID = 'under-test';

const main = (d: NodeDescriptor): Port | undefined => d.inputs.in;

/** Channels of a port when `any` is `width`. */
function widthOf(port: Port, params: Readonly<Record<string, unknown>>, width: number): number {
  const rule = port.channels;
  if (rule.rule === 'fixed') return rule.channels;
  if (rule.rule === 'any') return width;
  const rows = params[rule.param];
  if (!Array.isArray(rows)) throw new Error(`${rule.param} must be a list of rows`);
  return rule.rule === 'rows' ? rows.length : (rows[0] as unknown[]).length;
}

export interface StepConfig {
  /** Params with files renamed to those below. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly yaml: string;
  readonly files: Files;
}

/** A config with one step, and files for its file params. JSON is YAML. */
export function configOf(d: NodeDescriptor, setting: Setting, width: number, fileSize?: number): StepConfig {
  const port = main(d);
  const channels = port === undefined ? width : widthOf(port, setting.params, width);
  const inputs: Record<string, string> = { programme: range(1, channels) };
  const keys: Record<string, string> = {};
  let next = channels + 1;
  if (setting.keyed)
    for (const chain of sideChains(d)) {
      const n = widthOf(d.inputs[chain]!, setting.params, width);
      inputs[chain] = range(next, n);
      keys[chain] = `dev.${chain}`;
      next += n;
    }
  const files: Record<string, string> = {};
  for (const [name, p] of Object.entries(d.params)) {
    const path = setting.params[name];
    if (p.kind === 'file' && typeof path === 'string')
      files[path.replace(/\.wav$/, '.txt')] = fileText(p.format, fileSize);
  }
  const params = Object.fromEntries(
    Object.entries(setting.params).map(([name, v]) => [
      name,
      d.params[name]?.kind === 'file' && typeof v === 'string' ? v.replace(/\.wav$/, '.txt') : v,
    ]),
  );
  const step = { [d.type]: { ...params, ...keys, id: ID } };
  const node = port === undefined ? { channels, do: [step] } : { from: 'dev.programme', do: [step] };
  const config = {
    busbar: 1,
    engine: { rate: RATE, quantum: `${MAX_FRAMES} frames` },
    devices: { dev: { inputs } },
    graph: { n: node },
  };
  return { params, yaml: JSON.stringify(config, null, 2), files };
}

const range = (first: number, count: number) => (count === 1 ? `${first}` : `${first}-${first + count - 1}`);

/** Widths that a type is tried at: one where its rules fix it. */
export const widthsOf = (d: NodeDescriptor): number[] => {
  const port = main(d);
  return port === undefined || port.channels.rule === 'any' ? [1, 2, 3] : [1];
};

/** Compiles one setting; the message of what is wrong where it does not. */
export async function compileSetting(
  d: NodeDescriptor,
  setting: Setting,
  width: number,
): Promise<{ readonly plan: Plan } | { readonly refused: string }> {
  const { yaml, files } = configOf(d, setting, width);
  const result = await compileText(yaml, { files, optimise: false });
  return result.plan === undefined ? { refused: `${complaints(result)}\n${yaml}` } : { plan: result.plan };
}

/** Every subject of a type. A setting that rules between params refuse gives none. */
export async function subjectsOf(d: NodeDescriptor, settings = settingsOf(d)): Promise<Subject[]> {
  const subjects: Subject[] = [];
  for (const setting of settings)
    for (const width of widthsOf(d)) {
      const compiled = await compileSetting(d, setting, width);
      if ('plan' in compiled) subjects.push(subjectOf(d, setting, width, compiled.plan));
      else if (!setting.mayBeRefused) throw new Error(`${d.type}, ${setting.label}: ${compiled.refused}`);
    }
  return subjects;
}

function subjectOf(d: NodeDescriptor, setting: Setting, width: number, plan: Plan): Subject {
  const ops = plan.ops.filter((op) => op.parts.some((p) => p.step === ID));
  const [op] = ops;
  if (op === undefined || ops.length !== 1 || op.parts.length !== 1)
    throw new Error(`${d.type}: ${ops.length} ops where one of one part was expected`);
  return {
    ...subjectOfOp(plan, op, d.params),
    name: `${d.type}, ${setting.label}, ${width} wide`,
    source: d.source ?? false,
    intendedFrames: intended(d, op.parts[0]!.params),
  };
}

/** An op of a plan by itself; live changes go to its first part. */
export function subjectOfOp(plan: Plan, op: PlanOp, specs: ParamSpecs): Subject {
  const spec = specOf(plan, op);
  const { params } = op.parts[0]!;
  const names = Object.keys(params);
  return {
    name: op.name,
    rateHz: spec.rateHz,
    reads: op.reads.length,
    writes: op.writes.length,
    inPlace: op.inPlace,
    source: false,
    latencyFrames: op.latencyFrames,
    intendedFrames: null,
    params: Object.values(params),
    live: Object.entries(specs)
      .filter(([, p]) => p.live)
      .map(([name, p]) => {
        const index = names.indexOf(planName(name, p));
        return { name, spec: p, index, value: params[names[index]!]! };
      }),
    make: (maxFrames = MAX_FRAMES) => tested({ ...spec, maxFrames }),
  };
}

/** A native kernel; `adopt` takes only its like, as every kernel of one subject is. */
const tested = (spec: KernelSpec): TestedKernel => new (native().Kernel)(spec) as NativeKernel & TestedKernel;

/** The delay that was asked for, before it is rounded: a time param of a type that may close a cycle. */
function intended(d: NodeDescriptor, values: Readonly<Record<string, number>>): number | null {
  if (d.delayFrames === undefined) return null;
  const time = Object.entries(d.params).find(([, p]) => p.kind === 'number' && p.dimension === 'time');
  if (time === undefined) throw new Error(`${d.type} delays by frames but has no time`);
  return ((values[planName(...time)] ?? 0) * RATE) / 1000;
}
