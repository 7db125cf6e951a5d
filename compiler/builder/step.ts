// Typed constructors of steps. In: a step type. Out: a function from its params to the one-key map that a config has.

import type { StepOf, StepType, StepValue } from '../../schema/written.ts';

/** Called without params where none must be written: `meter()`. */
export type StepConstructor<T extends StepType> =
  null extends StepValue<T> ? (params?: StepValue<T>) => StepOf<T> : (params: StepValue<T>) => StepOf<T>;

export const step = <T extends StepType>(type: T): StepConstructor<T> =>
  ((params: StepValue<T> | null = null) => ({ [type]: params })) as StepConstructor<T>;
