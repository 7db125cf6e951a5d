// Widths of every node and step, through cycles too. In: the step graph. Out: widths by vertex, and complaints.
// Invariant: widths only grow while they are worked out, so a cycle settles or is refused; a complaint is made once
// everything stands, by the vertex that cannot take what it is given.

import { invariant } from '../../invariant.ts';
import type { GraphNode, SourceRef } from '../../ir/graph.ts';
import { inputSources } from '../sources.ts';
import { isGenerated } from './generators.ts';
import type { StepGraph } from './step-graph.ts';
import { onlyWidth, type StepWidths, stepWidths, UNKNOWN, WIDEST } from './step-width.ts';

/** Not worked out yet: a source on a cycle. */
const PENDING = 0;
const NO_KEYS: Readonly<Record<string, number>> = {};
/** A vertex of a cycle that changes more often grows without end. */
const PATIENCE = 64;

export interface Widths {
  /** Width of each node's input, by NodeId. */
  readonly input: Int32Array;
  /** By vertex; undefined for node inputs. */
  readonly steps: readonly (StepWidths | undefined)[];
  /** Nodes whose sources stack to more channels than a signal may have, with that number. */
  readonly tooWide: ReadonlyMap<GraphNode, number>;
  /** Nodes whose width depends on itself. */
  readonly undetermined: readonly GraphNode[];
  widthOf(source: SourceRef): number;
}

export function solveWidths(steps: StepGraph): Widths {
  const solver = new Solver(steps);
  for (let at = 0; at < steps.order.length; ) {
    const size = steps.sizes[steps.component[steps.order[at]!]!]!;
    const members = steps.order.subarray(at, at + size);
    if (size > 1 || steps.isCyclic(members[0]!)) solver.settle(members);
    else solver.evaluate(members[0]!);
    at += size;
  }
  return solver;
}

class Solver implements Widths {
  readonly input: Int32Array;
  readonly steps: (StepWidths | undefined)[];
  readonly undetermined: GraphNode[] = [];
  readonly tooWide = new Map<GraphNode, number>();
  private readonly stepGraph: StepGraph;

  constructor(stepGraph: StepGraph) {
    this.stepGraph = stepGraph;
    this.input = new Int32Array(stepGraph.graph.nodes.length);
    this.steps = new Array(stepGraph.count).fill(undefined);
  }

  widthOf(source: SourceRef): number {
    if (source.kind !== 'step') return source.channels.length;
    return source.channels?.length ?? this.outputOf(source);
  }

  /** Width of the whole output that a source picks from. */
  private outputOf(source: SourceRef & { kind: 'step' }): number {
    if (source.step < 0) return this.input[source.node]!;
    const done = this.steps[this.stepGraph.vertex(source.node, source.step)];
    return done === undefined ? PENDING : (done.outputs[source.output] ?? UNKNOWN);
  }

  /** Works a vertex out from what it reads; true when that changed something. */
  evaluate(vertex: number): boolean {
    const step = this.stepGraph.step(vertex);
    const node = this.stepGraph.node(vertex);
    if (step === undefined) {
      const width = this.inputWidth(node);
      const changed = width !== this.input[node.id];
      this.input[node.id] = width;
      return changed;
    }
    const before = this.before(vertex, node);
    let keys = NO_KEYS;
    for (const key in step.keys) keys = { ...keys, [key]: this.widthOf(step.keys[key]!) };
    const first = vertex === this.stepGraph.first[node.id]! + 1;
    const hasSignal = !first || node.input.kind !== 'none';
    const made = stepWidths(step.config, before, keys, node.declaredChannels, hasSignal);
    const old = this.steps[vertex];
    this.steps[vertex] = made;
    return (
      old !== made && (old === undefined || Object.keys(made.outputs).some((o) => made.outputs[o] !== old.outputs[o]))
    );
  }

  /** Width of the signal before a step. */
  private before(vertex: number, node: GraphNode): number {
    if (vertex - 1 === this.stepGraph.first[node.id]) return this.input[node.id]!;
    const previous = this.steps[vertex - 1];
    return previous === undefined ? PENDING : onlyWidth(previous.outputs);
  }

  private inputWidth(node: GraphNode): number {
    if (node.declaredChannels !== null) return node.declaredChannels;
    if (node.incomplete) return UNKNOWN;
    if (node.input.kind === 'none') return isGenerated(node) ? 1 : UNKNOWN;
    let sum = 0;
    let widest = PENDING;
    for (const source of inputSources(node)) {
      const width = this.widthOf(source);
      if (width === UNKNOWN) return UNKNOWN;
      sum += width;
      widest = Math.max(widest, width);
    }
    if (node.input.kind !== 'from') return widest;
    if (sum <= WIDEST) return sum;
    this.tooWide.set(node, sum);
    return UNKNOWN;
  }

  /** Evaluates the vertices of a cycle until nothing changes. */
  settle(members: Int32Array): void {
    const { edges, component } = this.stepGraph;
    const own = component[members[0]!]!;
    const queued = new Set<number>(members);
    const changes = new Map<number, number>();
    for (const vertex of queued) {
      queued.delete(vertex);
      if (!this.evaluate(vertex)) continue;
      const times = (changes.get(vertex) ?? 0) + 1;
      changes.set(vertex, times);
      if (times > PATIENCE) {
        this.giveUp(members);
        return;
      }
      for (let e = edges.first[vertex]!; e < edges.first[vertex + 1]!; e++) {
        const reader = edges.to[e]!;
        if (component[reader] === own) queued.add(reader);
      }
    }
    if (members.some((v) => this.isPending(v))) this.giveUp(members);
  }

  private isPending(vertex: number): boolean {
    const made = this.steps[vertex];
    if (made === undefined) return this.input[this.stepGraph.nodeOf[vertex]!] === PENDING;
    return Object.values(made.outputs).includes(PENDING);
  }

  private giveUp(members: Int32Array): void {
    const inputs = members.filter((v) => this.stepGraph.step(v) === undefined);
    const nodes = [...inputs].map((v) => this.stepGraph.node(v)).filter((n) => n.declaredChannels === null);
    invariant(nodes.length > 0, 'a cycle without a width passes a node that declares none');
    // A cycle that grew beyond all measure is told of as what it is.
    for (const node of nodes) this.tooWide.delete(node);
    this.undetermined.push(nodes[0]!);
    for (const node of nodes) this.input[node.id] = UNKNOWN;
    for (const vertex of members) if (this.stepGraph.step(vertex) !== undefined) this.evaluate(vertex);
    for (const vertex of members) {
      const made = this.steps[vertex];
      if (made === undefined) continue;
      const outputs = Object.fromEntries(Object.keys(made.outputs).map((o) => [o, UNKNOWN]));
      this.steps[vertex] = { inputs: made.inputs, outputs };
    }
  }
}
