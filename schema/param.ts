// Parameter kinds of step types: what a user may write for each, its unit, range and default.
// In: nothing. Out: plain descriptor data that the validator, the JSON Schema, the C++ structs and the docs derive from.
// Invariant: every kind encodes to exactly one f64 in the plan (see `encodeParam`).

/** What a number means. Its canonical unit is the one that plans and kernels carry. */
export type Dimension = 'gain' | 'level' | 'frequency' | 'time' | 'percent' | 'ratio' | 'count';

/** Canonical unit by dimension, as a suffix for names: `freqHz`, `attackMs`, `gainDb`. */
export const unitSuffix: Readonly<Record<Dimension, string>> = {
  gain: 'Db',
  level: 'Dbfs',
  frequency: 'Hz',
  time: 'Ms',
  percent: 'Percent',
  ratio: '',
  count: '',
};

interface Common {
  /** One line for the reference and for hover. */
  readonly summary: string;
  /** May change without a new plan. */
  readonly live: boolean;
  /** May be written bare: `gain: -6 dB`. At most one per step type. */
  readonly main: boolean;
}

export interface NumberParam extends Common {
  readonly kind: 'number';
  readonly dimension: Dimension;
  /** Inclusive bounds in the canonical unit. */
  readonly min: number;
  readonly max: number;
  /** `undefined`: the user must write it. `null`: may be left out; encoded as 0, which lies outside [min, max]. */
  readonly default: number | null | undefined;
}
export interface BooleanParam extends Common {
  readonly kind: 'boolean';
  readonly default: boolean;
}
export interface ChoiceParam extends Common {
  readonly kind: 'choice';
  /** Encoded as the index into this list. */
  readonly choices: readonly string[];
  readonly default: string | undefined;
}
/** A list of numbers (`taps`, crossover frequencies); encoded as a blob of one row. */
export interface NumbersParam extends Common {
  readonly kind: 'numbers';
  readonly dimension: Dimension;
  readonly min: number;
  readonly max: number;
  readonly minLength: number;
  readonly maxLength: number;
  /** False: may be left out (encoded as blob -1). */
  readonly required: boolean;
}
/** A list of words that serve the compiler only (band names); encoded as 0. */
export interface NamesParam extends Common {
  readonly kind: 'names';
}
/** Rows of gains in dB, `null` for no connection: rows are outputs, columns inputs; encoded as a blob of linear factors. */
export interface MatrixParam extends Common {
  readonly kind: 'matrix';
}
/** A file that the compiler reads; encoded as a blob, whose rows and columns its format says. */
export interface FileParam extends Common {
  readonly kind: 'file';
  /** `fir`: channels x taps. `parametric`: bands x (type, Hz, dB, Q), first row (0, 0, preamp dB, 0). */
  readonly format: 'fir' | 'parametric';
  readonly required: boolean;
}

export type ParamSpec = NumberParam | BooleanParam | ChoiceParam | NumbersParam | NamesParam | MatrixParam | FileParam;
export type ParamSpecs = Readonly<Record<string, ParamSpec>>;

/** Value of a param once validated: canonical unit; files are blob indices only after the assets pass. */
export type ParamValue = number | boolean | string | null | readonly number[] | readonly string[] | MatrixValue;
export type MatrixValue = readonly (readonly (number | null)[])[];

type ValueOf<P extends ParamSpec> = P extends NumberParam
  ? number | (null extends P['default'] ? null : never)
  : P extends BooleanParam
    ? boolean
    : P extends ChoiceParam
      ? P['choices'][number]
      : P extends NumbersParam
        ? readonly number[] | null
        : P extends NamesParam
          ? readonly string[] | null
          : P extends MatrixParam
            ? MatrixValue
            : string | null;

/** Values of all params of a step type, by name, in canonical units. */
export type ParamsOf<S extends ParamSpecs> = { readonly [K in keyof S]: ValueOf<S[K]> };

/**
 * `D` keeps whether the value must be written or can be null, `M` whether it may stand bare. What these functions return
 * says nothing of them (`NoInfer`): a descriptor, which wants params in general, would widen them.
 */
interface NumberOptions<D extends number | null | undefined, M extends boolean> {
  readonly min?: number;
  readonly max?: number;
  readonly default?: D;
  readonly live?: boolean;
  readonly main?: M;
}

type NumberOf<Q extends Dimension, D, M> = NumberParam & {
  readonly dimension: Q;
  readonly default: D;
  readonly main: M;
};

const number =
  <Q extends Dimension>(dimension: Q, range: { min: number; max: number }) =>
  <D extends number | null | undefined = undefined, M extends boolean = false>(
    summary: string,
    o: NumberOptions<D, M> = {},
  ): NumberOf<Q, NoInfer<D>, NoInfer<M>> => ({
    kind: 'number',
    dimension,
    summary,
    min: o.min ?? range.min,
    max: o.max ?? range.max,
    default: o.default as D & (number | null | undefined),
    live: o.live ?? false,
    main: (o.main ?? false) as M & boolean,
  });

