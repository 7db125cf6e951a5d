// Which part of the running plan a part of the next one continues. In: two plans. Out: indices of parts, both ways.
// Invariant: paired parts have one type and one identity: node and step id, repeats without an id as pair-steps.ts says, nodes
// with another name as renames.ts says.

import type { Plan, PlanNode, PlanPart } from '../../schema/plan.ts';
import { pairSteps, type StepFacts } from './pair-steps.ts';
import { meaning, paramsOfType } from './params.ts';
import { type Names, renamesBetween, stepBefore } from './renames.ts';

/** Of the steps that make ops, by node, by id. */
type BySteps<T> = ReadonlyMap<string, ReadonlyMap<string, T>>;

export interface Pairing {
  /** By part of the next plan: its part of the running plan, -1: it is new. */
  readonly before: Int32Array;
  /** By part of the running plan: its part of the next, -1: it is gone. */
  readonly after: Int32Array;
  /** Of the next plan's steps: the step's id in the running plan; undefined: it is new. */
  readonly steps: BySteps<string | undefined>;
  /** Of the next plan's nodes that were renamed: the name in the running plan. */
  readonly names: Names;
}

export function pairParts(
  running: Plan,
  next: Plan,
  old: readonly PlanPart[] = partsOf(running),
  parts: readonly PlanPart[] = partsOf(next),
): Pairing {
  const made = partsBySteps(old);
  const names = renamesBetween(running, next);
  const steps = pairedSteps(running, old, made, next, parts, names);
  const before = new Int32Array(parts.length).fill(-1);
  const after = new Int32Array(old.length).fill(-1);
  for (const [i, part] of parts.entries()) {
    const step = pairedStep(part, steps);
    const node = names.get(part.node) ?? part.node;
    const found = step === undefined ? undefined : made.get(node)?.get(stepBefore(step, names));
    const was = found?.find((p) => old[p]!.type === part.type) ?? -1;
    if (was === -1 || after[was] !== -1) continue;
    before[i] = was;
    after[was] = i;
  }
  return { before, after, steps, names };
}

/** All parts of a plan by their index. */
export function partsOf({ ops }: Plan): readonly PlanPart[] {
  const parts: PlanPart[] = [];
  for (const op of ops) for (const part of op.parts) parts.push(part);
  return parts;
}

/** Indices of the parts that each step has. */
function partsBySteps(parts: readonly PlanPart[]): BySteps<readonly number[]> {
  const nodes = new Map<string, Map<string, number[]>>();
  for (const [i, { node, step }] of parts.entries()) {
    let steps = nodes.get(node);
    if (steps === undefined) {
      steps = new Map();
      nodes.set(node, steps);
    }
    const own = steps.get(step);
    if (own === undefined) steps.set(step, [i]);
    else own.push(i);
  }
  return nodes;
}

/** Step id of a part in the running plan; undefined: a step that was not there. Pads are named after a step's signal. */
function pairedStep({ node, step, type }: PlanPart, steps: Pairing['steps']): string | undefined {
  const id = type === 'align' ? step.slice(0, step.indexOf('.')) : step;
  const own = steps.get(node);
  if (!own?.has(id)) return step;
  const paired = own.get(id);
  return paired === undefined ? undefined : paired + step.slice(id.length);
}

function pairedSteps(
  running: Plan,
  old: readonly PlanPart[],
  made: BySteps<readonly number[]>,
  next: Plan,
  parts: readonly PlanPart[],
  names: Names,
): Pairing['steps'] {
  const makes = partsBySteps(parts);
  const nodesBefore = new Map(running.nodes.map((n) => [n.name, n]));
  return new Map(
    next.nodes.map((node) => {
      const facts = stepFacts(next, parts, makes, node);
      const was = nodesBefore.get(names.get(node.name) ?? node.name);
      const pairs = was && pairSteps(stepFacts(running, old, made, was), facts);
      return [node.name, new Map(facts.map(({ id }) => [id, pairs?.get(id)]))];
    }),
  );
}

/** The steps of a node that make ops. */
function stepFacts(
  plan: Plan,
  parts: readonly PlanPart[],
  made: BySteps<readonly number[]>,
  { name, steps }: PlanNode,
): readonly StepFacts[] {
  const facts: StepFacts[] = [];
  for (const { id, type } of steps) {
    const own = made.get(name)?.get(id);
    if (own !== undefined) facts.push({ id, type, params: () => textOf(plan, parts, own) });
  }
  return facts;
}

const textOf = (plan: Plan, parts: readonly PlanPart[], own: readonly number[]): string =>
  own
    .map((i) => {
      const part = parts[i]!;
      const values = paramsOfType(part.type).map((p) => meaning(plan, part, p));
      return `${part.type} ${values.join(' ')}`;
    })
    .sort()
    .join('\0');
