// Cycles. In: the step graph. Out: the delays that close cycles, and an error for every cycle without one.
// Invariant: a delay counts only where nothing can pass it undelayed: not bypassable, not limited to some channels.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { GraphStep, SourceRef } from '../../ir/graph.ts';
import type { PassContext } from '../pass.ts';
import { type Edges, stronglyConnected } from '../schedule/components.ts';
import { inputSources } from '../sources.ts';
import type { StepGraph } from './step-graph.ts';

export interface Cycles {
  /** Delays on cycles, as `node:step`. */
  readonly feedback: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

export function checkCycles(steps: StepGraph, rateHz: number, context: PassContext): Cycles {
  const cyclic = steps.order.filter((v) => steps.isCyclic(v));
  if (cyclic.length === 0) return { feedback: new Set(), diagnostics: [] };
  const feedback = new Set<string>();
  const closing = new Set<number>();
  for (const vertex of cyclic) {
    const step = steps.step(vertex);
    if (step === undefined || excuse(step, rateHz) !== '') continue;
    closing.add(vertex);
    const node = steps.nodeOf[vertex]!;
    feedback.add(`${node}:${vertex - steps.first[node]! - 1}`);
  }
  const edges = steps.edgesWhere((consumer) => !closing.has(consumer));
  const components = stronglyConnected(steps.count, edges);
  const size = new Int32Array(components.count);
  for (const c of components.of) size[c]!++;
  const diagnostics: Diagnostic[] = [];
  const reported = new Set<number>();
  for (const vertex of [...cyclic].sort((a, b) => a - b)) {
    const component = components.of[vertex]!;
    if (reported.has(component)) continue;
    const path = shortestCycle(vertex, edges, components.of);
    if (path === undefined) continue;
    reported.add(component);
    diagnostics.push(cycleError(steps, path, rateHz, context));
  }
  return { feedback, diagnostics };
}

/** Why a step cannot close a cycle; empty where it can. */
function excuse({ config }: GraphStep, rateHz: number): string {
  const frames = config.descriptor.delayFrames?.(config.params, rateHz);
  if (frames === undefined) return 'it is not a delay';
  if (frames < 1) return 'has no whole frame of delay';
  if (config.bypass !== null) return 'can be bypassed';
  return config.channels === null ? '' : 'leaves some channels undelayed';
}

/** Vertices of a shortest way from `start` back to itself. */
function shortestCycle(start: number, edges: Edges, component: Int32Array): readonly number[] | undefined {
  const from = new Map<number, number>();
  const queue = [start];
  for (const v of queue) {
    for (let e = edges.first[v]!; e < edges.first[v + 1]!; e++) {
      const w = edges.to[e]!;
      if (w === start) {
        const path = [v];
        for (let u = v; u !== start; path.push(u)) u = from.get(u)!;
        return path.reverse();
      }
      if (component[w] !== component[start] || from.has(w)) continue;
      from.set(w, v);
      queue.push(w);
    }
  }
  return undefined;
}

/** Hops that are told of one by one: a ring may have thousands. */
const MOST_HOPS = 12;
const short = (words: readonly string[]): readonly string[] =>
  words.length <= MOST_HOPS ? words : [...words.slice(0, MOST_HOPS - 3), '…', ...words.slice(-2)];

interface Hop {
  readonly reader: string;
  readonly source: SourceRef;
}

function cycleError(steps: StepGraph, path: readonly number[], rateHz: number, context: PassContext): Diagnostic {
  const hops = path.flatMap((v, i): Hop[] => {
    const next = path[(i + 1) % path.length]!;
    const source = sourceBetween(steps, v, next);
    return source === undefined ? [] : [{ reader: steps.node(next).name, source }];
  });
  const weak = path.flatMap((v) => {
    const step = steps.step(v);
    if (step?.config.descriptor.delayFrames === undefined) return [];
    return [`\`${steps.node(v).name}.${step.config.id}\` ${excuse(step, rateHz)}`];
  });
  const names = short(hops.map((h) => h.source.text));
  const spanOf = ({ source }: Hop) => context.span(source.at, source.isKey ? 'key' : 'value');
  const [first, ...others] = hops;
  const label = (h: Hop) => `\`${h.reader}\` reads \`${h.source.text}\` here`;
  return diagnose(
    'graph/cycle',
    spanOf(first!),
    { path: [...names, names[0]!], problem: weak.length === 0 ? '' : `: ${short(weak).join(', ')}` },
    { label: label(first!), related: others.slice(0, MOST_HOPS).map((h) => ({ span: spanOf(h), label: label(h) })) },
  );
}

/** The address by which `consumer` reads `producer`; undefined between steps of one node. */
function sourceBetween(steps: StepGraph, producer: number, consumer: number): SourceRef | undefined {
  const step = steps.step(consumer);
  const sources = step === undefined ? inputSources(steps.node(consumer)) : Object.values(step.keys);
  return sources.find((s) => steps.producer(s) === producer);
}
