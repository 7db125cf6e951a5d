// A set of ports per signal, 32 ports to a word.

import type { SignalId } from '../../../schema/plan.ts';

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

  /** Adds the ports of all of `from` to each of `to`. */
  spread(from: readonly SignalId[], to: readonly SignalId[]): void {
    this.union.fill(0);
    for (const s of from) for (let w = 0; w < this.words; w++) this.union[w]! |= this.bits[s * this.words + w]!;
    for (const s of to) for (let w = 0; w < this.words; w++) this.bits[s * this.words + w]! |= this.union[w]!;
  }
}
