// Two plans in one graph. In: a comparison. Out: the ops of both, what goes on made once, with a fade wherever an op
// that goes on, or a device channel, shall read something else. Invariants: before the fades every op that is heard reads
// what it read in the running plan, behind them what it reads in the next; no two parts have one identity.

import type { PlanPart, SignalId } from '../../schema/plan.ts';
import type { Op, OpGraph, OpId, Part, Signal } from '../ir/ops.ts';
import { saysPlace } from '../passes/emit/parts.ts';
import { type Atom, type AtomId, type Atoms, onlyListens, type Place } from './atoms.ts';
import { type Comparison, ownerOf } from './compare.ts';
import { type FadePair, Fades } from './fades.ts';
import { memoryOf } from './memory.ts';
import { paramsOfType } from './params.ts';
import { type JoinedTables, joinTables } from './tables.ts';

/** What tells parts apart, through all rewrites. */
export type Identity = Pick<Part, 'node' | 'step' | 'type'>;

const keyOf = ({ node, step, type }: Identity): string => `${node}\0${step}\0${type}`;

/** Where a part comes from, by index in either plan; -1: not from there. */
export interface Origin {
  readonly running: number;
  readonly next: number;
}

export interface Joined {
  readonly graph: OpGraph;
  /** Of a part of the graph: fades have none. */
  readonly originOf: (part: Identity) => Origin;
  /** Frames until the fades are over; 0: nothing that is heard reads anything else, and there are none. */
  readonly frames: number;
}

const NOWHERE: Origin = { running: -1, next: -1 };

/** Nothing waits longer than this for a new line to fill: what is left then fades in with it. */
const LONGEST_WAIT_S = 2;
const FADE_S = 0.02;

export const fadeFrames = (rateHz: number): number => Math.round(FADE_S * rateHz);

/** A diff asks for it, then the stages do. */
const known = new WeakMap<Comparison, Joined>();

export function join(comparison: Comparison): Joined {
  const joined = known.get(comparison) ?? new Joint(comparison).join();
  known.set(comparison, joined);
  return joined;
}

class Joint {
  private readonly c: Comparison;
  private readonly tables: JoinedTables;
  private readonly domains: ReadonlyMap<string, number>;
  private readonly signals: Signal[] = [];
  private readonly fades: Fades;
  /** Signals here by signal of either plan. */
  private readonly oldSignals: Int32Array;
  private readonly newSignals: Int32Array;
  private readonly ops: Op[] = [];
  private readonly origins = new Map<string, Origin>();
  /** Ops here by atom of either plan. */
  private readonly oldOps: Int32Array;
  private readonly newOps: Int32Array;

  constructor(comparison: Comparison) {
    const { running, next } = comparison;
    this.c = comparison;
    this.tables = joinTables(running.plan, next.plan);
    this.domains = new Map(this.tables.domains.map((d, i) => [d.name, i]));
    this.fades = new Fades(this.signals);
    this.oldSignals = new Int32Array(running.signals.length).fill(-1);
    this.newSignals = new Int32Array(next.signals.length).fill(-1);
    this.oldOps = new Int32Array(running.atoms.length).fill(-1);
    this.newOps = new Int32Array(next.atoms.length).fill(-1);
  }

  join(): Joined {
    const { running, next, before, after } = this.c;
    this.place();
    const sinks = this.sinkReads();
    for (const [id, atom] of next.atoms.entries())
      this.add(next, atom, { running: before[id]!, next: id }, sinks.get(`new ${id}`) ?? this.readsOfNext(id));
    for (const [id, atom] of running.atoms.entries()) {
      if (after[id] !== -1) continue;
      const reads = sinks.get(`old ${id}`) ?? atom.reads.map((s) => this.oldSignals[s]!);
      this.add(running, atom, { running: id, next: -1 }, reads);
    }
    this.tieLoops();
    const { plan } = next;
    const length = fadeFrames(plan.rateHz);
    const wait = this.fades.any ? this.wait() : 0;
    const fades = this.fades.ops(wait, length);
    const ops = [...this.ops, ...fades];
    for (const [id, op] of ops.entries())
      for (const s of op.writes) this.signals[s] = { ...this.signals[s]!, producer: id };
    const { name, quantum, rateHz, nodes } = plan;
    const { domains, devices, aggregates, blobs } = this.tables;
    const tables = { name, quantum, rateHz, domains, devices, aggregates, nodes, blobs };
    return {
      graph: { ...tables, ops, signals: this.signals, pads: [], budget: null, arrival: [] },
      originOf: (part) => this.origins.get(keyOf(part)) ?? NOWHERE,
      frames: this.fades.any ? wait + length : 0,
    };
  }

