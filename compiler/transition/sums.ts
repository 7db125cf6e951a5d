// A sum taken apart. In: a strand of a mix. Out: the factors and blends that it took in, and the sum itself, as steps that
// make the same signals. Invariant: as schema/plan.md says, they stand ahead of the source they weigh, or read nothing and
// weigh the sum.

import type { PlanOp, SignalId } from '../../schema/plan.ts';
import { blended } from '../passes/optimise/families.ts';
import type { Place, Strand } from './atoms.ts';

export interface StepOfSum {
  readonly kernel: string;
  readonly name: string;
  readonly reads: readonly SignalId[];
  readonly writes: readonly SignalId[];
  /** Among the parts of the op. */
  readonly parts: readonly number[];
  readonly places: readonly Place[];
}

export function stepsOfSum(op: PlanOp, strand: Strand, signal: (name: string) => SignalId): readonly StepOfSum[] {
  const { first, count, lane, lanes } = strand;
  const steps: StepOfSum[] = [];
  const reads: SignalId[] = [];
  const sources: number[] = [];
  const places: Place[] = [];
  const ahead: number[] = [];
  const behind: number[] = [];
  /** Blends one after the other; the last makes `made`, where that is given. */
  const weigh = (blends: readonly number[], from: readonly SignalId[], made?: readonly SignalId[]) =>
    blends.reduce<readonly SignalId[]>((current, i) => {
      const { node, step, type } = op.parts[i]!;
      const name = `${node}.${step}`;
      const isLast = i === blends[blends.length - 1];
      const writes =
        (isLast && made) || Array.from({ length: blended(type, current.length) }, (_, c) => signal(`${name}.${c + 1}`));
      const place = { readFirst: 0, readCount: current.length, writeFirst: 0, writeCount: writes.length };
      steps.push({ kernel: type, name, reads: current, writes, parts: [i], places: [place] });
      return writes;
    }, from);

  for (let i = first; i < first + count; i++) {
    const { type, readFirst, readCount } = op.parts[i]!;
    if (type !== op.kernel) (readCount > 0 ? ahead : behind).push(i);
    else {
      const weighed = weigh(ahead, op.from.slice(readFirst, readFirst + readCount));
      places.push({ readFirst: reads.length, readCount: weighed.length, writeFirst: 0, writeCount: lanes });
      sources.push(i);
      reads.push(...weighed);
      ahead.length = 0;
    }
  }
  const made = op.makes.slice(lane, lane + lanes);
  const name = `${op.parts[sources[0]!]!.node}.mix`;
  const writes = behind.length === 0 ? made : made.map((_, c) => signal(`${name}.${c + 1}`));
  steps.push({ kernel: op.kernel, name, reads, writes, parts: sources, places });
  weigh(behind, writes, made);
  return steps;
}
