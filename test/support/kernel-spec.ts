// A plan's op as a kernel on its own. In: a plan and one of its ops. Out: the spec of a NativeKernel.

import type { KernelSpec } from '../../runtime/native.ts';
import type { Plan, PlanOp } from '../../schema/plan.ts';

export const specOf = (plan: Plan, op: PlanOp): KernelSpec => ({
  kernel: op.kernel,
  rateHz: plan.domains[op.domain]?.rateHz ?? plan.rateHz,
  maxFrames: plan.quantum,
  reads: op.reads.length,
  writes: op.writes.length,
  parts: op.parts.map((p) => ({
    type: p.type,
    params: Object.values(p.params),
    stateKey: BigInt(`0x${p.stateKey}`),
    stateLayout: BigInt(`0x${p.stateLayout}`),
    readFirst: p.readFirst,
    readCount: p.readCount,
    writeFirst: p.writeFirst,
    writeCount: p.writeCount,
  })),
  blobs: plan.blobs,
});
