// Complaints about widths. In: widths that stand. Out: diagnostics, each naming both ends.
// Invariant: nothing is said where a width is unknown: whoever made it so was reported.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic, Related } from '../../diagnostics/diagnostic.ts';
import type { GraphNode, GraphStep, SourceRef } from '../../ir/graph.ts';
import { pointer, type Span } from '../../ir/source.ts';
import type { PassContext } from '../pass.ts';
import { inputSources, nodeSources } from '../sources.ts';
import { generatorTypes, isGenerated } from './generators.ts';
import type { StepGraph } from './step-graph.ts';
import { type Misfit, onlyWidth, UNKNOWN, WIDEST } from './step-width.ts';
import type { Widths } from './widths.ts';

export function checkChannels(steps: StepGraph, widths: Widths, context: PassContext): readonly Diagnostic[] {
  const checker = new Checker(steps, widths, context);
  for (const node of widths.undetermined) {
    checker.found.push(diagnose('channels/undetermined', context.span(node.at, 'key'), { node: node.name }));
  }
  for (const [node, channels] of widths.tooWide) {
    const at = context.span(pointer(node.at, 'from'));
    checker.found.push(diagnose('channels/too-many', at, { name: node.name, channels, most: WIDEST }));
  }
  for (const node of steps.graph.nodes) checker.node(node);
  return checker.found;
}

class Checker {
  readonly found: Diagnostic[] = [];
  private readonly steps: StepGraph;
  private readonly widths: Widths;
  private readonly context: PassContext;

  constructor(steps: StepGraph, widths: Widths, context: PassContext) {
    this.steps = steps;
    this.widths = widths;
    this.context = context;
  }

  node(node: GraphNode): void {
    for (const source of nodeSources(node)) this.range(source);
    this.input(node);
    for (let i = 0; i < node.steps.length; i++) {
      const misfit = this.widths.steps[this.steps.vertex(node.id, i)]?.misfit;
      if (misfit !== undefined) this.step(node, node.steps[i]!, misfit);
    }
    this.sinks(node);
  }

  /** Channels of a node that an address picks must exist. */
  private range(source: SourceRef): void {
    if (source.kind !== 'step' || source.channels === null) return;
    const width = this.widths.widthOf({ ...source, channels: null });
    const last = Math.max(...source.channels) + 1;
    if (width === UNKNOWN || last <= width) return;
    const first = source.channels[0]! + 1;
    this.found.push(
      diagnose('channels/out-of-range', this.spanOf(source), {
        text: source.text,
        channels: first === last ? `channel ${first}` : `channels ${first}-${last}`,
        name: source.text.replace(/\.\d+(-\d+)?$/, ''),
        width,
      }),
    );
  }

  private input(node: GraphNode): void {
    const width = this.widths.input[node.id]!;
    if (node.input.kind === 'none') {
      if (isGenerated(node)) return;
      const args = { node: node.name, generators: generatorTypes() };
      this.found.push(diagnose('graph/no-input', this.context.span(node.at, 'key'), args));
      return;
    }
    if (width === UNKNOWN) return;
    const sources = inputSources(node);
    if (node.input.kind === 'from' && sources.length > 1) {
      const has = sources.reduce((sum, s) => sum + this.widths.widthOf(s), 0);
      if (node.incomplete || sources.some((s) => this.widths.widthOf(s) === UNKNOWN)) return;
      if (has === width || has === 1) return;
      const from = `the list of ${sources.length} sources`;
      const at = this.context.span(pointer(node.at, 'from'));
      this.found.push(this.mismatch(at, from, has, node, width));
      return;
    }
    for (const source of sources) {
      const has = this.widths.widthOf(source);
      if (has === UNKNOWN || has === width || has === 1) continue;
      this.found.push(this.mismatch(this.spanOf(source), `\`${source.text}\``, has, node, width));
    }
    if (node.input.kind === 'mix') this.pans(node, node.input.entries, width);
  }

