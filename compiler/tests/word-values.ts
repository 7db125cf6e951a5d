// Values under the keys of a word. In: fields and the word's table. Out: canonical values, defaults where nothing stands.
// Invariant: what is written in a unit is read by the reader of configs; a value that cannot be used counts as failed.

import type { KeyTable } from '../../schema/forms.ts';
import { invariant } from '../invariant.ts';
import { readParam } from '../passes/validate/params.ts';
import { readText } from '../passes/validate/values.ts';
import type { Field, Walk } from '../passes/validate/walk.ts';

export class WordValues {
  readonly #walk: Walk;
  readonly #fields: ReadonlyMap<string, Field>;
  readonly #table: KeyTable;
  readonly #rateHz: number;

  constructor(walk: Walk, fields: ReadonlyMap<string, Field>, table: KeyTable, rateHz: number) {
    this.#walk = walk;
    this.#fields = fields;
    this.#table = table;
    this.#rateHz = rateHz;
  }

  field(name: string): Field | undefined {
    return this.#fields.get(name);
  }

  /** A number; 0 stands for one that has been reported. */
  number(name: string): number {
    return this.optional(name) ?? 0;
  }

  /** A number, or null where nothing stands and nothing is meant by that. */
  optional(name: string): number | null {
    const value = this.#param(name);
    return typeof value === 'number' ? value : null;
  }

  choice(name: string): string {
    return String(this.#param(name));
  }

  text(name: string): string | undefined {
    const field = this.#fields.get(name);
    return field && readText(this.#walk, field);
  }

  #param(name: string) {
    const form = this.#table[name]?.form;
    invariant(form?.form === 'param', `${name} holds a value`);
    const field = this.#fields.get(name);
    if (field !== undefined) return readParam(this.#walk, field, form.spec, this.#rateHz);
    return 'default' in form.spec ? form.spec.default : undefined;
  }
}
