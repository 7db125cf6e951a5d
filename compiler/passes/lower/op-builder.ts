// Ops and signals while they are made. In: one op at a time. Out: both lists, ids being places in them.
// Invariant: a signal is made before the op that writes it, so that cycles need no second look.

import type { DomainId, SignalId } from '../../../schema/plan.ts';
import type { Op, OpId, Part, Signal } from '../../ir/ops.ts';

interface Draft {
  name: string;
  producer: OpId;
  domain: DomainId;
}

export class OpBuilder {
  readonly ops: Op[] = [];
  private readonly drafts: Draft[] = [];

  signal(name: string, domain: DomainId): SignalId {
    return this.drafts.push({ name, producer: -1, domain }) - 1;
  }

  /** `count` signals called `name.1`, `name.2`, …, with `suffix` behind. */
  signalsNamed(name: string, count: number, domain: DomainId, suffix = ''): readonly SignalId[] {
    return Array.from({ length: count }, (_, c) => this.signal(`${name}.${c + 1}${suffix}`, domain));
  }

  nameOf(signal: SignalId): string {
    return this.drafts[signal]!.name;
  }

  add(op: Op): OpId {
    const id = this.ops.push(op) - 1;
    for (const s of op.writes) this.drafts[s]!.producer = id;
    return id;
  }

  get signals(): readonly Signal[] {
    return this.drafts;
  }
}

/** A part that has all reads and writes of its op. Written out: spreading objects took half of this pass's time. */
export const wholePart = (
  node: string,
  step: string,
  type: string,
  params: Part['params'],
  reads: readonly SignalId[],
  writes: readonly SignalId[],
): Part => ({
  node,
  step,
  type,
  params,
  readFirst: 0,
  readCount: reads.length,
  writeFirst: 0,
  writeCount: writes.length,
});
