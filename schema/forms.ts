// What may stand under a key of the config, beside the params of steps. In: nothing. Out: data that the validator,
// the JSON Schema and the reference derive from. Invariant: a key is described in exactly one table.

import type { ParamSpec } from './param.ts';

export type Form =
  /** One value, as in steps. */
  | { readonly form: 'param'; readonly spec: ParamSpec }
  /** Whole frames. */
  | { readonly form: 'frames'; readonly min: number; readonly max: number; readonly default: number | null }
  /** Text, read as written: `00123456` stays that. */
  | { readonly form: 'text' }
  /** The name of something declared elsewhere, one of them or several in order. */
  | { readonly form: 'name' }
  | { readonly form: 'names' }
  /** An address, or several. */
  | { readonly form: 'addresses' }
  /** A value or map with rules of its own: a schema in json-schema.ts, a reader in the validate pass. */
  | {
      readonly form:
        | 'version'
        | 'params'
        | 'steps'
        | 'mix'
        | 'channels'
        | 'ports'
        | 'ceiling'
        | 'drift'
        | 'connect'
        | 'include'
        | 'templates'
        | 'machines'
        | 'controls'
        | 'range'
        | 'value';
    }
  /** A map with the keys of a table, one such map or a list of them, or a map from names to them. */
  | { readonly form: 'keys'; readonly table: KeyTable }
  | { readonly form: 'list'; readonly table: KeyTable }
  | { readonly form: 'named'; readonly table: KeyTable };

export interface KeySpec {
  /** One line for the reference and for hover. */
  readonly summary: string;
  readonly form: Form;
  readonly required?: boolean;
  /** Designed, and not part of this version. */
  readonly planned?: boolean;
  /** As a user writes it. */
  readonly example?: unknown;
}
export type KeyTable = Readonly<Record<string, KeySpec>>;

/** A table that can be asked for any key, and whose type keeps its own for the types of configs in TypeScript. */
export const keyTable = <const T extends KeyTable>(table: T): KeyTable & T => table;

/** A key that the language has and this version has not. */
export const planned = (summary: string): KeySpec & { readonly planned: true } => ({
  summary,
  form: { form: 'text' },
  planned: true,
});

/** Names of devices, aggregates, nodes, ports, steps and params. */
export const namePattern = /^[a-z][a-z0-9_-]*$/;
