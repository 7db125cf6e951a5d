// The keys of a machine or a template, which are laid over something. In: a field and its table. Out: keys by their proper
// names, checked as those of any map, and the `null`s among them, which are no empty keys here: they remove.

import type { KeyTable } from '../../../schema/forms.ts';
import type { Field, Walk } from '../validate/walk.ts';
import { settled } from './overlay.ts';
import { children, isNothing, mapOf, type Placed, removal } from './placed.ts';

export interface Parts {
  readonly keys: ReadonlyMap<string, Field>;
  /** What is to be laid over, `null`s too; without the keys in `apart`. */
  readonly patch: Placed;
}

export function partsOf(walk: Walk, field: Field, of: string, table: KeyTable, apart: string): Parts | undefined {
  const all = children(field);
  const isNull = ([key, { value }]: (typeof all)[number]) =>
    isNothing(value) && table[key] !== undefined && key !== apart;
  const full = mapOf(
    all.flatMap(([key, inner]) => {
      if (isNull([key, inner]) || inner.value === removal) return [];
      return [[key, key === apart ? settled(inner) : inner] as const];
    }),
    field.place,
  );
  const keys = walk.keys(all.length === 0 ? field : { ...field, ...full }, of, table);
  if (keys === undefined) return undefined;
  const parts = [...keys]
    .filter(([key]) => key !== apart)
    .map(([key, { value, place }]) => [key, { value, place }] as const);
  return { keys, patch: mapOf([...all.filter(isNull), ...parts], field.place) };
}
