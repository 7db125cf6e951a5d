// The graph at the grain of steps: a vertex per node input and per step, in flat arrays. In: a graph. Out: vertices,
// edges and an order. Invariant: vertex `first[node]` is the node's input, `first[node] + 1 + i` its step i.

import { invariant } from '../../invariant.ts';
import type { Graph, GraphNode, GraphStep, NodeId, SourceRef } from '../../ir/graph.ts';
import { type Edges, edgesOf, producersFirst, stronglyConnected } from '../schedule/components.ts';
import { inputSources } from '../sources.ts';

export class StepGraph {
  readonly graph: Graph;
  readonly count: number;
  readonly first: Int32Array;
  readonly nodeOf: Int32Array;
  /** Who reads whom, producer to consumer. */
  readonly edges: Edges;
  /** Strongly connected component by vertex; an edge never leads to a higher one. */
  readonly component: Int32Array;
  /** Vertices by component, producers first. */
  readonly order: Int32Array;
  /** Component sizes. */
  readonly sizes: Int32Array;

  constructor(graph: Graph) {
    this.graph = graph;
    this.first = new Int32Array(graph.nodes.length);
    let count = 0;
    for (const node of graph.nodes) {
      this.first[node.id] = count;
      count += node.steps.length + 1;
    }
    this.count = count;
    this.nodeOf = new Int32Array(count);
    for (const node of graph.nodes) {
      const first = this.first[node.id]!;
      this.nodeOf.fill(node.id, first, first + node.steps.length + 1);
    }
    this.edges = this.edgesWhere(() => true);
    const components = stronglyConnected(count, this.edges);
    this.component = components.of;
    const { sizes, order } = producersFirst(components);
    this.sizes = sizes;
    this.order = order;
  }

  node(vertex: number): GraphNode {
    return this.graph.nodes[this.nodeOf[vertex]!]!;
  }

  /** The step of a vertex; undefined for a node's input. */
  step(vertex: number): GraphStep | undefined {
    const node = this.nodeOf[vertex]!;
    return this.graph.nodes[node]!.steps[vertex - this.first[node]! - 1];
  }

  vertex(node: NodeId, step: number): number {
    return this.first[node]! + 1 + step;
  }

  /** The vertex a source is read from; -1 for devices. */
  producer(source: SourceRef): number {
    return source.kind === 'step' ? this.vertex(source.node, source.step) : -1;
  }

  /** True where a vertex lies on a cycle. */
  isCyclic(vertex: number): boolean {
    if (this.sizes[this.component[vertex]!]! > 1) return true;
    for (let e = this.edges.first[vertex]!; e < this.edges.first[vertex + 1]!; e++) {
      if (this.edges.to[e] === vertex) return true;
    }
    return false;
  }

  /** Producers first, the way through the delays that close cycles (`node:step`) left out (Kahn). */
  dataOrder(feedback: ReadonlySet<string>): Int32Array {
    const closing = new Set<number>();
    for (const key of feedback) {
      const [node, step] = key.split(':').map(Number);
      closing.add(this.vertex(node!, step!));
    }
    const edges = closing.size === 0 ? this.edges : this.edgesWhere((v) => !closing.has(v));
    const waits = new Int32Array(this.count);
    for (const to of edges.to) waits[to]!++;
    const order = new Int32Array(this.count);
    let ready = 0;
    for (let v = 0; v < this.count; v++) if (waits[v] === 0) order[ready++] = v;
    for (let i = 0; i < ready; i++) {
      const v = order[i]!;
      for (let e = edges.first[v]!; e < edges.first[v + 1]!; e++) {
        const to = edges.to[e]!;
        waits[to]!--;
        if (waits[to] === 0) order[ready++] = to;
      }
    }
    invariant(ready === this.count, 'a checked graph has a delay on every cycle');
    return order;
  }

  /** Edges into the vertices that `keep` accepts. */
  edgesWhere(keep: (consumer: number) => boolean): Edges {
    const from: number[] = [];
    const to: number[] = [];
    const add = (source: SourceRef, consumer: number): void => {
      const producer = this.producer(source);
      if (producer >= 0) {
        from.push(producer);
        to.push(consumer);
      }
    };
    for (const node of this.graph.nodes) {
      const input = this.first[node.id]!;
      if (keep(input)) for (const source of inputSources(node)) add(source, input);
      for (let i = 0; i < node.steps.length; i++) {
        const step = node.steps[i]!;
        const vertex = input + 1 + i;
        if (!keep(vertex)) continue;
        if ('in' in step.config.descriptor.inputs) {
          from.push(vertex - 1);
          to.push(vertex);
        }
        for (const key in step.keys) add(step.keys[key]!, vertex);
      }
    }
    return edgesOf(this.count, from, to);
  }
}
