// A recipe made into a config: devices, aggregates and a graph in which every width, clock and cycle is right.
// In: a recipe and the pool of step settings. Out: the config as plain data, and which step types it uses.
// Invariant: the same recipe gives the same config; sources are nodes built before, loops aside.

import type { Pool, PooledSetting, PooledType } from './pool.ts';
import { portWidth } from './pool.ts';
import type { GraphRecipe, NodeRecipe, StepRecipe } from './recipe.ts';
import { clocksOf, type Studio } from './studio.ts';

export interface BuiltGraph {
  /** Samples only move: no arithmetic. */
  readonly moves: boolean;
  readonly config: Readonly<Record<string, unknown>>;
  readonly stepTypes: ReadonlySet<string>;
}

interface Source {
  readonly address: string;
  readonly width: number;
  readonly clock: number;
  /** Most frames it may arrive late: what a loop's delay must cover. */
  readonly late: number;
}

type Mutable = Record<string, unknown>;
type Node = { readonly name: string; readonly body: Mutable; readonly sources: Source[]; readonly width: number };

/** Types that move samples without arithmetic. */
const MOVERS = new Set(['delay', 'exchange', 'meter']);
const LOOP_DELAYS = [1, 2, 3, 7, 16, 64, 65, 100, 200, 300];

const pick = <T>(list: readonly T[], n: number): T => list[n % list.length]!;

class Builder {
  readonly types = new Set<string>();
  private readonly studio: Studio;
  private readonly nodes: Node[] = [];
  private readonly sources: Source[] = [];
  private readonly usable: readonly PooledType[];
  private readonly recipe: GraphRecipe;

  constructor(recipe: GraphRecipe, pool: Pool) {
    this.recipe = recipe;
    this.usable = recipe.moves ? pool.types.filter((t) => MOVERS.has(t.descriptor.type)) : pool.types;
    this.studio = clocksOf(recipe.studio, recipe.device);
    for (const [clock, c] of this.studio.clocks.entries())
      for (const port of c.inputs) this.sources.push({ ...port, clock, late: c.late });
  }

  build(): Record<string, unknown> {
    for (const n of this.recipe.nodes) this.add(n);
    for (const loop of this.recipe.loops) this.close(loop.into, loop.from, pick(LOOP_DELAYS, loop.delay));
    this.ensureSink();
    return {
      busbar: 1,
      engine: { rate: '48 kHz', quantum: `${this.recipe.quantum} frames` },
      ...this.studio.config(),
      graph: Object.fromEntries(this.nodes.map((n) => [n.name, n.body])),
    };
  }

  /** Names in an order of their own, so that sorted names are not the order of the signal flow. */
  private name = (): string => `n${(this.nodes.length * 41) % 97}`;

  private from(clock: number, n: number): Source {
    return pick(
      this.sources.filter((s) => s.clock === clock),
      n,
    );
  }

  private add(n: NodeRecipe): void {
    const clock = n.clock % this.studio.clocks.length;
    const generator = n.kind === 'generator' ? this.generatorOf(n) : undefined;
    const body: Mutable = {};
    let width: number;
    let late = 0;
    const steps: Mutable[] = [];
    const taken: Source[] = [];
    if (generator !== undefined) {
      width = 1 + n.width;
      body.channels = width;
      steps.push(this.step(generator.type, generator.setting, n.steps[0], 0, steps, {}));
    } else if (n.kind === 'mix') {
      const mixed = this.mix(n, clock, body);
      width = mixed.width;
      late = mixed.late;
    } else {
      const used =
        n.kind === 'stack' ? n.sources.slice(0, 3).map((s) => this.from(clock, s)) : [this.from(clock, n.sources[0]!)];
      const fitting = upTo(6, used);
      width = fitting.reduce((sum, s) => sum + s.width, 0);
      late = Math.max(...fitting.map((s) => s.late));
      body.from = fitting.length === 1 ? fitting[0]!.address : fitting.map((s) => s.address);
      if (fitting.length === 1 && width === 1 && n.width > 1) {
        width = n.width;
        body.channels = width;
      }
    }
    const name = this.name();
    let outputs: Record<string, number> = { out: width };
    for (const [i, s] of n.steps.entries()) {
      const chosen = this.choose(s, width, clock, i === n.steps.length - 1);
      if (chosen === undefined) continue;
      const { type, setting, extra, limited } = chosen;
      late = Math.max(late, chosen.late) + setting.latencyFrames;
      const made = this.step(type, setting, s, steps.length, steps, extra);
      steps.push(made);
      if (!limited && type.descriptor.passthrough !== true)
        outputs = Object.fromEntries(
          Object.entries(setting.outputs).map(([port, p]) => [port, portWidth(p, setting.params, width)]),
        );
      const single = Object.keys(outputs).length === 1;
      if (single) {
        width = Object.values(outputs)[0]!;
        outputs = { out: width };
        const id = idOf(made);
        if (id !== undefined) taken.push({ address: `${name}.${id}`, width, clock, late });
      }
    }
    if (steps.length > 0) body.do = steps;
    const single = Object.keys(outputs).length === 1;
    for (const [port, w] of Object.entries(outputs))
      taken.push({ address: single ? name : `${name}.${port}`, width: w, clock, late });
    const node: Node = { name, body, sources: taken, width };
    this.nodes.push(node);
    if (single && n.sink > 1) body.to = this.studio.sink(clock, width === 1 && n.sink === 3 ? 2 : width, n.width);
    this.sources.push(...taken, ...partsOf(taken));
  }

