// Makes one op of whole-frame delays that follow each other on the same channels: samples pass all lines while they are at
// hand. Only through signals that nothing else reads. Each step stays a part with a line of its own, so that a reload finds
// what is on its way in it, merged or not.

import type { Op, OpGraph } from '../../ir/ops.ts';
import { joinChains } from './join-chains.ts';

export const mergeDelays = (graph: OpGraph): OpGraph => joinChains(graph, isWhole, 'delay');

/** What stands between two frames has a latency, which is that of its step alone. */
const isWhole = ({ kernel, latency }: Op): boolean => kernel === 'delay' && latency === 0;