/** A gain in dB. */
export const decibels = number('gain', { min: -120, max: 40 });
/** A level in dBFS. */
export const level = number('level', { min: -140, max: 24 });
/** A frequency in Hz. The upper bound is checked against half the rate by the compiler. */
export const hertz = number('frequency', { min: 0.1, max: 384000 });
/** A time in ms; may be written in us, s, frames or metres too. */
export const time = number('time', { min: 0, max: 60000 });
/** A share in percent. */
export const percent = number('percent', { min: 0, max: 100 });
/** A bare number: a ratio, a Q. */
export const ratio = number('ratio', { min: 0, max: 1e6 });
/** A whole number. */
export const count = number('count', { min: 0, max: 2 ** 31 });

interface WordOptions<D, M extends boolean> {
  readonly default?: D;
  readonly live?: boolean;
  readonly main?: M;
}

export const boolean = <M extends boolean = false>(
  summary: string,
  o: WordOptions<boolean, M> = {},
): BooleanParam & { readonly main: NoInfer<M> } => ({
  kind: 'boolean',
  summary,
  default: o.default ?? false,
  live: o.live ?? false,
  main: (o.main ?? false) as M & boolean,
});

export const choice = <
  const C extends readonly string[],
  D extends string | undefined = undefined,
  M extends boolean = false,
>(
  summary: string,
  choices: C,
  o: WordOptions<D, M> = {},
): ChoiceParam & { readonly choices: NoInfer<C>; readonly default: NoInfer<D>; readonly main: NoInfer<M> } => ({
  kind: 'choice',
  summary,
  choices,
  default: o.default as D & (string | undefined),
  live: o.live ?? false,
  main: (o.main ?? false) as M & boolean,
});

interface ListOptions<R extends boolean, M extends boolean> {
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly required?: R;
  readonly main?: M;
}

export const numbers = <Q extends Dimension, R extends boolean = false, M extends boolean = false>(
  summary: string,
  dimension: Q,
  o: ListOptions<R, M> = {},
): NumbersParam & { readonly dimension: Q; readonly required: NoInfer<R>; readonly main: NoInfer<M> } => ({
  kind: 'numbers',
  summary,
  dimension,
  min: o.min ?? Number.NEGATIVE_INFINITY,
  max: o.max ?? Number.POSITIVE_INFINITY,
  minLength: o.minLength ?? 1,
  maxLength: o.maxLength ?? 1_000_000,
  required: (o.required ?? false) as R & boolean,
  live: false,
  main: (o.main ?? false) as M & boolean,
});

export const names = (summary: string): NamesParam & { readonly main: false } => ({
  kind: 'names',
  summary,
  live: false,
  main: false,
});

export const matrix = (summary: string): MatrixParam & { readonly main: true } => ({
  kind: 'matrix',
  summary,
  live: false,
  main: true,
});

export const file = <R extends boolean = false, M extends boolean = false>(
  summary: string,
  format: FileParam['format'],
  o: { readonly main?: M; readonly required?: R } = {},
): FileParam & { readonly required: NoInfer<R>; readonly main: NoInfer<M> } => ({
  kind: 'file',
  summary,
  format,
  required: (o.required ?? false) as R & boolean,
  live: false,
  main: (o.main ?? false) as M & boolean,
});

/** True for kinds whose value in the plan is an index into its blobs (-1: none). */
export const isBlob = (p: ParamSpec): p is NumbersParam | MatrixParam | FileParam =>
  p.kind === 'numbers' || p.kind === 'matrix' || p.kind === 'file';

/** True for a param that the user must write. */
export function isRequired(p: ParamSpec): boolean {
  switch (p.kind) {
    case 'number':
    case 'choice':
      return p.default === undefined;
    case 'numbers':
    case 'file':
      return p.required;
    default:
      return p.kind === 'matrix';
  }
}

/** Name of a param in plans, with its unit: `gain` -> `gainDb`, `freq` -> `freqHz`. Never doubled: `gainDb`, not `gainDbDb`. */
export function planName(name: string, spec: ParamSpec): string {
  const camel = name.replace(/[_-]([a-z0-9])/g, (_, c: string) => c.toUpperCase());
  return spec.kind === 'number' ? camel + unitSuffix[spec.dimension] : camel;
}

/** One f64 for one value. Blob kinds take the index that the emit pass gave them. */
export function encodeParam(spec: ParamSpec, value: ParamValue | undefined, blob: number): number {
  switch (spec.kind) {
    case 'number':
      return typeof value === 'number' ? value : (spec.default ?? 0);
    case 'boolean':
      return (value ?? spec.default) === true ? 1 : 0;
    case 'choice':
      return Math.max(0, spec.choices.indexOf(String(value ?? spec.default)));
    case 'names':
      return 0;
    default:
      return blob;
  }
}