  private mix(n: NodeRecipe, clock: number, body: Mutable): { width: number; late: number } {
    const width = 1 + n.width;
    const entries = new Map<string, Mutable>();
    let late = 0;
    for (const [i, number] of n.sources.entries()) {
      const s = this.from(clock, number);
      const fits = s.width === 1 || s.width === width;
      const address = fits ? s.address : s.width > width && !hasChannels(s.address) ? `${s.address}.1` : undefined;
      if (address === undefined) continue;
      const mono = s.width === 1 || !fits;
      const gain = this.recipe.moves ? 0 : n.gains[i]!;
      late = Math.max(late, s.late);
      entries.set(address, {
        gain,
        ...(mono && width === 2 && gain % 2 === 0 && !this.recipe.moves ? { pan: gain * 4 } : {}),
        ...(gain % 7 === 1 ? { mute: true } : {}),
      });
      if (this.recipe.moves) break;
    }
    if (entries.size === 0) {
      const [mono] = this.sources.filter((s) => s.clock === clock && s.width === 1);
      entries.set(mono!.address, {});
      late = mono!.late;
    }
    body.channels = width;
    body.mix = Object.fromEntries(entries);
    return { width, late };
  }

  private generatorOf(n: NodeRecipe): { type: PooledType; setting: PooledSetting } | undefined {
    const generators = this.usable.filter((t) => t.descriptor.inputs.in === undefined);
    if (generators.length === 0) return undefined;
    const type = pick(generators, n.sources[0]!);
    return { type, setting: pick(type.settings, n.gains[0]! + 24) };
  }

  /** The first type from the recipe's number on whose ports fit. */
  private choose(s: StepRecipe, width: number, clock: number, last: boolean) {
    for (let i = 0; i < this.usable.length; i++) {
      const type = pick(this.usable, s.type + i);
      const setting = pick(type.settings, s.setting);
      const port = type.descriptor.inputs.in;
      if (port === undefined) continue;
      if (Object.keys(setting.outputs).length > 1 && !last) continue;
      const keeps = keepsWidth(type, setting);
      const limit = keeps && width > 1 ? limitOf(s.limit, width) : undefined;
      const inner = limit?.length ?? width;
      if (portWidth(port, setting.params, inner) !== inner) continue;
      const keys = this.keysFor(type, setting, s.key, inner, clock);
      if (keys === undefined) continue;
      const extra: Mutable = { ...keys.written };
      if (limit !== undefined) extra.channels = limit.length === 1 ? limit[0] : limit;
      if (keeps && type.descriptor.passthrough !== true && s.bypass > 0) extra.bypass = s.bypass === 2;
      return { type, setting, extra, late: keys.late, limited: limit !== undefined };
    }
    return undefined;
  }

