// What the JSON Schema says of a place. In: the path of a value. Out: the schemas that hold there, references followed;
// keys and values they offer, and what hover says. Everything comes from the schema, so that a key or step type that is
// added to the language is completed and explained with no code here.

import type { Path } from '../../compiler/passes/merge/shapes.ts';
import type { Json, Schema } from '../../schema/json-schema-values.ts';

type Fields = Readonly<Record<string, Schema>>;

const isSchema = (x: Json | undefined): x is Schema => typeof x === 'object' && x !== null && !Array.isArray(x);
const list = (x: Json | undefined): readonly Json[] => (Array.isArray(x) ? x : []);

const ADDRESS = '#/definitions/address';

export interface Offered {
  readonly word: string;
  readonly about: string;
  /** What stands under a key can only be a map or a list. */
  readonly isBlock: boolean;
  /** What must stand under a key, by name. */
  readonly required: readonly string[];
}

export class SchemaView {
  readonly #root: Schema;
  readonly #definitions: Fields;

  constructor(root: Schema) {
    this.#root = root;
    this.#definitions = (root.definitions ?? {}) as Fields;
  }

  /** The schema as written at `path`; several where a value may have several forms. */
  #at(path: Path): readonly Schema[] {
    let here: readonly Schema[] = [this.#root];
    for (const key of path) here = here.flatMap((s) => this.#forms(s)).flatMap((s) => inner(s, key));
    return here;
  }

  /** A schema and all that it refers to or leaves to choose from. */
  #forms(schema: Schema): readonly Schema[] {
    const name = typeof schema.$ref === 'string' ? schema.$ref.replace('#/definitions/', '') : undefined;
    const referred = name === undefined ? undefined : this.#definitions[name];
    const parts = [...(referred ? [referred] : []), ...list(schema.anyOf), ...list(schema.allOf)].filter(isSchema);
    return [schema, ...parts.flatMap((part) => this.#forms(part))];
  }

  #all(path: Path): readonly Schema[] {
    return this.#at(path).flatMap((s) => this.#forms(s));
  }

  /** Whether the word at `path` is an address. */
  isAddress(path: Path): boolean {
    return this.#all(path).some((s) => s.$ref === ADDRESS);
  }

  /** Whether the keys of the map at `path` are. */
  hasAddressKeys(path: Path): boolean {
    return this.#all(path).some(({ propertyNames }) => isSchema(propertyNames) && propertyNames.$ref === ADDRESS);
  }

  /** Keys that a map at `path` may have. */
  keys(path: Path): readonly Offered[] {
    const found = new Map<string, Offered>();
    for (const { properties } of this.#all(path)) {
      if (!isSchema(properties)) continue;
      for (const [word, schema] of Object.entries(properties as Fields)) {
        if (!found.has(word)) found.set(word, this.#offered(word, schema));
      }
    }
    return [...found.values()];
  }

  #offered(word: string, schema: Schema): Offered {
    const forms = this.#forms(schema);
    const holds = (s: Schema) => s.type === 'object' || s.type === 'array';
    const isBare = (s: Schema) => s.type !== undefined && s.type !== 'null' && !holds(s);
    const maps = forms.filter((s) => s.type === 'object');
    return {
      word,
      about: this.#about(forms),
      isBlock: forms.some(holds) && !forms.some((s) => isBare(s) || s.enum !== undefined),
      required: maps.length === 1 && !forms.some((s) => s.type === 'null') ? list(maps[0]?.required).map(String) : [],
    };
  }

  /** Words that a value at `path` may be: choices, the default, examples. */
  values(path: Path): readonly Offered[] {
    const found = new Map<string, Offered>();
    const add = (value: Json | undefined, about: string) => {
      if (value === undefined || value === null || typeof value === 'object') return;
      const word = String(value);
      if (!found.has(word)) found.set(word, { word, about, isBlock: false, required: [] });
    };
    const forms = this.#all(path);
    for (const s of forms) add(s.default, 'default');
    for (const s of forms) {
      for (const choice of list(s.enum)) add(choice, '');
      if (s.type === 'boolean') for (const choice of [true, false]) add(choice, '');
    }
    for (const s of forms) for (const example of list(s.examples)) add(example, 'example');
    return [...found.values()];
  }

  /** Description, default and example of what stands at `path`, in Markdown; empty where the schema says nothing. */
  about(path: Path): string {
    return this.#about(this.#all(path));
  }

  #about(forms: readonly Schema[]): string {
    const described = forms.find((s) => typeof s.description === 'string');
    if (described === undefined) return '';
    const usual = described.default === undefined ? '' : ` Default: \`${described.default}\`.`;
    const [example] = list(described.examples);
    const sample = example === undefined ? '' : `\n\nExample: \`${flow(example)}\``;
    return `${described.description}${usual}${sample}`;
  }
}

/** What stands under `key` in a map, or in a list. */
function inner(schema: Schema, key: string | number): readonly Schema[] {
  if (typeof key === 'number') return isSchema(schema.items) ? [schema.items] : [];
  const { properties, additionalProperties } = schema;
  if (isSchema(properties) && Object.hasOwn(properties, key)) return [properties[key] as Schema];
  return isSchema(additionalProperties) ? [additionalProperties] : [];
}

/** A value as YAML in one line. */
function flow(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (!isSchema(value)) return String(value);
  const entries = Object.entries(value).map(([key, v]) => `${key}: ${flow(v as Json)}`);
  return `{ ${entries.join(', ')} }`;
}
