// What an edit changed, in the studio's words. In: a comparison of two plans. Out: a line per param, step, source, sink and
// node that differs, names aside. Invariant: what follows from a line is not told again: pads, fades, steps of a node that is new.

import type { PlanPart, SignalId } from '../../schema/plan.ts';
import type { Atom, AtomId, Atoms, Place } from '../transition/atoms.ts';
import type { Comparison } from '../transition/compare.ts';
import { differing, glides, paramsOfType } from '../transition/params.ts';
import { valueText } from './words.ts';

export type ChangeKind = 'none' | 'live' | 'fade' | 'reopen';

export interface Change {
  /** `vocal.compressor.threshold`, `desk.mix[vocal].gain`, `vocal.peaking-2`, `main.period`. */
  readonly target: string;
  /** With units; null: it was not there, or is there no more. */
  readonly from: string | null;
  readonly to: string | null;
  readonly kind: ChangeKind;
}

/** Ops that say nothing a user wrote. */
const IMPLIED: ReadonlySet<string> = new Set(['align', 'device_read', 'crossing', 'feedback_in', 'fade']);

/** Added or removed, their first param says it all. */
const TOLD_BY_VALUE: ReadonlySet<string> = new Set(['mix', 'bypass', 'ceiling']);

export function changesOf(comparison: Comparison): readonly Change[] {
  const { running, next, pairing } = comparison;
  const changes: Change[] = [...nodeChanges(comparison)];
  const nodes = new Set(changes.map((c) => c.target));
  for (const [i, part] of next.parts.entries()) {
    if (IMPLIED.has(part.type) || nodes.has(part.node)) continue;
    const was = pairing.before[i]!;
    if (was === -1) changes.push({ target: targetOf(part), from: null, to: whatIs(next, i), kind: kindOfAdded(part) });
    else changes.push(...paramChanges(comparison, was, i));
  }
  for (const [i, part] of running.parts.entries()) {
    if (IMPLIED.has(part.type) || nodes.has(part.node) || pairing.after[i] !== -1) continue;
    changes.push({ target: targetOf(part), from: whatIs(running, i), to: null, kind: kindOfAdded(part) });
  }
  const moved = movedSteps(comparison);
  for (const target of moved) changes.push({ target, from: 'its place', to: 'another', kind: 'fade' });
  changes.push(...routes(comparison, moved));
  return changes;
}

/** What listens only can come and go unheard. */
const kindOfAdded = (part: PlanPart): ChangeKind =>
  part.writeCount === 0 && part.type !== 'device_write' ? 'none' : 'fade';

/** Where a part's params are addressed: its step, its source in a mix, its port. */
function targetOf({ node, step, type }: PlanPart): string {
  if (type === 'bypass') return `${node}.${step}.bypass`;
  if (type === 'ceiling') return `${node}.ceiling[${step}]`;
  return `${node}.${step}`;
}

/** What a step is, how loud a source, where a ceiling is, what a device channel plays. */
function whatIs({ plan, parts, atoms, atomOf, signals }: Atoms, index: number): string {
  const part = parts[index]!;
  if (part.type === 'device_write') return signals[atoms[atomOf[index]!]!.reads[0]!]!;
  if (part.type === 'feedback_out') return 'delay';
  const [main] = paramsOfType(part.type);
  return main !== undefined && TOLD_BY_VALUE.has(part.type) ? valueText(plan, part, main) : part.type;
}

function paramChanges({ running, next }: Comparison, was: number, is: number): readonly Change[] {
  const [a, b] = [running.parts[was]!, next.parts[is]!];
  const changes = differing(running.plan, a, next.plan, b).map((p): Change => {
    const own = b.type === 'bypass' || b.type === 'ceiling' ? '' : `.${p.name}`;
    const [from, to] = [valueText(running.plan, a, p), valueText(next.plan, b, p)];
    return { target: `${targetOf(b)}${own}`, from, to, kind: glides(a, b, p) ? 'live' : 'fade' };
  });
  const [from, to] = [placeOf(running, was), placeOf(next, is)];
  const width = (p: Place) => `${Math.max(p.readCount, p.writeCount)} channels`;
  if (b.type !== 'mix' && b.type !== 'bypass' && (from.writeCount !== to.writeCount || from.readCount !== to.readCount))
    changes.push({ target: `${targetOf(b)}.channels`, from: width(from), to: width(to), kind: 'fade' });
  return changes;
}

function placeOf({ atoms, atomOf }: Atoms, part: number): Place {
  const { parts, places } = atoms[atomOf[part]!]!;
  return places[parts.indexOf(part)]!;
}

