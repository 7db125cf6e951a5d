// Nodes that have another name and are otherwise what they were. In: two plans. Out: the name that each had before.
// Invariant: a node counts as renamed only where both plans have one such node and no other: all that its steps say is the
// same, and so is what it reads, by the names of before.

import type { Plan, PlanNode, PlanPart } from '../../schema/plan.ts';
import { meaning, paramsOfType } from './params.ts';

/** New name to old. */
export type Names = ReadonlyMap<string, string>;

/** All that can be said of a heard node but its name. */
interface Said {
  readonly channels: number;
  readonly steps: PlanNode['steps'];
  readonly parts: (readonly [step: string, said: string])[];
  /** Signals of others. */
  readonly reads: string[];
}

export function renamesBetween(running: Plan, next: Plan): Names {
  const names = new Map<string, string>();
  const [gone, come] = [onlyIn(running, next), onlyIn(next, running)];
  const before = new Map<string, Set<string>>();
  for (const [name, said] of gone) into(before, faceOf(said, names), name);
  const after = new Map<string, Set<string>>();
  const faces = new Map<string, string>();
  const readers = readersIn(come);
  for (let open = new Set(gone.size === 0 ? [] : come.keys()); open.size > 0; ) {
    const touched = new Set<string>();
    for (const name of open) {
      const [was, face] = [faces.get(name), faceOf(come.get(name)!, names)];
      if (was !== undefined) after.get(was)!.delete(name);
      faces.set(name, face);
      into(after, face, name);
      for (const f of [was, face]) if (f !== undefined) touched.add(f);
    }
    // Who reads a renamed node is looked at again.
    open = new Set();
    for (const face of touched) {
      const [from, ...more] = before.get(face) ?? [];
      const [to, ...others] = after.get(face)!;
      if (from === undefined || to === undefined || more.length > 0 || others.length > 0) continue;
      names.set(to, from);
      before.delete(face);
      for (const reader of readers.get(to) ?? []) open.add(reader);
    }
  }
  return names;
}

const into = (sets: Map<string, Set<string>>, key: string, value: string): void => {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
};

/** Heard nodes whose names the other plan does not have. */
function onlyIn(plan: Plan, other: Plan): ReadonlyMap<string, Said> {
  const known = new Set(other.nodes.map((n) => n.name));
  const own = new Map<string, Said>();
  for (const { name, channels, steps } of plan.nodes)
    if (!known.has(name)) own.set(name, { channels, steps, parts: [], reads: [] });
  for (const { parts, from } of own.size === 0 ? [] : plan.ops) {
    for (const part of parts) {
      const said = own.get(part.node);
      if (said === undefined) continue;
      said.parts.push([part.step, sayOf(plan, part)]);
      for (const s of from.slice(part.readFirst, part.readFirst + part.readCount))
        if (!plan.signals[s]!.startsWith(`${part.node}.`)) said.reads.push(plan.signals[s]!);
    }
  }
  for (const [name, { parts }] of own) if (parts.length === 0) own.delete(name);
  return own;
}

/** By node: those whose faces have its name in them. */
function readersIn(nodes: ReadonlyMap<string, Said>): ReadonlyMap<string, ReadonlySet<string>> {
  const readers = new Map<string, Set<string>>();
  for (const [reader, { parts, reads }] of nodes)
    for (const text of [...reads, ...parts.map(([step]) => step)])
      for (const [name] of text.matchAll(/[a-z][a-z0-9_-]*/g)) if (nodes.has(name)) into(readers, name, reader);
  return readers;
}

/** Equal where nodes are alike, by the names of before. */
function faceOf({ channels, steps, parts, reads }: Said, names: Names): string {
  const own = parts.map(([step, said]) => [stepBefore(step, names), said]).sort();
  return JSON.stringify([channels, steps, own, reads.map((s) => addressBefore(s, names)).sort()]);
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
