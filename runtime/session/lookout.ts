// When to look again for devices that are not there. In: that one is missing, or that something was plugged. Out: calls,
// soon at first, then less often. Invariant: never two looks at a time; none while nothing is missing.

const FIRST_MS = 250;
const LONGEST_MS = 4000;

export class Lookout {
  /** Resolves to whether something is still missing. */
  private readonly look: () => Promise<boolean>;
  private timer: NodeJS.Timeout | undefined;
  private waitMs = FIRST_MS;
  private isLooking = false;
  private again = false;
  private stopped = false;

  constructor(look: () => Promise<boolean>) {
    this.look = look;
  }

  /** Something is missing, or something was plugged. */
  notice(): void {
    this.waitMs = FIRST_MS;
    if (this.isLooking) this.again = true;
    else this.plan();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private plan(): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.run(), this.waitMs);
  }

  private async run(): Promise<void> {
    this.isLooking = true;
    this.again = false;
    try {
      const isMissing = await this.look();
      if (this.again) this.waitMs = FIRST_MS;
      else if (!isMissing) return;
      else this.waitMs = Math.min(LONGEST_MS, 2 * this.waitMs);
      this.plan();
    } finally {
      this.isLooking = false;
    }
  }
}
