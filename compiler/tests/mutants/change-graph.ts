// Changes of a graph that a test should notice. In: a site. Out: the graph with something in front of the reads there.
// Invariants: a mutant adds no latency that alignment would make good; new ops stand behind the old ones, whose ids stay.

import { nodeType } from '../../../schema/index.ts';
import type { ParamValue } from '../../../schema/param.ts';
import type { SignalId } from '../../../schema/plan.ts';
import { must } from '../../invariant.ts';
import type { Op, OpGraph, Signal } from '../../ir/ops.ts';
import { wholePart } from '../../passes/lower/op-builder.ts';
import { impliedParams, internalParams } from '../../passes/lower/params.ts';
import type { Site } from './sites.ts';

export type GraphChange = (graph: OpGraph, site: Site) => OpGraph;

/** The name of what mutants add; no node is called so. */
const NODE = 'Mutant';

/** A step in front of what is read. */
export const through =
  (type: string, params: Readonly<Record<string, ParamValue>>): GraphChange =>
  (graph, site) => {
    const draft = new Draft(graph, site);
    const writes = draft.signals('out');
    draft.add(
      type,
      impliedParams(stepType(type), params),
      site.channels.map((c) => c.signal),
      writes,
    );
    return draft.redirected(writes);
  };

/** Something of its own, added to what is read. */
export const added =
  (type: string, params: Readonly<Record<string, ParamValue>>): GraphChange =>
  (graph, site) => {
    const draft = new Draft(graph, site);
    const own = draft.signals('own');
    draft.add(type, impliedParams(stepType(type), params), [], own);
    const sum = draft.signals('sum');
    draft.addMix([site.channels.map((c) => c.signal), own], sum);
    return draft.redirected(sum);
  };

/** Every channel takes the place of the one before it. */
export const rotated: GraphChange = (graph, site) => {
  const signals = site.channels.map((c) => c.signal);
  return new Draft(graph, site).redirected([...signals.slice(1), signals[0]!]);
};

const stepType = (type: string) => must(nodeType(type), `a step type ${type}`);

class Draft {
  readonly #graph: OpGraph;
  readonly #site: Site;
  readonly #ops: Op[] = [];
  readonly #signals: Signal[] = [];

  constructor(graph: OpGraph, site: Site) {
    this.#graph = graph;
    this.#site = site;
  }

  /** As many signals as the site has channels. */
  signals(name: string): readonly SignalId[] {
    return this.#site.channels.map(({ signal }, i) => {
      const { domain } = this.#graph.signals[signal]!;
      const draft = { name: `${NODE}.${name}.${i + 1}`, producer: -1, domain };
      return this.#graph.signals.length + this.#signals.push(draft) - 1;
    });
  }

  add(
    type: string,
    params: Op['parts'][number]['params'],
    reads: readonly SignalId[],
    writes: readonly SignalId[],
  ): void {
    this.#push(type, reads, writes, [wholePart(NODE, type, type, params, reads, writes)]);
  }

  addMix(sources: readonly (readonly SignalId[])[], writes: readonly SignalId[]): void {
    const params = internalParams('mix', { gain: 0, pan: 0, mute: false, panned: false });
    const parts = sources.map((reads, i) => ({
      ...wholePart(NODE, `mix[${i}]`, 'mix', params, reads, writes),
      readFirst: sources.slice(0, i).reduce((n, s) => n + s.length, 0),
    }));
    this.#push('mix', sources.flat(), writes, parts);
  }

  #push(kernel: string, reads: readonly SignalId[], writes: readonly SignalId[], parts: Op['parts']): void {
    const producer = this.#graph.ops.length + this.#ops.length;
    for (const s of writes) {
      const at = s - this.#graph.signals.length;
      this.#signals[at] = { ...this.#signals[at]!, producer };
    }
    const { domain } = this.#graph.signals[this.#site.channels[0]!.signal]!;
    this.#ops.push({
      kernel,
      domain,
      name: `${NODE}.${kernel}`,
      reads,
      writes,
      latency: 0,
      tail: 0,
      inPlace: false,
      parts,
    });
  }

  /** The graph in which the readers of the site read these instead. */
  redirected(instead: readonly SignalId[]): OpGraph {
    const ops = [...this.#graph.ops];
    for (const [i, { edges }] of this.#site.channels.entries()) {
      for (const { op, read } of edges) {
        ops[op] = { ...ops[op]!, reads: ops[op]!.reads.map((s, r) => (r === read ? instead[i]! : s)) };
      }
    }
    return { ...this.#graph, ops: [...ops, ...this.#ops], signals: [...this.#graph.signals, ...this.#signals] };
  }
}
