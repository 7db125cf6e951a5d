// Step types that an op of another kernel may take in as parts. In: a kernel. Out: whether it is of the family, and what
// that says of its channels.

import { nodeType, nodeTypes } from '../../../schema/index.ts';
import { outputsOf } from '../../../schema/node.ts';
import { must } from '../../invariant.ts';

const filters: ReadonlySet<string> = new Set(nodeTypes.filter((d) => d.filter).map((d) => d.type));
const factors: ReadonlySet<string> = new Set(nodeTypes.filter((d) => d.factor).map((d) => d.type));
const blends: ReadonlySet<string> = new Set(nodeTypes.filter((d) => d.factor || d.blend).map((d) => d.type));

const sharers: ReadonlySet<string> = new Set(nodeTypes.filter((d) => d.sharesInput).map((d) => d.type));

export const isFilter = (type: string): boolean => filters.has(type);

/** Multiplies all of its channels by one number. */
export const isFactor = (type: string): boolean => factors.has(type);

/** Several that hear the same may be one op. */
export const sharesInput = (type: string): boolean => sharers.has(type);

/** Makes weighted sums of its channels and does nothing else; factors do. */
export const isBlend = (type: string): boolean => blends.has(type);

/** Channels that a blend makes of so many. */
export function blended(type: string, channels: number): number {
  const out = must(outputsOf(must(nodeType(type), 'a step type'), {}).out, 'the output of a blend').channels;
  return out.rule === 'fixed' ? out.channels : channels;
}
