// What the shell gets. The numbers are public: scripts branch on them.

export const exitCode = {
  ok: 0,
  /** Errors in the config, or an input that cannot be read. */
  problems: 1,
  /** `--check` found something to change. */
  differs: 2,
  /** A device, a permission or the native engine is missing. */
  noEngine: 3,
  /** A command line that makes no sense, or no config found. */
  usage: 64,
  bug: 70,
  cannotWrite: 74,
  interrupted: 130,
} as const;
