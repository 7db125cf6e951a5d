// Nodes that have another name and are otherwise what they were. In: two plans and the changes between them. Out: one
// line for each such node in place of all that follows from it: gone and come, and everybody who reads it.
// Invariant: a node counts as renamed only where it is the one that fits; what differs beside the name is told.

import type { Plan, PlanPart } from '../../schema/plan.ts';
import { partsOf } from '../transition/pairing.ts';
import { meaning, paramsOfType } from '../transition/params.ts';
import type { Change } from './changes.ts';

/** Old name to new. */
type Names = ReadonlyMap<string, string>;

export function withRenames(running: Plan, next: Plan, changes: readonly Change[]): readonly Change[] {
  const names = renamesBetween(running, next);
  if (names.size === 0) return changes;
  const added = new Map(changes.flatMap((c) => (c.from === null ? [[c.target, c] as const] : [])));
  const [before, after] = [saidBy(running), saidBy(next)];
  const follows = new Set<Change>();
  for (const change of changes) {
    const to = addressAfter(change.target, names);
    const other = change.to === null && to !== change.target ? added.get(to) : undefined;
    if (other !== undefined && other.to === change.from && before.get(change.target) === after.get(to)) {
      follows.add(change);
      follows.add(other);
    }
    // The same signal by its new name.
    if (change.from !== null && addressAfter(change.from, names) === change.to) follows.add(change);
  }
  const renamed = [...names].map(([from, to]): Change => ({ target: `${from}.name`, from, to, kind: 'fade' }));
  return [...renamed, ...changes.filter((c) => !follows.has(c))];
}

/** Of nodes that only one plan has and that say the same; nodes that read a renamed one are looked at again. */
function renamesBetween(running: Plan, next: Plan): Names {
  const [before, after] = [running, next].map((plan) => new Set(plan.nodes.map((n) => n.name)));
  const names = new Map<string, string>();
  const come = facesOf(next, (name) => before?.has(name) !== true, new Map());
  for (let known = -1; known !== names.size; ) {
    known = names.size;
    for (const [face, [from, ...more]] of facesOf(running, (name) => after?.has(name) !== true, names)) {
      const [to, ...others] = come.get(face) ?? [];
      if (from !== undefined && to !== undefined && more.length === 0 && others.length === 0) names.set(from, to);
    }
  }
  return names;
}

/** Names of heard nodes, by all that can be said of each but its name. */
function facesOf(plan: Plan, isAsked: (name: string) => boolean, names: Names): ReadonlyMap<string, readonly string[]> {
  const faces = new Map<string, string[]>();
  for (const { name, channels, steps } of plan.nodes) {
    if (!isAsked(name)) continue;
    const own = plan.ops.flatMap((op) => op.parts.flatMap((part) => (part.node === name ? [{ op, part }] : [])));
    if (own.length === 0) continue;
    const said = own.map(({ part }) => [addressAfter(part.step, names), sayOf(plan, part)]);
    const reads = own
      .flatMap(({ op, part }) => op.from.slice(part.readFirst, part.readFirst + part.readCount))
      .map((s) => plan.signals[s]!)
      .filter((signal) => !signal.startsWith(`${name}.`));
    const face = JSON.stringify([channels, steps, said.sort(), reads.map((s) => addressAfter(s, names)).sort()]);
    faces.set(face, [...(faces.get(face) ?? []), name]);
  }
  return faces;
}

const saidBy = (plan: Plan): ReadonlyMap<string, string> =>
  new Map(partsOf(plan).map((part) => [`${part.node}.${part.step}`, sayOf(plan, part)]));

const sayOf = (plan: Plan, part: PlanPart): string =>
  JSON.stringify([part.type, paramsOfType(part.type).map((p) => meaning(plan, part, p))]);

const ADDRESS = /^([a-z][a-z0-9_-]*)((?:\..*)?)$/;
const SOURCE = /^(.*)mix\[([^\]]+)\](.*)$/;

/** An address, or a target or step with one in it, by the new names. */
function addressAfter(text: string, names: Names): string {
  const [whole, before = '', source = '', after = ''] = SOURCE.exec(text) ?? [];
  if (whole !== undefined) {
    const node = before === '' ? '' : `${addressAfter(before.slice(0, -1), names)}.`;
    return `${node}mix[${addressAfter(source, names)}]${after}`;
  }
  const [, name = '', rest = ''] = ADDRESS.exec(text) ?? [];
  const renamed = names.get(name);
  return renamed === undefined ? text : renamed + rest;
}
