// What doctor finds. In: nothing. Out: types. A public shape (`doctor --json`): fields are added, never renamed.

/** `ok`: as it should be. `note`: worth knowing. `warning`: sound may suffer. `error`: it does not play. */
export type State = 'ok' | 'note' | 'warning' | 'error';

export interface Finding {
  /** What was looked at: `realtime`. The same for the same question on every machine. */
  readonly check: string;
  readonly state: State;
  readonly text: string;
  /** What mends it, to paste into a shell; null: nothing, or nothing that a shell can do. */
  readonly mend: string | null;
}

export const finding = (check: string, state: State, text: string, mend: string | null = null): Finding => ({
  check,
  state,
  text,
  mend,
});

/** The machine, as far as it is looked at. */
export interface Machine {
  readonly platform: string;
  readonly user: string;
  /** Names of the groups that this process is in. */
  readonly groups: readonly string[];
  /** Text of a file; undefined: it is not there, or not for us. */
  read(path: string): string | undefined;
  /** Names in a folder, in order; none where it is not there. */
  list(path: string): readonly string[];
  /** Whether this process may read and write it. */
  mayUse(path: string): boolean;
}
