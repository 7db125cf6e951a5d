// Makes one op of filters and factors that follow each other on the same channels, so that samples pass all of them while
// they are at hand. Only through signals that nothing else reads; each step stays a part with its own params and state.

import type { Op, OpGraph } from '../../ir/ops.ts';
import { isFactor, isFilter } from './families.ts';
import { joinChains } from './join-chains.ts';

export const fuseFilters = (graph: OpGraph): OpGraph => joinChains(graph, isSerial, 'cascade');

const isSerial = ({ kernel }: Op): boolean => kernel === 'cascade' || isFilter(kernel) || isFactor(kernel);
