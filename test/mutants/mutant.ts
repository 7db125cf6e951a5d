// What a mutant is: one wrong line in the compiler or in a kernel, and the tests that must turn red on it.

export interface Mutant {
  /** What is wrong, in a few words: `slot freed one op early`. */
  readonly name: string;
  /** Pass or kernel family it stands for. */
  readonly area: string;
  readonly file: string;
  /** Must occur in the file exactly once. */
  readonly search: string;
  readonly replace: string;
  /** Test files, the quickest that notice. */
  readonly tests: readonly string[];
  /** Only tests whose names match run: `-t` of vitest. */
  readonly only?: string;
  /** What its tests run, a target of CMake; left out: the addon. */
  readonly target?: string;
}
