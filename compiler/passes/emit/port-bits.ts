// A set of ports per signal, 32 ports to a word.

import type { SignalId } from '../../../schema/plan.ts';

type Range = readonly [first: number, count: number];

export class PortBits {
  private readonly words: number;
  private readonly bits: Int32Array;
  private readonly union: Int32Array;

  constructor(signals: number, ports: number) {
    this.words = (ports + 31) >> 5;
    this.bits = new Int32Array(signals * this.words);
    this.union = new Int32Array(this.words);
  }

  add(signal: SignalId, port: number): void {
    this.bits[signal * this.words + (port >> 5)]! |= 1 << (port & 31);
  }

  has(signal: SignalId, port: number): boolean {
    return ((this.bits[signal * this.words + (port >> 5)]! >> (port & 31)) & 1) === 1;
  }

  /** Adds the ports of all of `from` to each of `to`; of both, ranges may be given as (first, count). */
  spread(
    from: readonly SignalId[],
    to: readonly SignalId[],
    [fromFirst, fromCount]: Range = [0, from.length],
    [toFirst, toCount]: Range = [0, to.length],
  ): void {
    const { words, bits, union } = this;
    union.fill(0);
    for (let i = fromFirst; i < fromFirst + fromCount; i++)
      for (let w = 0; w < words; w++) union[w]! |= bits[from[i]! * words + w]!;
    for (let i = toFirst; i < toFirst + toCount; i++)
      for (let w = 0; w < words; w++) bits[to[i]! * words + w]! |= union[w]!;
  }
}
