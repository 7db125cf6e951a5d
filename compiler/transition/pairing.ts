// Which part of the running plan a part of the next one continues. In: two plans. Out: indices of parts, both ways.
// Invariant: paired parts have one type and one identity: node and step id, repeats without an id as pair-steps.ts says.

import type { Plan, PlanPart } from '../../schema/plan.ts';
import { must } from '../invariant.ts';
import { pairSteps, type StepFacts } from './pair-steps.ts';
import { meaning, paramsOfType } from './params.ts';

export interface Pairing {
  /** By part of the next plan: its part of the running plan, -1: it is new. */
  readonly before: Int32Array;
  /** By part of the running plan: its part of the next, -1: it is gone. */
  readonly after: Int32Array;
  /** By `node.step` of the next plan: the step's id in the running plan. Steps that make no op are left out. */
  readonly steps: ReadonlyMap<string, string>;
}

export function pairParts(
  running: Plan,
  next: Plan,
  old: readonly PlanPart[] = partsOf(running),
  parts: readonly PlanPart[] = partsOf(next),
): Pairing {
  const index = new Map(old.map((p, i) => [identity(p.node, p.step, p.type), i]));
  const steps = pairedSteps(running, old, next, parts);
  const before = new Int32Array(parts.length).fill(-1);
  const after = new Int32Array(old.length).fill(-1);
  for (const [i, part] of parts.entries()) {
    const step = stepBefore(part, steps);
    const found = step === undefined ? undefined : index.get(identity(part.node, step, part.type));
    if (found === undefined || after[found] !== -1) continue;
    before[i] = found;
    after[found] = i;
  }
  return { before, after, steps: steps.pairs };
}

/** All parts of a plan by their index. */
export function partsOf({ ops }: Plan): readonly PlanPart[] {
  const parts: PlanPart[] = [];
  for (const op of ops) for (const part of op.parts) parts.push(part);
  return parts;
}

const identity = (node: string, step: string, type: string): string => `${node}\0${step}\0${type}`;

interface PairedSteps {
  readonly pairs: ReadonlyMap<string, string>;
  /** Steps of the next plan that make ops, as `node.step`. */
  readonly own: ReadonlySet<string>;
}

/** Step id of a part in the running plan; undefined: a step that was not there. Pads are named after a step's signal. */
function stepBefore({ node, step, type }: PlanPart, { pairs, own }: PairedSteps): string | undefined {
  const id = type === 'align' ? step.slice(0, step.indexOf('.')) : step;
  const address = `${node}.${id}`;
  if (!own.has(address)) return step;
  const paired = pairs.get(address);
  return paired === undefined ? undefined : paired + step.slice(id.length);
}

function pairedSteps(running: Plan, old: readonly PlanPart[], next: Plan, parts: readonly PlanPart[]): PairedSteps {
  const factsBefore = stepFacts(running, old);
  const factsAfter = stepFacts(next, parts);
  const nodesBefore = new Map(running.nodes.map((n) => [n.name, n]));
  const pairs = new Map<string, string>();
  for (const node of next.nodes) {
    const was = nodesBefore.get(node.name);
    if (was === undefined) continue;
    const found = (n: typeof node, facts: ReadonlyMap<string, StepFacts>) =>
      n.steps.flatMap((s) => facts.get(`${n.name}.${s.id}`) ?? []);
    for (const [id, idBefore] of pairSteps(found(was, factsBefore), found(node, factsAfter)))
      pairs.set(`${node.name}.${id}`, idBefore);
  }
  return { pairs, own: new Set(factsAfter.keys()) };
}

/** Steps that make ops, by `node.step`. */
function stepFacts(plan: Plan, parts: readonly PlanPart[]): ReadonlyMap<string, StepFacts> {
  const texts = new Map<string, string[]>();
  for (const part of parts) {
    const address = `${part.node}.${part.step}`;
    const text = `${part.type} ${paramsOfType(part.type)
      .map((p) => meaning(plan, part, p))
      .join(' ')}`;
    const list = texts.get(address);
    if (list) list.push(text);
    else texts.set(address, [text]);
  }
  const facts = new Map<string, StepFacts>();
  for (const node of plan.nodes) {
    for (const { id, type } of node.steps) {
      const address = `${node.name}.${id}`;
      if (!texts.has(address)) continue;
      const params = must(texts.get(address), 'a step with parts').sort().join('\0');
      facts.set(address, { id, type, params });
    }
  }
  return facts;
}
