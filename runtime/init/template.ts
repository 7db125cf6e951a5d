// What `busbar init` begins a studio with. In: nothing. Out: types.
// Invariants: a config without an error or a warning, formatted; tests that hold, each of which can fail.

export interface Beginning {
  /** Text of busbar.yaml, with its modeline. */
  readonly config: string;
  /** Text of busbar.test.yaml. */
  readonly tests: string;
}

export interface Template extends Beginning {
  readonly name: string;
  readonly summary: string;
}
