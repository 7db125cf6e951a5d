// A word: `type: keys`. In: a field and the words that may stand there. Out: which one it is, and its fields by key.
// Invariant: a misspelt word is taken for the one that was meant, so that its edit adds no mistakes.

import type { TestWord } from '../../schema/tests/word.ts';
import { suggest } from '../diagnostics/suggest.ts';
import { isMap } from '../ir/document.ts';
import { childPlace } from '../ir/places.ts';
import { pointer } from '../ir/source.ts';
import { flow } from '../passes/validate/flow.ts';
import { type Field, kindOf, type Walk } from '../passes/validate/walk.ts';

export interface ReadWord {
  readonly word: TestWord;
  /** What stands under it. */
  readonly given: Field;
  readonly fields: ReadonlyMap<string, Field>;
}

const exampleOf = ({ type, example }: TestWord): string =>
  example === null ? `${type}:` : `${type}: ${flow(example)}`;

export function readWord(
  walk: Walk,
  field: Field,
  what: string,
  words: ReadonlyMap<string, TestWord>,
): ReadWord | undefined {
  const { value } = field;
  const known = [...words.keys()];
  const sample = exampleOf(words.get(known[0] ?? '')!);
  const types = isMap(value) ? Object.keys(value) : [];
  const [type] = types;
  if (!isMap(value) || type === undefined || types.length > 1) {
    const got = types.length > 1 ? `a map of ${types.length} keys` : kindOf(value);
    return walk.fail('test/shape', field, { what, got, example: sample });
  }
  const given: Field = {
    value: value[type] ?? null,
    place: childPlace(field.place, type) ?? field.place,
    at: pointer(field.at, type),
    name: type,
  };
  const word = words.get(type) ?? meant(walk, given, what, words);
  if (word === undefined) return undefined;
  const fields = fieldsOf(walk, given, word);
  return fields && { word, given, fields };
}

function meant(walk: Walk, given: Field, what: string, words: ReadonlyMap<string, TestWord>): TestWord | undefined {
  const near = suggest(given.name, words.keys());
  if (near === undefined) {
    walk.say('test/unknown', walk.key(given), { what, type: given.name, known: [...words.keys()] });
    return walk.failed();
  }
  walk.say('test/misspelt', walk.key(given), { what, type: given.name }, walk.meant(walk.key(given), near));
  return words.get(near);
}

function fieldsOf(walk: Walk, given: Field, word: TestWord): ReadonlyMap<string, Field> | undefined {
  if (isMap(given.value)) return walk.keys(given, `\`${word.type}\``, word.keys);
  const required = Object.keys(word.keys).filter((k) => word.keys[k]?.required === true);
  if (given.value === null) {
    return required.length === 0 ? new Map() : walk.require(given, `\`${word.type}\``, required, exampleOf(word));
  }
  const { main } = word;
  const isEnough = main !== undefined && required.every((k) => k === main);
  if (isEnough) return new Map([[main, { ...given, name: main }]]);
  return walk.fail('test/shape', given, {
    what: `\`${word.type}\``,
    got: kindOf(given.value),
    example: exampleOf(word),
  });
}
