// Step types that an op of another kernel may take in as parts. In: a kernel. Out: whether it is of the family.

import { nodeTypes } from '../../../schema/index.ts';

const filters: ReadonlySet<string> = new Set(nodeTypes.filter((d) => d.filter).map((d) => d.type));
const factors: ReadonlySet<string> = new Set(nodeTypes.filter((d) => d.factor).map((d) => d.type));

export const isFilter = (type: string): boolean => filters.has(type);

/** Multiplies all of its channels by one number. */
export const isFactor = (type: string): boolean => factors.has(type);
