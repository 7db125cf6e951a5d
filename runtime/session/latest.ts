// One job at a time, and of those that wait only the latest. In: jobs, as often as one likes. Out: the work, done in turn.

export class Latest<Job> {
  private readonly work: (job: Job) => Promise<void>;
  private waiting: { readonly job: Job } | undefined;
  private running: Promise<void> | undefined;

  constructor(work: (job: Job) => Promise<void>) {
    this.work = work;
  }

  add(job: Job): void {
    this.waiting = { job };
    this.running ??= this.run();
  }

  /** A later job waits: what the running one has not done yet need not be done. */
  get isOvertaken(): boolean {
    return this.waiting !== undefined;
  }

  /** Resolves when nothing runs and nothing waits. */
  async done(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      for (let next = this.waiting; next !== undefined; next = this.waiting) {
        this.waiting = undefined;
        await this.work(next.job);
      }
    } finally {
      this.running = undefined;
    }
  }
}
