// Boost without headroom. In: a checked graph with its tables. Out: a hint for each place whose boost can take a
// full-scale input over full scale at an output. A bound by steps: what a filter adds at any frequency counts, what it
// takes away at some does not; sums count with their loudest source. Feedback is left out.

import type { NodeDescriptor } from '../../../schema/node.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { StepConfig } from '../../ir/config.ts';
import type { EquippedGraph, GraphNode, SourceRef } from '../../ir/graph.ts';
import { type JsonPointer, pointer } from '../../ir/source.ts';
import { assetKey } from '../assets/asset-key.ts';
import { parametricPeakDb } from '../assets/parametric-peak.ts';
import type { StepGraph } from '../check/step-graph.ts';
import type { PassContext } from '../pass.ts';

/** Less is rounding, or a deliberate full scale. */
const TOLERANCE_DB = 0.05;

/** What raises or lowers a level on the way to an output. */
interface Change {
  readonly name: string;
  readonly at: JsonPointer;
  readonly db: number;
}

export function hintHeadroom(
  checked: EquippedGraph,
  steps: StepGraph,
  order: Int32Array,
  context: PassContext,
): readonly Diagnostic[] {
  const levels = new Levels(checked, steps, order);
  const worst = new Map<
    JsonPointer,
    { readonly dbfs: number; readonly path: readonly Change[]; readonly sink: string }
  >();
  for (const node of checked.graph.nodes) {
    const sink = node.sinks[0];
    const dbfs = sink === undefined ? Number.NEGATIVE_INFINITY : levels.after(node);
    if (sink === undefined || dbfs <= TOLERANCE_DB) continue;
    const path = levels.pathTo(node);
    const boost = path.reduce<Change | undefined>((most, c) => (c.db > (most?.db ?? 0) ? c : most), undefined);
    if (boost === undefined || (worst.get(boost.at)?.dbfs ?? Number.NEGATIVE_INFINITY) >= dbfs) continue;
    worst.set(boost.at, { dbfs, path, sink: sink.text });
  }
  return [...worst].map(([at, { dbfs, path, sink }]) => {
    const boosts = path.filter((c) => c.db > 0).map((c) => `\`${c.name}\` adds ${c.db.toFixed(1)} dB`);
    return diagnose('gain/headroom', context.span(at, 'key'), { sink, db: dbfs, boosts });
  });
}

class Levels {
  private readonly checked: EquippedGraph;
  private readonly steps: StepGraph;
  /** dBFS by vertex. */
  private readonly levels: Float64Array;

  constructor(checked: EquippedGraph, steps: StepGraph, order: Int32Array) {
    this.checked = checked;
    this.steps = steps;
    this.levels = new Float64Array(steps.count).fill(Number.NEGATIVE_INFINITY);
    for (const vertex of order) {
      const step = steps.step(vertex);
      this.levels[vertex] =
        step === undefined ? this.loudest(steps.node(vertex)).dbfs : this.peak(step.config, this.levels[vertex - 1]!);
    }
  }

  after(node: GraphNode): number {
    return this.levels[this.last(node)]!;
  }

  /** Changes of level on the loudest way to the end of a node, in the order of the signal. */
  pathTo(node: GraphNode): readonly Change[] {
    const path: Change[] = [];
    for (let vertex = this.last(node); vertex >= 0; ) {
      const here = this.steps.node(vertex);
      const step = this.steps.step(vertex);
      if (step === undefined) {
        const { source, db } = this.loudest(here);
        const text = source?.text ?? '';
        const at = pointer(pointer(here.at, 'mix'), text);
        if (db !== 0) path.unshift({ name: `${here.name}.mix[${text}]`, at, db });
        vertex = source === undefined ? -1 : this.steps.producer(source);
        continue;
      }
      const db = this.levels[vertex]! - this.levels[vertex - 1]!;
      if (db !== 0) path.unshift({ name: `${here.name}.${step.config.id}`, at: step.config.paramsAt, db });
      vertex--;
    }
    return path;
  }

  private last(node: GraphNode): number {
    return this.steps.vertex(node.id, node.steps.length - 1);
  }

  private peak(config: StepConfig, inDbfs: number): number {
    const { descriptor, params, bypass } = config;
    if (bypass === true) return inDbfs;
    const list = listParam(descriptor);
    const table = list === undefined ? undefined : this.checked.assets.get(assetKey(config, list));
    if (table !== undefined) return inDbfs + parametricPeakDb(table, this.checked.graph.config.engine.rateHz);
    return descriptor.peak?.(params, inDbfs) ?? inDbfs;
  }

  /** The loudest source of a node, and what its mix adds to it. */
  private loudest({ input }: GraphNode): { readonly dbfs: number; readonly db: number; readonly source?: SourceRef } {
    let most: { readonly dbfs: number; readonly db: number; readonly source?: SourceRef } = SILENT;
    const offer = (source: SourceRef, db: number): void => {
      const dbfs = db + (source.kind === 'step' ? this.levels[this.steps.producer(source)]! : 0);
      if (dbfs > most.dbfs) most = { dbfs, db, source };
    };
    if (input.kind === 'from') for (const source of input.sources) offer(source, 0);
    if (input.kind === 'mix') {
      for (const { source, gainDb, panPercent, mute } of input.entries)
        if (!mute) offer(source, gainDb + panDb(panPercent));
    }
    return most;
  }
}

const listParams = new WeakMap<NodeDescriptor, string | null>();

/** The param of a step type that names a parametric list. */
function listParam(d: NodeDescriptor): string | undefined {
  let name = listParams.get(d);
  if (name === undefined) {
    const found = Object.entries(d.params).find(([, spec]) => spec.kind === 'file' && spec.format === 'parametric');
    name = found?.[0] ?? null;
    listParams.set(d, name);
  }
  return name ?? undefined;
}

const SILENT = { dbfs: Number.NEGATIVE_INFINITY, db: 0 };

/** What the louder side of a constant-power pan gets, 0 dB at the centre. */
const panDb = (percent: number | null): number =>
  percent === null ? 0 : 20 * Math.log10(Math.SQRT2 * Math.cos(((1 - Math.abs(percent) / 100) * Math.PI) / 4));
