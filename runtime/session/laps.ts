// Where the time of a reload goes. In: when the save was told, then the end of each phase. Out: milliseconds by phase.
// Invariant: the phases add up to the whole.

/**
 * `notice`: until the session looks at the save, also for the end of the one before. `compile`: reading and compiling.
 * `compare`: what differs, and the plans of a transition. `load`: the engine makes them ready, and the audio threads take
 * them; devices that are reopened included.
 */
export type Phase = 'notice' | 'compile' | 'compare' | 'load';

export class Laps {
  private readonly ms: Record<Phase, number> = { notice: 0, compile: 0, compare: 0, load: 0 };
  private readonly startMs: number;
  private lastMs: number;

  /** On the clock of `performance.now()`. */
  constructor(startMs: number) {
    this.startMs = startMs;
    this.lastMs = startMs;
  }

  /** `phase` ends now. */
  end(phase: Phase, nowMs = performance.now()): void {
    this.ms[phase] += Math.max(0, nowMs - this.lastMs);
    this.lastMs = nowMs;
  }

  get phases(): Readonly<Record<Phase, number>> {
    return { ...this.ms };
  }

  get totalMs(): number {
    return Math.max(0, this.lastMs - this.startMs);
  }
}
