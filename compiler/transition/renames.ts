// Nodes that have another name and are otherwise what they were. In: two plans. Out: the name that each had before.
// Invariant: a node counts as renamed only where both plans have one such node and no other: all that its steps say is the
// same, and so is what it reads, by the names of before.

import type { Plan, PlanPart } from '../../schema/plan.ts';
import { meaning, paramsOfType } from './params.ts';

/** New name to old. */
export type Names = ReadonlyMap<string, string>;

export function renamesBetween(running: Plan, next: Plan): Names {
  const names = new Map<string, string>();
  const [gone, come] = [without(running, next), without(next, running)];
  if (gone.size === 0 || come.size === 0) return names;
  const before = facesOf(running, gone, names);
  // Who reads a renamed node is looked at again.
  for (let known = -1; known !== names.size; ) {
    known = names.size;
    for (const [face, [to, ...others]] of facesOf(next, come, names)) {
      const [from, ...more] = before.get(face) ?? [];
      if (from !== undefined && to !== undefined && more.length === 0 && others.length === 0) names.set(to, from);
    }
  }
  return names;
}

/** Names of nodes that the other plan does not have. */
function without(plan: Plan, other: Plan): ReadonlySet<string> {
  const known = new Set(other.nodes.map((n) => n.name));
  return new Set(plan.nodes.flatMap(({ name }) => (known.has(name) ? [] : [name])));
}

/** Names of heard nodes, by all that can be said of each but its name. */
function facesOf(plan: Plan, asked: ReadonlySet<string>, names: Names): ReadonlyMap<string, readonly string[]> {
  const [said, reads] = [new Map<string, unknown[]>(), new Map<string, string[]>()];
  const into = <T>(lists: Map<string, T[]>, node: string, values: readonly T[]) =>
    lists.set(node, [...(lists.get(node) ?? []), ...values]);
  for (const { parts, from } of plan.ops) {
    for (const part of parts) {
      const { node, readFirst, readCount } = part;
      if (!asked.has(node)) continue;
      into(said, node, [[stepBefore(part.step, names), sayOf(plan, part)]]);
      const others = from
        .slice(readFirst, readFirst + readCount)
        .flatMap((s) => (plan.signals[s]!.startsWith(`${node}.`) ? [] : [addressBefore(plan.signals[s]!, names)]));
      into(reads, node, others);
    }
  }
  const faces = new Map<string, string[]>();
  for (const { name, channels, steps } of plan.nodes) {
    const own = said.get(name);
    if (own === undefined) continue;
    into(faces, JSON.stringify([channels, steps, own.sort(), reads.get(name)!.sort()]), [name]);
  }
  return faces;
}

const sayOf = (plan: Plan, part: PlanPart): string =>
  JSON.stringify([part.type, paramsOfType(part.type).map((p) => meaning(plan, part, p))]);

/** A step by the names of before: `mix[vocal]` names a node. */
export const stepBefore = (step: string, names: Names): string =>
  names.size === 0
    ? step
    : step.replace(/mix\[([^\]]+)\]/, (_, source: string) => `mix[${addressBefore(source, names)}]`);

/** The address of a node's signal by the names of before: `vocal.compressor.1`, `desk.mix[vocal].2`. */
function addressBefore(address: string, names: Names): string {
  const [name = '', ...rest] = address.split(/(?=\.)/);
  return (names.get(name) ?? name) + stepBefore(rest.join(''), names);
}
