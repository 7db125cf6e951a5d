// The fades of a transition. In: pairs of signals, old and new, that one reader takes. Out: the signals that it reads
// instead, and the ops that make them. Invariant: all fades of a transition turn over at the same frames, so what is
// aligned before and aligned after is never heard in between; readers of the same pairs share one op.

import type { DomainId, SignalId } from '../../schema/plan.ts';
import type { Op, Signal } from '../ir/ops.ts';
import { internalParams } from '../passes/lower/params.ts';

/** null: silence. One of the two is a signal. */
export interface FadePair {
  readonly old: SignalId | null;
  readonly new: SignalId | null;
}

/** Whose input is faded: names the op. */
export interface FadeReader {
  readonly node: string;
  readonly step: string;
  readonly domain: DomainId;
}

interface Fade extends FadeReader {
  readonly pairs: readonly FadePair[];
  readonly writes: readonly SignalId[];
}

type Side = 'both' | 'old' | 'new';

const sideOf = (p: FadePair): Side => (p.old === null ? 'new' : p.new === null ? 'old' : 'both');

export class Fades {
  private readonly signals: Signal[];
  private readonly known = new Map<string, Fade>();

  /** New signals are added to `signals`. */
  constructor(signals: Signal[]) {
    this.signals = signals;
  }

  get any(): boolean {
    return this.known.size > 0;
  }

  /** What to read instead of each of the pairs. */
  read(pairs: readonly FadePair[], reader: FadeReader): readonly SignalId[] {
    const faded = new Map<string, SignalId>();
    for (const side of ['both', 'old', 'new'] as const) {
      const distinct = new Map(pairs.filter((p) => sideOf(p) === side).map((p) => [keyOf(p), p]));
      if (distinct.size === 0) continue;
      const { writes } = this.fade([...distinct.values()], reader, side);
      for (const [i, key] of [...distinct.keys()].entries()) faded.set(key, writes[i]!);
    }
    return pairs.map((p) => faded.get(keyOf(p))!);
  }

  private fade(pairs: readonly FadePair[], reader: FadeReader, side: Side): Fade {
    const key = pairs.map(keyOf).join();
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const writes = pairs.map((p) => {
      const { name } = this.signals[(p.new ?? p.old)!]!;
      return this.signals.push({ name: `${name}@fade`, producer: -1, domain: reader.domain }) - 1;
    });
    const step = `${reader.step}@fade${side === 'both' ? '' : side === 'old' ? 'out' : 'in'}`;
    const fade = { ...reader, step, pairs, writes };
    this.known.set(key, fade);
    return fade;
  }

  /** `after` frames of the old signals, `length` of the fade. */
  ops(after: number, length: number): readonly Op[] {
    return [...this.known.values()].map(({ node, step, domain, pairs, writes }): Op => {
      const olds = pairs.flatMap((p) => p.old ?? []);
      const news = pairs.flatMap((p) => p.new ?? []);
      const reads = [...olds, ...news];
      const params = internalParams('fade', { after, length, sides: sideOf(pairs[0]!) });
      const range = { readFirst: 0, readCount: reads.length, writeFirst: 0, writeCount: writes.length };
      return {
        kernel: 'fade',
        domain,
        name: `${node}.${step}`,
        reads,
        writes,
        latency: 0,
        tail: 0,
        inPlace: true,
        parts: [{ node, step, type: 'fade', params, ...range }],
      };
    });
  }
}

const keyOf = (p: FadePair): string => `${p.old}:${p.new}`;
