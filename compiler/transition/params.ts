// Params of two plans held against each other. In: parts with the plans they stand in. Out: what differs, by name.
// Invariants: tables are compared by their contents; what only says where a part stands (its device's number) never counts.

import { nodeType } from '../../schema/index.ts';
import { kernels } from '../../schema/kernels.ts';
import { isBlob, type ParamSpec, planName } from '../../schema/param.ts';
import type { Plan, PlanPart } from '../../schema/plan.ts';
import { saysPlace } from '../passes/emit/parts.ts';

export interface NamedParam {
  /** As the config has it: `threshold`. */
  readonly name: string;
  /** As plans have it: `thresholdDbfs`. */
  readonly planName: string;
  readonly spec: ParamSpec;
  readonly isBlob: boolean;
}

const known: ReadonlyMap<string, readonly NamedParam[]> = new Map(
  kernels.map((k) => [
    k.name,
    Object.entries(k.params)
      .filter(([name]) => !saysPlace(k.name, name))
      .map(([name, spec]) => ({ name, planName: planName(name, spec), spec, isBlob: isBlob(spec) })),
  ]),
);

/** Params of a step type or internal op, those aside that say where it stands. */
export const paramsOfType = (type: string): readonly NamedParam[] => known.get(type) ?? [];

/** A value that is equal where it means the same in another plan. */
export function meaning(plan: Plan, part: PlanPart, param: NamedParam): number | string {
  const value = part.params[param.planName] ?? 0;
  const blob = param.isBlob ? plan.blobs[value] : undefined;
  return blob === undefined ? value : `${blob.sha256} ${blob.rows} ${blob.columns}`;
}

/** Params that differ between two parts of one type. */
export const differing = (a: Plan, partA: PlanPart, b: Plan, partB: PlanPart): readonly NamedParam[] =>
  paramsOfType(partA.type).filter((p) => meaning(a, partA, p) !== meaning(b, partB, p));

/** A glide over more than that is heard as a sweep; a fade from the one to the other is not. */
const FARTHEST_GLIDE = 2;

/** True where a param moves in the op that runs: live, and of frequencies and of a filter's Q not too far. */
export function glides(a: PlanPart, b: PlanPart, { name, spec, planName }: NamedParam): boolean {
  if (!spec.live || spec.kind !== 'number') return spec.live;
  const sweeps = spec.dimension === 'frequency' || (name === 'q' && nodeType(a.type)?.filter === true);
  const [from, to] = [a.params[planName]!, b.params[planName]!];
  return !sweeps || Math.max(from, to) <= FARTHEST_GLIDE * Math.min(from, to);
}

/** True where one part may go on as the other: all that differs glides. */
export const hasFormOf = (a: Plan, partA: PlanPart, b: Plan, partB: PlanPart): boolean =>
  partA.type === partB.type &&
  partA.stateLayout === partB.stateLayout &&
  differing(a, partA, b, partB).every((p) => glides(partA, partB, p));
