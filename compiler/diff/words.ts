// Values of params as a user would write them. In: a part and one of its params. Out: `-22 dB`, `LR4`, `512 taps (3f2a91c0)`.

import { isBlob } from '../../schema/param.ts';
import type { Plan, PlanPart } from '../../schema/plan.ts';
import { writeQuantity } from '../../schema/units.ts';
import type { NamedParam } from '../transition/params.ts';

export function valueText(plan: Plan, part: PlanPart, { planName, spec }: NamedParam): string {
  const value = part.params[planName] ?? 0;
  if (isBlob(spec)) return tableText(plan, value);
  switch (spec.kind) {
    case 'number':
      return spec.default === null && value === 0 ? 'none' : writeQuantity(value, spec.dimension);
    case 'choice':
      return spec.choices[value] ?? String(value);
    default:
      return value === 0 ? 'false' : 'true';
  }
}

/** A short list is told in full; of a longer table its size, and enough of its hash to tell it from another. */
function tableText(plan: Plan, index: number): string {
  const blob = plan.blobs[index];
  if (blob === undefined) return 'none';
  if (blob.rows === 1 && blob.columns <= 4) return `[${[...blob.data].join(', ')}]`;
  return `${blob.rows} x ${blob.columns} (${blob.sha256.slice(0, 8)})`;
}