  private mismatch(at: Span, from: string, has: number, node: GraphNode, needs: number): Diagnostic {
    const args = { from, has, to: `\`${node.name}\``, needs };
    return diagnose('channels/mismatch', at, args, { related: this.origin(node) });
  }

  private pans(node: GraphNode, entries: (GraphNode['input'] & { kind: 'mix' })['entries'], width: number): void {
    for (const { source, panPercent } of entries) {
      const sourceWidth = this.widths.widthOf(source);
      if (panPercent === null || sourceWidth === UNKNOWN || (sourceWidth === 1 && width === 2)) continue;
      if (sourceWidth !== 1 && sourceWidth !== width) continue;
      this.found.push(
        diagnose('mix/pan', this.spanOf(source), { source: source.text, sourceWidth, node: node.name, width }),
      );
    }
  }

  private step(node: GraphNode, step: GraphStep, misfit: Misfit): void {
    const { config } = step;
    const name = `${node.name}.${config.id}`;
    const at = this.context.span(config.paramsAt, 'key');
    switch (misfit.kind) {
      case 'width':
        this.stepWidth(node, step, misfit);
        return;
      case 'limit':
        this.found.push(
          diagnose('channels/limit', this.param(step, 'channels'), { step: name, problem: misfit.problem }),
        );
        return;
      case 'bypass':
        this.found.push(
          diagnose('channels/bypass', this.param(step, 'bypass'), { step: name, problem: misfit.problem }),
        );
        return;
      case 'wide':
        this.found.push(diagnose('channels/too-many', at, { name, channels: misfit.channels, most: WIDEST }));
        return;
      case 'generator':
        this.found.push(
          diagnose('graph/generator', at, { step: config.id, node: node.name, first: node.steps[0] === step }),
        );
    }
  }

  private stepWidth(node: GraphNode, step: GraphStep, misfit: Misfit & { kind: 'width' }): void {
    const { has, needs } = misfit;
    const key = step.keys[misfit.port];
    const name = `\`${node.name}.${step.config.id}\``;
    if (key !== undefined) {
      const args = { from: `\`${key.text}\``, has, to: `\`${misfit.port}\` of ${name}`, needs };
      this.found.push(diagnose('channels/mismatch', this.spanOf(key), args));
      return;
    }
    const args = { from: `the signal in \`${node.name}\``, has, to: name, needs };
    const related = this.origin(node);
    const at = this.context.span(step.config.paramsAt, 'key');
    this.found.push(diagnose('channels/mismatch', at, args, { label: `takes ${needs}`, related }));
  }

  private sinks(node: GraphNode): void {
    const last = this.steps.vertex(node.id, node.steps.length - 1);
    const made = this.widths.steps[last];
    const has = made === undefined ? this.widths.input[node.id]! : onlyWidth(made.outputs);
    if (has === UNKNOWN || has === 1) return;
    for (const sink of node.sinks) {
      const needs = sink.channels.length;
      if (needs === has) continue;
      const args = { from: `\`${node.name}\``, has, to: `\`${sink.text}\``, needs };
      this.found.push(diagnose('channels/mismatch', this.context.span(sink.at), args, { related: this.origin(node) }));
    }
  }

  /** Where the width of a node comes from. */
  private origin(node: GraphNode): readonly Related[] {
    const width = this.widths.input[node.id]!;
    const label = `${width === 1 ? '1 channel' : `${width} channels`} from here`;
    if (node.declaredChannels !== null) {
      return [{ span: this.context.span(pointer(node.at, 'channels')), label }];
    }
    if (node.input.kind === 'from' && inputSources(node).length > 1) {
      return [{ span: this.context.span(pointer(node.at, 'from')), label }];
    }
    const widest = inputSources(node).find((s) => this.widths.widthOf(s) === width);
    return widest === undefined ? [] : [{ span: this.spanOf(widest), label }];
  }

  private param(step: GraphStep, name: string): Span {
    return this.context.span(pointer(step.config.paramsAt, name));
  }

  private spanOf(source: SourceRef): Span {
    return this.context.span(source.at, source.isKey ? 'key' : 'value');
  }
}
