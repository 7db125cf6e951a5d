// Clock domains. In: the graph and the clock groups of its devices. Out: a domain for every node and device, and an
// error where the graph joins two groups. Invariant: what is joined lies in one domain; domains stand in order of name.

import type { DeviceId, DomainId } from '../../../schema/plan.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Graph, GraphDomain } from '../../ir/graph.ts';
import type { JsonPointer, Span } from '../../ir/source.ts';
import type { PassContext } from '../pass.ts';
import { nodeSources } from '../sources.ts';
import { clockGroups } from './clocks.ts';

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
    diagnostics.push(unjoined(graph, clash, context.span(at, isKey ? 'key' : 'value'), context));
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

function unjoined(graph: Graph, [a, b]: readonly [DeviceId, DeviceId], span: Span, context: PassContext): Diagnostic {
  const [first, second] = a < b ? [a, b] : [b, a];
  const devices = [first, second].map((d) => graph.devices[d]!);
  return diagnose(
    'clock/unjoined',
    span,
    { devices: devices.map((d) => d.name), paste: pastable(graph, first, second) },
    {
      related: devices.map((d) => ({ span: context.span(d.at, 'key'), label: `\`${d.name}\` has a clock of its own` })),
    },
  );
}

/** The aggregate that would join two devices, as a line to paste: those of an aggregate that is there are kept. */
function pastable(graph: Graph, first: DeviceId, second: DeviceId): string {
  const having = (d: DeviceId) => graph.aggregates.filter((a) => a.members.some((m) => m.device === d));
  const known = [...having(first), ...having(second)];
  const members = new Set([...known.flatMap((a) => a.members.map((m) => m.device)), first, second]);
  const list = [...members].map((d) => graph.devices[d]!.name);
  const clock = graph.devices[known[0]?.clock ?? first]!.name;
  const taken = new Set([...graph.devices, ...graph.nodes].map((n) => n.name));
  const free = ['room', 'studio', 'all-devices'].find((n) => !taken.has(n)) ?? 'joined-devices';
  const name = known[0]?.name ?? free;
  return `aggregates: { ${name}: { clock: ${clock}, members: [${list.join(', ')}] } }`;
}
