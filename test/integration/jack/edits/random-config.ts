// A config that changes at random, one edit at a time. In: a random source. Out: configs as text, at most 20 nodes, each
// different from the one before and right. Invariant: the same source gives the same configs.

type Step = Readonly<Record<string, unknown>>;
interface Node {
  source: string;
  steps: Step[];
  level: number;
}

/** At least 0, below 1. */
export type Random = () => number;

const MOST_NODES = 18; // and two that go to the device
const steps: readonly ((r: Random) => Step)[] = [
  (r) => ({ gain: round(-12 * r()) }),
  (r) => ({ highpass: `${round(40 + 200 * r())} Hz` }),
  (r) => ({ lowpass: `${round(4000 + 9000 * r())} Hz` }),
  (r) => ({ peaking: { freq: `${round(200 + 4000 * r())} Hz`, gain: round(12 * r() - 6), q: round(0.5 + 3 * r()) } }),
  (r) => ({ delay: `${round(40 * r())} ms` }),
  (r) => ({ compressor: { threshold: round(-40 * r()), ratio: round(1 + 8 * r()) } }),
  (r) => ({ limiter: { ceiling: '-1 dBFS', lookahead: `${round(0.2 + 2 * r())} ms` } }),
  (r) => ({ gate: { threshold: round(-70 + 30 * r()) } }),
  () => ({ polarity: true }),
  () => ({ mute: { muted: false } }),
];

const round = (x: number) => Math.round(x * 100) / 100;
const pick = <T>(r: Random, from: readonly T[]): T => from[Math.floor(r() * from.length)]!;

export class RandomConfig {
  private readonly nodes: Node[] = [];
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
    for (let i = 0; i < 8; i++) this.add();
  }

  /** One edit: a value, a step, a node, a connection. */
  edit(): string {
    const before = this.text();
    while (this.text() === before) this.change();
    return this.text();
  }

  text(): string {
    const graph: Record<string, unknown> = {};
    for (const [i, { source, steps: list }] of this.nodes.entries()) graph[name(i)] = { from: source, do: list };
    const mix = Object.fromEntries(this.nodes.map(({ level }, i) => [name(i), level]));
    graph.left = { channels: 1, mix, to: 'daw.out1' };
    graph.right = { channels: 1, from: name(this.nodes.length - 1), to: 'daw.out2' };
    const daw = {
      backend: 'jack',
      inputs: { in1: 1, in2: 2 },
      outputs: { out1: 1, out2: 2 },
      connect: { in1: 'sender:out_1', in2: 'sender:out_2' },
    };
    return JSON.stringify({ busbar: 1, name: 'edited', devices: { daw }, graph });
  }

  private change(): void {
    const r = this.random;
    const node = pick(r, this.nodes);
    const what = r();
    if (what < 0.3) node.level = round(-24 * r());
    else if (what < 0.5 && node.steps.length > 0) node.steps[Math.floor(r() * node.steps.length)] = pick(r, steps)(r);
    else if (what < 0.65) node.steps.splice(Math.floor(r() * (node.steps.length + 1)), 0, pick(r, steps)(r));
    else if (what < 0.78) node.steps.splice(Math.floor(r() * node.steps.length), 1);
    else if (what < 0.86) node.source = this.source(this.nodes.indexOf(node));
    else if (what < 0.93 && this.nodes.length < MOST_NODES) this.add();
    else if (this.nodes.length > 4) this.drop();
    for (const each of this.nodes) each.steps.splice(4);
  }

  private add(): void {
    const r = this.random;
    const node = { source: this.source(this.nodes.length), steps: [pick(r, steps)(r)], level: round(-24 * r()) };
    this.nodes.push(node);
  }

  private drop(): void {
    this.nodes.pop();
  }

  /** The device, or a node before: never a cycle. */
  private source(before: number): string {
    const sources = ['daw.in1', 'daw.in2', ...this.nodes.slice(0, before).map((_, i) => name(i))];
    return pick(this.random, sources);
  }
}

const name = (i: number) => `n${i}`;
