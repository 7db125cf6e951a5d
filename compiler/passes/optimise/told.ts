// What each rewrite does, for `busbar plan --trace optimise`. In: ops as lowered. Out: rewrite by rewrite, the ops that it
// took away and those that it put there, a line each.

import type { Op, OpGraph } from '../../ir/ops.ts';
import { rewrites } from '../optimise.ts';

export interface ToldRewrite {
  readonly rewrite: string;
  readonly opsBefore: number;
  readonly opsAfter: number;
  /** `gain voice.gain: voice.highpass.1 -> voice.gain.1`. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export function toldRewrites(lowered: OpGraph): readonly ToldRewrite[] {
  let graph = lowered;
  return rewrites.map(([rewrite, apply]) => {
    const [was, is] = [graph, apply(graph)];
    graph = is;
    const [old, made] = [linesOf(was), linesOf(is)];
    const [stays, stood] = [new Set(made), new Set(old)];
    return {
      rewrite,
      opsBefore: was.ops.length,
      opsAfter: is.ops.length,
      before: old.filter((line) => !stays.has(line)),
      after: made.filter((line) => !stood.has(line)),
    };
  });
}

const linesOf = (graph: OpGraph): readonly string[] => graph.ops.map((op) => lineOf(op, graph));

function lineOf({ kernel, name, reads, writes, parts }: Op, { signals }: OpGraph): string {
  const named = (list: readonly number[]) => list.map((s) => signals[s]!.name).join(' ');
  const steps = parts.length > 1 ? ` (${parts.map((p) => `${p.node}.${p.step}`).join(', ')})` : '';
  return `${kernel} ${name}${steps}: ${named(reads)} -> ${named(writes)}`;
}
