// Clock domains. In: the graph and the clock groups of its devices. Out: a domain for every node and device, and an
// error where the graph joins two groups. Invariant: what is joined lies in one domain; domains stand in order of name.

import type { DeviceId, DomainId } from '../../../schema/plan.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Graph, GraphDomain } from '../../ir/graph.ts';
import type { JsonPointer } from '../../ir/source.ts';
import type { PassContext } from '../pass.ts';
import { nodeSources } from '../sources.ts';
import { clockGroups } from './clocks.ts';
import { unjoined } from './unjoined.ts';

export interface Domains {
  readonly domains: readonly GraphDomain[];
  readonly ofNode: readonly DomainId[];
  readonly ofDevice: readonly DomainId[];
  readonly diagnostics: readonly Diagnostic[];
}

export function checkDomains(graph: Graph, context: PassContext): Domains {
  const { groups, of } = clockGroups(graph);
  const meeting = new Meeting(graph, of);
  const diagnostics: Diagnostic[] = [];
  const said = new Set<string>();
  const join = (a: number, b: number, at: JsonPointer, isKey: boolean): void => {
    const clash = meeting.join(a, b);
    if (clash === undefined) return;
    const [first, second] = clash;
    const pair = [of[first], of[second]].sort().join();
    if (said.has(pair)) return;
    said.add(pair);
    diagnostics.push(unjoined(graph, first, second, context.span(at, isKey ? 'key' : 'value'), context));
  };

  const devices = graph.nodes.length;
  for (const node of graph.nodes) {
    for (const source of nodeSources(node)) {
      const { at, isKey } = source;
      if (source.kind === 'step') join(node.id, source.node, at, isKey);
      else if (source.kind === 'device') join(node.id, devices + source.device, at, isKey);
      else for (const c of source.channels) join(node.id, devices + c.device, at, isKey);
    }
    for (const sink of node.sinks) {
      for (const c of sink.channels) join(node.id, devices + c.device, sink.at, false);
    }
  }

  const { rateHz } = graph.config.engine;
  const domains: readonly GraphDomain[] =
    groups.length === 0
      ? [{ name: 'files', master: null, rateHz }]
      : groups.map(({ name, master }) => ({ name, master, rateHz }));
  // What no clock reaches (files only, or a tone for nobody) runs with the first domain.
  const domainOf = (member: number) => meeting.groupOf(member) ?? 0;
  return {
    domains,
    ofNode: graph.nodes.map((n) => domainOf(n.id)),
    ofDevice: graph.devices.map((_, d) => of[d] ?? domainOf(devices + d)),
    diagnostics,
  };
}

/** Sets of nodes and devices that meet, each with the one clock group found in it. */
class Meeting {
  private readonly parent: Int32Array;
  /** By root: a device that has a clock; -1: none yet. */
  private readonly clocked: Int32Array;
  private readonly of: readonly (number | null)[];

  constructor(graph: Graph, of: readonly (number | null)[]) {
    const nodes = graph.nodes.length;
    this.of = of;
    this.parent = Int32Array.from({ length: nodes + graph.devices.length }, (_, i) => i);
    this.clocked = new Int32Array(this.parent.length).fill(-1);
    for (const [d, group] of of.entries()) if (group !== null) this.clocked[nodes + d] = d;
  }

  private find(member: number): number {
    let root = member;
    while (this.parent[root] !== root) root = this.parent[root]!;
    for (let m = member; m !== root; ) [this.parent[m], m] = [root, this.parent[m]!];
    return root;
  }

  /** Joins two sets; two devices whose clocks differ when they bring one each (the sets stay apart then). */
  join(a: number, b: number): readonly [DeviceId, DeviceId] | undefined {
    const x = this.find(a);
    const y = this.find(b);
    if (x === y) return undefined;
    const first = this.clocked[x]!;
    const second = this.clocked[y]!;
    if (first >= 0 && second >= 0 && this.of[first] !== this.of[second]) return [first, second];
    this.parent[y] = x;
    this.clocked[x] = first >= 0 ? first : second;
    return undefined;
  }

  groupOf(member: number): number | null {
    const device = this.clocked[this.find(member)]!;
    return device < 0 ? null : this.of[device]!;
  }
}