  private keysFor(type: PooledType, setting: PooledSetting, n: number, width: number, clock: number) {
    const written: Mutable = {};
    let late = 0;
    for (const [name, port] of Object.entries(type.descriptor.inputs)) {
      if (name === 'in' || (port.optional && n < 50)) continue;
      const need = portWidth(port, setting.params, width);
      const fitting = this.sources.filter((s) => s.clock === clock && s.width === need);
      if (fitting.length === 0) {
        if (!port.optional) return undefined;
        continue;
      }
      const source = pick(fitting, n);
      written[name] = source.address;
      late = Math.max(late, source.late);
    }
    return { written, late };
  }

  private step(
    type: PooledType,
    setting: PooledSetting,
    s: StepRecipe | undefined,
    index: number,
    before: readonly Mutable[],
    extra: Mutable,
  ): Mutable {
    const name = type.descriptor.type;
    this.types.add(name);
    const repeated = before.some((b) => name in b);
    return { [name]: { ...setting.params, ...extra, ...(s?.named || repeated ? { id: `s${index}` } : {}) } };
  }

  /** A path from a node back into a mix that stands before it, over a delay that is longer than what is on the way. */
  private close(into: number, from: number, delay: number): void {
    const mixes = this.nodes.filter((n) => n.body.mix !== undefined);
    if (mixes.length === 0) return;
    const target = pick(mixes, into);
    const width = target.body.channels as number;
    const clock = target.sources[0]!.clock;
    const later = this.nodes.slice(this.nodes.indexOf(target)).flatMap((n) => n.sources);
    const fitting = later.filter((s) => s.clock === clock && (s.width === width || s.width === 1));
    if (fitting.length === 0) return;
    const source = pick(fitting, from);
    const name = this.name();
    // Moves keep their single source: a second one would be a sum.
    if (this.recipe.moves) return;
    this.types.add('delay');
    const body = { from: source.address, do: [{ delay: `${source.late + delay} frames` }] };
    const made: Source = { address: name, width: source.width, clock, late: source.late };
    this.nodes.push({ name, body, sources: [made], width: source.width });
    (target.body.mix as Mutable)[name] = { gain: -40 };
  }

  private ensureSink(): void {
    if (this.nodes.some((n) => n.body.to !== undefined)) return;
    const last = this.nodes.at(-1)!;
    const source = last.sources.at(-1)!;
    const name = this.name();
    const body = { from: source.address, to: this.studio.sink(source.clock, source.width, 0) };
    this.nodes.push({ name, body, sources: [], width: source.width });
  }
}

/** As many of the sources as have no more channels than that together. */
function upTo(channels: number, sources: readonly Source[]): Source[] {
  let total = 0;
  return sources.filter((s) => {
    total += s.width;
    return total <= channels;
  });
}

const hasChannels = (address: string) => /\.\d/.test(address);
const idOf = (made: Mutable): string | undefined => {
  const [[type, params]] = Object.entries(made) as [[string, Mutable]];
  return typeof params.id === 'string' ? params.id : type;
};

/** Single channels and pairs of wide sources. */
const partsOf = (sources: readonly Source[]): Source[] =>
  sources.flatMap((s) =>
    s.width < 2
      ? []
      : [
          { ...s, address: `${s.address}.${s.width}`, width: 1 },
          ...(s.width > 2 ? [{ ...s, address: `${s.address}.2-3`, width: 2 }] : []),
        ],
  );

/** True for steps that leave a node as wide as it was: those may be bypassed and limited. */
function keepsWidth(type: PooledType, setting: PooledSetting): boolean {
  const outputs = Object.values(setting.outputs);
  const [a, b] = [type.descriptor.inputs.in?.channels, outputs[0]?.channels];
  if (a === undefined || b === undefined || outputs.length !== 1 || a.rule !== b.rule) return false;
  return a.rule === 'any' || (a.rule === 'fixed' && b.rule === 'fixed' && a.channels === b.channels);
}

/** A true subset of the channels, from 1. */
function limitOf(bits: number, width: number): number[] | undefined {
  const limited = Array.from({ length: width }, (_, i) => i + 1).filter((c) => (bits >> (c - 1)) & 1);
  return limited.length === 0 || limited.length === width ? undefined : limited;
}

export function buildGraph(recipe: GraphRecipe, pool: Pool): BuiltGraph {
  const builder = new Builder(recipe, pool);
  const config = builder.build();
  return { moves: recipe.moves, config, stepTypes: builder.types };
}
