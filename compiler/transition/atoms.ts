// A plan taken apart as far as its state allows. In: an emitted plan. Out: atoms, each an op whose parts stand or fall
// together; device channels and pads come one by one, and whatever was made one op to be faster comes as the steps that it is
// made of, but for chains of filters that the other plan has too. Invariant: atoms in their order make the same signals as
// the ops did, bit for bit; between steps that shared an op stand signals that the plan did without.

import { nodeType, nodeTypes } from '../../schema/index.ts';
import type { Plan, PlanOp, PlanPart, SignalId } from '../../schema/plan.ts';
import { stepsOfSum } from './sums.ts';

export type AtomId = number;

/** What a part has of the reads and writes around it. */
export type Place = Pick<PlanPart, 'readFirst' | 'readCount' | 'writeFirst' | 'writeCount'>;

export interface Atom {
  readonly op: number;
  readonly kernel: string;
  /** Of its clock domain. */
  readonly domain: string;
  readonly name: string;
  readonly reads: readonly SignalId[];
  readonly writes: readonly SignalId[];
  readonly latency: number;
  readonly inPlace: boolean;
  /** Indices among the plan's parts. */
  readonly parts: readonly number[];
  /** By part: what it has of the atom's reads and writes, which is not always what it had of its op's. */
  readonly places: readonly Place[];
}

export interface Atoms {
  readonly plan: Plan;
  readonly parts: readonly PlanPart[];
  readonly atoms: readonly Atom[];
  /** Names: the plan's signals, then those inside ops. */
  readonly signals: readonly string[];
  /** By signal. */
  readonly producer: Int32Array;
  /** By part. */
  readonly atomOf: Int32Array;
}

/** Ops of parts that stand one behind the other. */
export const inStrands = (kernel: string): boolean => kernel === 'cascade' || nodeType(kernel)?.series === true;

/** Kernels whose parts know nothing of each other, though they may read the same. */
const INDEPENDENT: ReadonlySet<string> = new Set([
  'device_read',
  'device_write',
  'align',
  ...nodeTypes.filter((d) => d.sharesInput).map((d) => d.type),
]);

/** True for what hears and is not heard: a meter. It needs no fade. */
export const onlyListens = ({ kernel, writes }: Atom): boolean =>
  writes.length === 0 && kernel !== 'device_write' && kernel !== 'feedback_in';

/** `keepsStrand`: whether the steps of a strand, by the index of its first part and their count, may stay in one piece. */
export function atomsOf(
  plan: Plan,
  parts: readonly PlanPart[],
  keepsStrand: (firstPart: number, count: number) => boolean,
): Atoms {
  const apart = new Apart(plan);
  for (const [index, op] of plan.ops.entries()) apart.add(op, index, keepsStrand);
  const { signals, atoms } = apart;
  const producer = new Int32Array(signals.length).fill(-1);
  const atomOf = new Int32Array(parts.length).fill(-1);
  for (const [id, atom] of atoms.entries()) {
    for (const s of atom.writes) producer[s] = id;
    for (const p of atom.parts) atomOf[p] = id;
  }
  return { plan, parts, atoms, signals, producer, atomOf };
}

class Apart {
  readonly signals: string[];
  readonly atoms: Atom[] = [];
  private readonly plan: Plan;
  /** Index of the op's first part. */
  private firstPart = 0;

  constructor(plan: Plan) {
    this.plan = plan;
    this.signals = [...plan.signals];
  }

  add(op: PlanOp, index: number, keepsStrand: (firstPart: number, count: number) => boolean): void {
    if (INDEPENDENT.has(op.kernel)) this.addParts(op, index);
    else if (inStrands(op.kernel))
      for (const strand of strandsOf(op)) {
        if (keepsStrand(this.firstPart + strand.first, strand.count)) this.addStrand(op, index, strand);
        else this.addSteps(op, index, strand);
      }
    else if (op.kernel === 'mix')
      for (const strand of strandsOf(op))
        for (const step of stepsOfSum(op, strand, (name) => this.signals.push(name) - 1))
          this.push(op, index, step.kernel, step.name, step.reads, step.writes, step.parts, step.places);
    else this.push(op, index, op.kernel, op.name, op.from, op.makes, [...op.parts.keys()], op.parts);
    this.firstPart += op.parts.length;
  }

  private addParts(op: PlanOp, index: number): void {
    for (const [i, p] of op.parts.entries()) {
      const reads = op.from.slice(p.readFirst, p.readFirst + p.readCount);
      const writes = op.makes.slice(p.writeFirst, p.writeFirst + p.writeCount);
      const name = nodeType(op.kernel) ? `${p.node}.${p.step}` : op.name;
      this.push(op, index, op.kernel, name, reads, writes, [i], [whole(reads, writes)]);
    }
  }

  /** Every step of a strand by itself. */
  private addSteps(op: PlanOp, index: number, { first, count, lane, lanes }: Strand): void {
    const made = op.makes.slice(lane, lane + lanes);
    let reads: readonly SignalId[] = op.from.slice(lane, lane + lanes);
    for (let i = first; i < first + count; i++) {
      const { node, step, type } = op.parts[i]!;
      const isLast = i === first + count - 1;
      const writes = isLast ? made : made.map((_, c) => this.signals.push(`${node}.${step}.${c + 1}`) - 1);
      this.push(op, index, type, `${node}.${step}`, reads, writes, [i], [whole(reads, writes)]);
      reads = writes;
    }
  }

  private addStrand(op: PlanOp, index: number, { first, count, lane, lanes }: Strand): void {
    const [from, to] = [op.parts[first]!, op.parts[first + count - 1]!];
    const name = `${from.node}.${from.step}${count === 1 ? '' : ` .. ${to.node}.${to.step}`}`;
    const reads = op.from.slice(lane, lane + lanes);
    const writes = op.makes.slice(lane, lane + lanes);
    const place = whole(reads, writes);
    const parts = Array.from({ length: count }, (_, i) => first + i);
    const kernel = count === 1 ? from.type : op.kernel;
    this.push(
      op,
      index,
      kernel,
      name,
      reads,
      writes,
      parts,
      parts.map(() => place),
    );
  }

  /** `parts` as indices among those of the op. Written out: spreading objects took most of the time. */
  private push(
    op: PlanOp,
    index: number,
    kernel: string,
    name: string,
    reads: readonly SignalId[],
    writes: readonly SignalId[],
    parts: readonly number[],
    places: readonly Place[],
  ): void {
    const domain = this.plan.domains[op.domain]!.name;
    const own = parts.map((p) => this.firstPart + p);
    const { latencyFrames: latency, inPlace } = op;
    this.atoms.push({ op: index, kernel, domain, name, reads, writes, latency, inPlace, parts: own, places });
  }
}

const whole = (reads: readonly SignalId[], writes: readonly SignalId[]): Place => ({
  readFirst: 0,
  readCount: reads.length,
  writeFirst: 0,
  writeCount: writes.length,
});

/** Parts of an op that make the same signals: of a cascade or delays one behind the other, of a mix one beside the other. */
export interface Strand {
  /** Among the parts of the op. */
  readonly first: number;
  readonly count: number;
  readonly lane: number;
  readonly lanes: number;
}

export function strandsOf({ parts }: PlanOp): readonly Strand[] {
  const strands: Strand[] = [];
  for (let first = 0, end = 0; first < parts.length; first = end) {
    const { writeFirst: lane, writeCount: lanes } = parts[first]!;
    end = first + 1;
    while (end < parts.length && parts[end]!.writeFirst === lane) end++;
    strands.push({ first, count: end - first, lane, lanes });
  }
  return strands;
}
