// Boost without headroom. In: a checked graph with its tables. Out: a hint for each place whose boost can take a
// full-scale input over full scale at an output. A bound by steps: what a filter adds at any frequency counts, what it
// takes away at some does not; sums count with their loudest source. Feedback is left out.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { EquippedGraph, GraphNode, SourceRef } from '../../ir/graph.ts';
import { type JsonPointer, pointer } from '../../ir/source.ts';
import { assetKey } from '../assets/asset-key.ts';
import { parametricPeakDb } from '../assets/parametric-peak.ts';
import type { StepGraph } from '../check/step-graph.ts';
import type { PassContext } from '../pass.ts';

/** Less is rounding, or a deliberate full scale. */
const TOLERANCE_DB = 0.05;

/** What raised or lowered a level on the way, newest first. */
interface Trail {
  readonly before: Trail | undefined;
  readonly node: string;
  /** Step id, or the source of a mix. */
  readonly part: string;
  /** The step’s place, or that of the node whose mix it is. */
  readonly at: JsonPointer;
  readonly isMix: boolean;
  readonly db: number;
}

const nameOf = ({ node, part, isMix }: Trail): string => (isMix ? `${node}.mix[${part}]` : `${node}.${part}`);
const placeOf = ({ at, part, isMix }: Trail): JsonPointer => (isMix ? pointer(pointer(at, 'mix'), part) : at);

interface Level {
  readonly dbfs: number;
  readonly trail: Trail | undefined;
}

const SILENT: Level = { dbfs: Number.NEGATIVE_INFINITY, trail: undefined };
const FULL_SCALE: Level = { dbfs: 0, trail: undefined };

export function hintHeadroom(checked: EquippedGraph, steps: StepGraph, context: PassContext): readonly Diagnostic[] {
  const levels = new Levels(checked, steps);
  const worst = new Map<JsonPointer, { readonly level: Level; readonly sink: string }>();
  for (const node of checked.graph.nodes) {
    const sink = node.sinks[0];
    const level = levels.after(node);
    if (sink === undefined || level.dbfs <= TOLERANCE_DB) continue;
    const boost = largest(level.trail);
    if (boost === undefined) continue;
    const at = placeOf(boost);
    if ((worst.get(at)?.level.dbfs ?? Number.NEGATIVE_INFINITY) >= level.dbfs) continue;
    worst.set(at, { level, sink: sink.text });
  }
  return [...worst].map(([at, { level, sink }]) =>
    diagnose('gain/headroom', context.span(at, 'key'), { sink, db: level.dbfs, boosts: boosts(level.trail) }),
  );
}

function largest(trail: Trail | undefined): Trail | undefined {
  let found = trail;
  for (let t = trail; t !== undefined; t = t.before) if (t.db > found!.db) found = t;
  return found;
}

/** `vocal.peaking adds 4.0 dB`, in the order of the path. */
function boosts(trail: Trail | undefined): readonly string[] {
  const said: string[] = [];
  for (let t = trail; t !== undefined; t = t.before)
    if (t.db > 0) said.unshift(`\`${nameOf(t)}\` adds ${t.db.toFixed(1)} dB`);
  return said;
}

class Levels {
  private readonly checked: EquippedGraph;
  private readonly steps: StepGraph;
  private readonly levels: Level[];

  constructor(checked: EquippedGraph, steps: StepGraph) {
    this.checked = checked;
    this.steps = steps;
    this.levels = new Array<Level>(steps.count).fill(SILENT);
    for (const vertex of steps.dataOrder(checked.feedback)) this.levels[vertex] = this.level(vertex);
  }

  after(node: GraphNode): Level {
    return this.levels[this.steps.vertex(node.id, node.steps.length - 1)]!;
  }

  private level(vertex: number): Level {
    const node = this.steps.node(vertex);
    const step = this.steps.step(vertex);
    if (step === undefined) return this.input(node);
    const before = this.levels[vertex - 1]!;
    const { config } = step;
    if (config.bypass === true) return before;
    const dbfs = this.peak(config, before.dbfs);
    const db = dbfs - before.dbfs;
    if (db === 0 || Number.isNaN(db)) return before;
    const { paramsAt, id } = config;
    return { dbfs, trail: { before: before.trail, node: node.name, part: id, at: paramsAt, isMix: false, db } };
  }

  private peak(config: GraphNode['steps'][number]['config'], inDbfs: number): number {
    const { descriptor, params } = config;
    for (const name in descriptor.params) {
      const spec = descriptor.params[name]!;
      const table =
        spec.kind === 'file' && spec.format === 'parametric' && this.checked.assets.get(assetKey(config, name));
      if (table) return inDbfs + parametricPeakDb(table, this.checked.graph.config.engine.rateHz);
    }
    return descriptor.peak?.(params, inDbfs) ?? inDbfs;
  }

  private input({ input, name, at }: GraphNode): Level {
    if (input.kind === 'none') return SILENT;
    if (input.kind === 'from') return loudest(input.sources.map((s) => this.source(s)));
    return loudest(
      input.entries.map(({ source, gainDb, panPercent, mute }) => {
        const level = this.source(source);
        const db = gainDb + panDb(panPercent);
        if (mute) return SILENT;
        if (db === 0) return level;
        const trail = { before: level.trail, node: name, part: source.text, at, isMix: true, db };
        return { dbfs: level.dbfs + db, trail };
      }),
    );
  }

  private source(source: SourceRef): Level {
    return source.kind === 'step' ? this.levels[this.steps.producer(source)]! : FULL_SCALE;
  }
}

const loudest = (levels: readonly Level[]): Level =>
  levels.reduce((most, level) => (level.dbfs > most.dbfs ? level : most), SILENT);

/** What the louder side of a constant-power pan gets, 0 dB at the centre. */
const panDb = (percent: number | null): number =>
  percent === null ? 0 : 20 * Math.log10(Math.SQRT2 * Math.cos(((1 - Math.abs(percent) / 100) * Math.PI) / 4));