  /** Gives every signal its place: those of atoms that go on one for both plans. */
  private place(): void {
    const { running, next, before, after } = this.c;
    const signal = (name: string, atom: Atom): SignalId =>
      this.signals.push({ name, producer: -1, domain: this.domains.get(atom.domain)! }) - 1;
    for (const [id, atom] of next.atoms.entries()) {
      for (const [i, s] of atom.writes.entries()) {
        this.newSignals[s] = signal(next.signals[s]!, atom);
        if (before[id] !== -1) this.oldSignals[running.atoms[before[id]!]!.writes[i]!] = this.newSignals[s]!;
      }
    }
    for (const [id, atom] of running.atoms.entries())
      if (after[id] === -1)
        for (const s of atom.writes) this.oldSignals[s] = signal(`${running.signals[s]}@before`, atom);
  }

  private readsOfNext(id: AtomId): readonly SignalId[] {
    const { running, next, before } = this.c;
    const atom = next.atoms[id]!;
    if (before[id] === -1 || onlyListens(atom)) return atom.reads.map((s) => this.newSignals[s]!);
    const was = running.atoms[before[id]!]!;
    return this.faded(
      atom,
      next,
      atom.reads.map((s, i) => ({ old: this.oldSignals[was.reads[i]!]!, new: this.newSignals[s]! })),
    );
  }

  /** Fades where the two differ; the reads themselves where all are equal. */
  private faded(atom: Atom, { parts }: Atoms, pairs: readonly FadePair[]): readonly SignalId[] {
    const changed = pairs.filter((p) => p.old !== p.new);
    if (changed.length === 0) return pairs.map((p) => p.new!);
    const { node, step, type } = parts[atom.parts[0]!]!;
    // A step and its bypass switch have one name.
    const reader = { node, step: type === 'bypass' ? `${step}.bypass` : step, domain: this.domains.get(atom.domain)! };
    const made = this.fades.read(changed, reader);
    let at = 0;
    return pairs.map((p) => (p.old === p.new ? p.new! : made[at++]!));
  }

  /** Device channels come one by one, but what one op wrote fades in one op. By `new` and atom, or `old` and atom. */
  private sinkReads(): ReadonlyMap<string, readonly SignalId[]> {
    const { running, next, before, after } = this.c;
    const reads = new Map<string, readonly SignalId[]>();
    const groups = new Map<
      string,
      { readonly plan: Atoms; readonly members: { key: string; atom: Atom; pair: FadePair }[] }
    >();
    const add = (plan: Atoms, key: string, atom: Atom, pair: FadePair): void => {
      const group = `${plan === next ? 'new' : 'old'} ${atom.op}`;
      const known = groups.get(group);
      if (known) known.members.push({ key, atom, pair });
      else groups.set(group, { plan, members: [{ key, atom, pair }] });
    };
    for (const [id, atom] of next.atoms.entries()) {
      if (atom.kernel !== 'device_write') continue;
      const was = before[id]!;
      const old = was === -1 ? null : this.oldSignals[running.atoms[was]!.reads[0]!]!;
      add(next, `new ${id}`, atom, { old, new: this.newSignals[atom.reads[0]!]! });
    }
    for (const [id, atom] of running.atoms.entries()) {
      if (atom.kernel !== 'device_write' || after[id] !== -1) continue;
      add(running, `old ${id}`, atom, { old: this.oldSignals[atom.reads[0]!]!, new: null });
    }
    for (const { plan, members } of groups.values()) {
      const made = this.faded(
        members[0]!.atom,
        plan,
        members.map((m) => m.pair),
      );
      for (const [i, m] of members.entries()) reads.set(m.key, [made[i]!]);
    }
    return reads;
  }

