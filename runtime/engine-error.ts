// What the surroundings refuse while something runs: files, disks, the engine, the user's Ctrl-C. In: what happened
// and what to do. Out: an exception that the CLI turns into an exit code. Mistakes in a config are diagnostics instead.

/**
 * `engine`: the native addon is missing or not ours. `input`: a file cannot be used. `output`: a file cannot be
 * written. `interrupted`: a signal asked to stop.
 */
export type EngineErrorKind = 'engine' | 'input' | 'output' | 'interrupted';

export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly kind: EngineErrorKind;
  /** What to do next; empty where the message says it. */
  readonly help: string;

  constructor(kind: EngineErrorKind, message: string, help = '') {
    super(message);
    this.kind = kind;
    this.help = help;
  }
}
