// Signals that ask to stop. In: SIGINT, SIGTERM, SIGHUP. Out: an AbortSignal on the first; the process ends on the
// second, after what was registered for removal is removed.

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const INTERRUPTED = 130;

export interface Interruption {
  readonly signal: AbortSignal;
  /** Signals do again what they did before. */
  release(): void;
}

const onExit = new Set<() => void>();

/** Runs `clean` should the process have to end at once; returns the way to forget it. `clean` must be synchronous. */
export function atSuddenExit(clean: () => void): () => void {
  onExit.add(clean);
  return () => onExit.delete(clean);
}

export function catchSignals(): Interruption {
  const controller = new AbortController();
  const handle = () => {
    if (!controller.signal.aborted) {
      controller.abort();
      return;
    }
    for (const clean of onExit) clean();
    process.exit(INTERRUPTED);
  };
  for (const s of SIGNALS) process.on(s, handle);
  return {
    signal: controller.signal,
    release: () => {
      for (const s of SIGNALS) process.off(s, handle);
    },
  };
}