  /** `from`: the atom's number in either plan. */
  private add(atoms: Atoms, atom: Atom, from: Origin, reads: readonly SignalId[]): void {
    const isOld = from.next === -1;
    const was = from.running === -1 ? undefined : this.c.running.atoms[from.running]!;
    const signals = isOld ? this.oldSignals : this.newSignals;
    const parts = atom.parts.map((p, i) => this.partOf(atoms.parts[p]!, atom.places[i]!, isOld));
    const id: OpId =
      this.ops.push({
        kernel: atom.kernel,
        domain: this.domains.get(atom.domain)!,
        name: isOld ? `${atom.name}@before` : atom.name,
        reads,
        writes: atom.writes.map((s) => signals[s]!),
        latency: atom.latency,
        tail: 0,
        inPlace: atom.inPlace,
        parts,
      }) - 1;
    if (isOld) this.oldOps[from.running] = id;
    else this.newOps[from.next] = id;
    for (const [i, p] of atom.parts.entries())
      this.origins.set(keyOf(parts[i]!), isOld ? { running: p, next: -1 } : { running: was?.parts[i] ?? -1, next: p });
  }

  private partOf(part: PlanPart, { readFirst, readCount, writeFirst, writeCount }: Place, isOld: boolean): Part {
    const { node, type } = part;
    const params = isOld ? translated(part, this.tables) : part.params;
    const step = isOld ? `${part.step}@before` : part.step;
    return { node, step, type, params, readFirst, readCount, writeFirst, writeCount };
  }

  /** The two ends of each line know each other by number. */
  private tieLoops(): void {
    const { running, next, after } = this.c;
    const tie = (atoms: Atoms, atom: Atom, at: OpId, opOf: Int32Array): void => {
      const out = opOf[ownerOf(atoms, atom)]!;
      const op = this.ops[at]!;
      this.ops[at] = { ...op, parts: op.parts.map((p) => ({ ...p, params: { ...p.params, op: out } })) };
      this.ops[out] = { ...this.ops[out]!, feedback: { from: at, delayFrames: 0 } };
    };
    for (const [id, atom] of next.atoms.entries())
      if (atom.kernel === 'feedback_in') tie(next, atom, this.newOps[id]!, this.newOps);
    for (const [id, atom] of running.atoms.entries())
      if (atom.kernel === 'feedback_in' && after[id] === -1) tie(running, atom, this.oldOps[id]!, this.oldOps);
  }

  /** Frames until whatever starts afresh sounds as if it had always run. */
  private wait(): number {
    const { next, before } = this.c;
    const frames = new Float64Array(next.atoms.length);
    let most = 0;
    let settle = 0;
    for (const [id, atom] of next.atoms.entries()) {
      if (before[id] !== -1) continue;
      const memory = memoryOf(next, atom);
      const upstream = atom.reads.reduce((max, s) => Math.max(max, frames[next.producer[s]!]!), 0);
      frames[id] = upstream + memory.frames;
      most = Math.max(most, frames[id]!);
      settle = Math.max(settle, memory.settle);
    }
    return Math.min(most + settle, LONGEST_WAIT_S * next.plan.rateHz);
  }
}

/** Params of the running plan with the numbers that devices and tables have here. */
function translated(part: PlanPart, { deviceOf, blobOf }: JoinedTables): Part['params'] {
  const params: Record<string, number> = { ...part.params };
  for (const { planName } of paramsOfType(part.type).filter((p) => p.isBlob))
    if (params[planName]! >= 0) params[planName] = blobOf[params[planName]!]!;
  for (const name of ['device', 'member'])
    if (saysPlace(part.type, name) && params[name] !== undefined) params[name] = deviceOf[params[name]]!;
  return params;
}
