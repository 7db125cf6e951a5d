// Generators: steps without a programme input (tone, noise). In: a node. Out: whether it begins with one.

import { nodeTypes } from '../../../schema/index.ts';
import type { GraphNode } from '../../ir/graph.ts';

export const isGenerated = (node: GraphNode): boolean => {
  const first = node.steps[0];
  return first !== undefined && !('in' in first.config.descriptor.inputs);
};

export const generatorTypes = (): readonly string[] => nodeTypes.filter((d) => !('in' in d.inputs)).map((d) => d.type);
