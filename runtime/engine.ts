// The engine as a session sees it: one plan that plays, one change of it at a time, values that move in between.
// In: plans, values, the addon's events. Out: when a change begins and when it is over. Invariants: `plan` is what
// plays, or will when the change in flight is over; a value that moves while a change is made ready is not lost.

import { findTarget, type LiveValue, type Plan, type Stage, targetText, withValues } from '../compiler/index.ts';
import { partsOf } from '../compiler/transition/pairing.ts';
import type { LiveEvent, NativeLive } from './native-live.ts';
import type { Numbers } from './session/numbers.ts';
import { bytesOf } from './session/plan-bytes.ts';

export class Engine {
  private readonly live: NativeLive;
  private readonly numbers: Numbers;
  private current: Plan | undefined;
  /** The change whose last stage does not run yet. */
  private inFlight: number | undefined;
  /** Values that moved while a change is made ready, by target. */
  private late: Map<string, LiveValue> | undefined;
  /** When changes began, for those that nobody asked about yet. */
  private readonly begins = new Map<number, number>();
  private readonly settled = new Set<number>();
  private wakers: (() => void)[] = [];

  constructor(live: NativeLive, numbers: Numbers) {
    this.live = live;
    this.numbers = numbers;
  }

  get plan(): Plan | undefined {
    return this.current;
  }

  /** Posts a change, whose last stage stays, and resolves with its number. Call it when idle. */
  async change(stages: readonly Stage[], silently: boolean): Promise<number> {
    const late = new Map<string, LiveValue>();
    this.late = late;
    try {
      const number = await this.live.change(
        stages.map(({ plan, adopt, frames }) => ({ plan: bytesOf(plan), adopt, frames, ...this.numbers.of(plan) })),
        silently,
      );
      if (!this.settled.delete(number)) this.inFlight = number;
      this.current = (stages.at(-1) as Stage).plan;
      return number;
    } finally {
      this.late = undefined;
      for (const value of late.values()) this.move(value);
      this.wake();
    }
  }

  /** Moves a live value of the plan; a target that it has not is left out. */
  move(value: LiveValue): void {
    const found = this.current && findTarget(this.current, value.target);
    if (this.late !== undefined) this.late.set(targetText(value.target), value);
    if (this.current === undefined || found === undefined) return;
    this.current = withValues(this.current, [value]);
    const part = partsOf(this.current)[found.part];
    if (this.late === undefined && part !== undefined) this.live.set(found.part, Object.values(part.params));
  }

  /** When a change began, on the clock of `NativeLive.now()`; undefined where `giveUp` came first. */
  async begun(change: number, giveUp: AbortSignal): Promise<number | undefined> {
    await this.until(() => this.begins.has(change) || giveUp.aborted);
    const at = this.begins.get(change);
    this.begins.delete(change);
    return at;
  }

  /** Resolves when no change is in flight. */
  async idle(giveUp: AbortSignal): Promise<void> {
    await this.until(() => (this.inFlight === undefined && this.late === undefined) || giveUp.aborted);
  }

  /** Another plan by its names only: the engine would run the very same. */
  rename(plan: Plan): void {
    this.current = plan;
  }

  hear(event: LiveEvent): void {
    if (event.kind === 'begun') this.begins.set(event.change, event.timeMs);
    if (event.kind === 'settled') {
      if (this.inFlight === event.change) this.inFlight = undefined;
      else this.settled.add(event.change);
    }
    this.wake();
  }

  /** Waits are looked at again whenever something was heard. */
  wake(): void {
    for (const waker of this.wakers.splice(0)) waker();
  }

  private async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((resolve) => this.wakers.push(resolve));
  }
}