/** Nodes that make ops in one of the two plans only: new, gone, or there but heard by nobody. */
function nodeChanges({ running, next, pairing: { names } }: Comparison): readonly Change[] {
  const renamed = new Set(names.values());
  const named = ({ plan }: Atoms) => new Set(plan.nodes.map((n) => n.name));
  const [before, after] = [named(running), named(next)];
  const heard = ({ parts }: Atoms, nodes: ReadonlySet<string>) =>
    new Set(parts.map((p) => p.node).filter((n) => nodes.has(n) && !names.has(n) && !renamed.has(n)));
  const [was, is] = [heard(running, before), heard(next, after)];
  const text = (node: string, nodes: ReadonlySet<string>, heard: boolean): string | null =>
    heard ? 'heard' : nodes.has(node) ? 'not heard' : null;
  return [...new Set([...is, ...was])]
    .filter((node) => was.has(node) !== is.has(node))
    .sort()
    .map((target): Change => {
      const from = text(target, before, was.has(target));
      return { target, from, to: text(target, after, is.has(target)), kind: 'fade' };
    });
}

/** Steps that a step now comes before which came before it, by address; the fewest that explain the order. */
function movedSteps({ running, next, pairing }: Comparison): ReadonlySet<string> {
  const nodes = new Map(running.plan.nodes.map((n) => [n.name, n.steps.map((s) => s.id)]));
  const moved = new Set<string>();
  for (const { name, steps } of next.plan.nodes) {
    const [ids, pairs] = [nodes.get(pairing.names.get(name) ?? name), pairing.steps.get(name)];
    if (ids === undefined || ids.length < 2) continue;
    const paired = steps.flatMap(({ id }) => {
      const was = pairs?.get(id);
      return was === undefined ? [] : [{ id, place: ids.indexOf(was) }];
    });
    const stays = longestAscent(paired.map((p) => p.place));
    for (const [i, { id }] of paired.entries()) if (!stays.has(i)) moved.add(`${name}.${id}`);
  }
  return moved;
}

function longestAscent(values: readonly number[]): ReadonlySet<number> {
  const length = values.map(() => 1);
  const previous = values.map(() => -1);
  let last = -1;
  for (const [i, v] of values.entries()) {
    for (let k = 0; k < i; k++) {
      if (values[k]! >= v || length[k]! < length[i]!) continue;
      length[i] = length[k]! + 1;
      previous[i] = k;
    }
    if (last === -1 || length[i]! > length[last]!) last = i;
  }
  const chosen = new Set<number>();
  for (let i = last; i !== -1; i = previous[i]!) chosen.add(i);
  return chosen;
}

/** Ops that were there and read something else, although neither it nor they were added, removed or moved. */
function routes(comparison: Comparison, moved: ReadonlySet<string>): readonly Change[] {
  const { running, next, pairing } = comparison;
  const changes = new Map<string, Change>();
  for (const [p, part] of next.parts.entries()) {
    const old = pairing.before[p]!;
    const atom = next.atoms[next.atomOf[p]!]!;
    if (old === -1 || IMPLIED.has(atom.kernel) || isInside(atom, p)) continue;
    const [reads, readsBefore] = [readsOf(next, p), readsOf(running, old)];
    if (reads.length !== readsBefore.length) continue;
    for (const [i, s] of reads.entries()) {
      const before = readsBefore[i]!;
      const [maker, makerBefore] = [next.producer[s]!, running.producer[before]!];
      const wire = next.atoms[maker]!.writes.indexOf(s) === running.atoms[makerBefore]!.writes.indexOf(before);
      if (atomBefore(comparison, maker) === makerBefore && wire) continue;
      // What was added or removed is told already; channels of a device are there, read or not.
      if (atomBefore(comparison, maker) === -1 && next.atoms[maker]!.kernel !== 'device_read') continue;
      if (isGone(comparison, makerBefore) && running.atoms[makerBefore]!.kernel !== 'device_read') continue;
      const makers = [next.parts[next.atoms[maker]!.parts[0]!]!, running.parts[running.atoms[makerBefore]!.parts[0]!]!];
      if ([part, ...makers].some((m) => moved.has(`${m.node}.${m.step}`))) continue;
      const target = part.type === 'device_write' ? targetOf(part) : `${targetOf(part)} input ${i + 1}`;
      changes.set(target, { target, from: running.signals[before]!, to: next.signals[s]!, kind: 'fade' });
    }
  }
  return [...changes.values()];
}

/** In a chain made one op, whoever comes before hears its input. */
const isInside = ({ parts, places }: Atom, part: number): boolean => {
  const at = parts.indexOf(part);
  return places.findIndex((p) => p.readCount > 0 && p.readFirst === places[at]!.readFirst) < at;
};

/** What a part hears: by its place among the reads of its op, whichever other parts stand there too. */
function readsOf(side: Atoms, part: number): readonly SignalId[] {
  const { readFirst, readCount } = placeOf(side, part);
  return side.atoms[side.atomOf[part]!]!.reads.slice(readFirst, readFirst + readCount);
}

/** The atom of the running plan with the same step, whether it goes on or runs twice; -1: none. */
function atomBefore({ running, next, pairing }: Comparison, id: AtomId): AtomId {
  const was = pairing.before[next.atoms[id]!.parts[0]!]!;
  return was === -1 ? -1 : running.atomOf[was]!;
}

const isGone = ({ running, pairing }: Comparison, id: AtomId): boolean =>
  running.atoms[id]!.parts.every((p) => pairing.after[p] === -1);
