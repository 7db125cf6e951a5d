// Public API of the layer: step types by name, and what they are made of.

import { nodes } from './generated/nodes.ts';
import type { NodeDescriptor } from './node.ts';

export { internalOps } from './internal-ops.ts';
export type { NodeDescriptor } from './node.ts';
export * from './param.ts';
export * from './plan.ts';
export type { Channels, Port, Ports } from './port.ts';

/** Every step type, sorted by name. */
export const nodeTypes: readonly NodeDescriptor[] = [...nodes].sort((a, b) => (a.type < b.type ? -1 : 1));

const byType = new Map(nodeTypes.map((d) => [d.type, d]));
export const nodeType = (type: string): NodeDescriptor | undefined => byType.get(type);
