// Parts of the plan: identity and form of state. In: parts of ops. Out: parts with stateKey and stateLayout.
// Invariants: a state key is unique in a plan; equal layouts mean that one part may take over another's state.

import { internalOps } from '../../../schema/internal-ops.ts';
import { kernels } from '../../../schema/kernels.ts';
import { isBlob, planName } from '../../../schema/param.ts';
import type { PlanBlob, PlanPart } from '../../../schema/plan.ts';
import { invariant } from '../../invariant.ts';
import type { Part } from '../../ir/ops.ts';
import { hash64 } from './hash.ts';

/** Params that only say where a part stands: they form no state. */
const PLACES = new Set(['device', 'channel', 'member', 'op']);

const internal: ReadonlySet<string> = new Set(internalOps.map((o) => o.kernel));

/** True for a param that tells where a part stands, in numbers of its own plan: another plan may count otherwise. */
export const saysPlace = (kernel: string, param: string): boolean => internal.has(kernel) && PLACES.has(param);

interface Formative {
  readonly name: string;
  readonly blob: boolean;
}

/** Params by type that decide the form of its state: all that are not live; of a blob its size, never its contents. */
const formative: ReadonlyMap<string, readonly Formative[]> = new Map(
  kernels.map((k) => [
    k.name,
    Object.entries(k.params)
      .filter(([name, spec]) => !spec.live && !saysPlace(k.name, name))
      .map(([name, spec]) => ({ name: planName(name, spec), blob: isBlob(spec) })),
  ]),
);

/** Hash of (node, step id); a second op of one step (its bypass switch) is told apart by its type. */
export const stateKey = (part: Pick<Part, 'node' | 'step' | 'type'>): string =>
  hash64(`${part.node}\0${part.step}\0${internal.has(part.type) ? part.type : ''}`);

/** Types whose state is the same whatever the channels. */
const widthless: ReadonlySet<string> = new Set([
  'mix',
  ...kernels.filter(({ family }) => family === 'factor' || family === 'blend').map((k) => k.name),
]);

function stateLayout(part: Part, rateHz: number, blobs: readonly PlanBlob[]): string {
  const width = widthless.has(part.type) ? '' : `${part.readCount}\0${part.writeCount}`;
  let form = `${part.type}\0${width}\0${rateHz}`;
  for (const { name, blob } of formative.get(part.type) ?? []) {
    const value = part.params[name] ?? 0;
    const table = blob ? blobs[value] : undefined;
    form += table ? `\0${table.rows}x${table.columns}` : `\0${value}`;
  }
  return hash64(form);
}

/** Makes the plan's parts, refusing two of one identity. */
export class PartMaker {
  private readonly owners = new Map<string, Part>();
  private readonly blobs: readonly PlanBlob[];

  constructor(blobs: readonly PlanBlob[]) {
    this.blobs = blobs;
  }

  /** `params` replace those of the part: emit knows ops by their place in the plan. */
  make(part: Part, rateHz: number, params: Part['params'] = part.params): PlanPart {
    const key = stateKey(part);
    const other = this.owners.get(key);
    if (other) invariant(false, `${nameOf(part)} and ${nameOf(other)} have one state key`);
    this.owners.set(key, part);
    return {
      node: part.node,
      step: part.step,
      type: part.type,
      stateKey: key,
      stateLayout: stateLayout(part, rateHz, this.blobs),
      params,
      readFirst: part.readFirst,
      readCount: part.readCount,
      writeFirst: part.writeFirst,
      writeCount: part.writeCount,
    };
  }
}

const nameOf = ({ node, step, type }: Part): string => `${node}.${step} (${type})`;
