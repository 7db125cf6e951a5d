// Document -> config: keys, shapes, units, ranges, names, steps by their descriptors. In: plain values with places.
// Out: a config in canonical units with every default filled in. Invariants: every mistake is reported once, at its token;
// what cannot be used is left out and its name kept in `broken`; lists of named things are sorted by name.

import { configTable, reservedNames } from '../../schema/config.ts';
import type { Config, NodeConfig } from '../ir/config.ts';
import { type Document, isMap } from '../ir/document.ts';
import type { Pass } from './pass.ts';
import { readAggregate } from './validate/aggregate.ts';
import { readControls } from './validate/controls.ts';
import { readDevice } from './validate/device.ts';
import { checkVersion, readEngine } from './validate/engine.ts';
import { readNode } from './validate/node.ts';
import { checkName, readText } from './validate/values.ts';
import { type Field, kindOf, Walk } from './validate/walk.ts';

interface Named {
  readonly name: string;
}

/** Something that was read; not whole: with mistakes, which have been said. */
interface Reading<T> {
  readonly value: T;
  readonly isWhole: boolean;
}

/** Reads every entry of a map that names things; names that are wrong, taken or refused end up in `broken`. */
class Namespace {
  readonly broken = new Set<string>();
  readonly #walk: Walk;
  readonly #taken = new Map<string, { readonly field: Field; readonly what: string }>();

  constructor(walk: Walk) {
    this.#walk = walk;
  }

  /** `refused`, where it is given, takes what was read of those that cannot be used. */
  read<T extends Named>(
    map: Field | undefined,
    what: string,
    read: (field: Field) => Reading<T> | undefined,
    refused: T[] = [],
  ): readonly T[] {
    const out: T[] = [];
    for (const field of (map && this.#walk.entries(map, `a map of ${what}s by name`)) ?? []) {
      const good = checkName(
        this.#walk,
        field,
        field.name,
        `a${/^[aeiou]/.test(what) ? 'n' : ''} ${what}`,
        reservedNames,
      );
      const free = good && this.#claim(field, what);
      const item = read(field);
      if (item?.isWhole !== true || !good) this.broken.add(field.name);
      if (item === undefined) continue;
      (item.isWhole && free ? out : refused).push(item.value);
    }
    return out.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  #claim(field: Field, what: string): boolean {
    const first = this.#taken.get(field.name);
    if (first === undefined) {
      this.#taken.set(field.name, { field, what });
      return true;
    }
    const related = [{ span: this.#walk.key(first.field), label: `${first.what} of that name` }];
    this.#walk.say(
      'name/taken',
      this.#walk.key(field),
      { name: field.name, what: `the ${what}`, by: `a ${first.what}`.replace('a a', 'an a') },
      { related },
    );
    return false;
  }
}

/** Something that is YAML, but not a map: prose, a list, a line without a space after its colon. */
function notAConfig(walk: Walk, root: Field): undefined {
  const text = walk.written(root);
  const help = /^[\w-]+:\S/.test(text)
    ? 'Put a space after the colon.'
    : 'Start with `busbar: 1`, then `devices:` and `graph:`.';
  walk.say(
    'value/shape',
    walk.firstLine(root),
    { of: 'a config', wants: 'keys such as `graph:`', got: kindOf(root.value) },
    { help },
  );
}

export const validate: Pass<Document, Config> = (document, context) => {
  const walk = new Walk(document.sources);
  const root: Field = { value: document.value, place: document.places, at: '', name: 'the config' };
  const keys = isMap(root.value) ? walk.keys(root, 'the config', configTable) : notAConfig(walk, root);
  if (keys === undefined) return { diagnostics: walk.found.all };
  checkVersion(walk, root, keys.get('busbar'));
  const name = keys.get('name');
  const engine = readEngine(walk, keys.get('engine'));
  const names = new Namespace(walk);
  const { rateHz } = engine;
  const whole = <T>(value: T | undefined) => (value === undefined ? undefined : { value, isWhole: true });
  const devices = names.read(keys.get('devices'), 'device', (f) => whole(readDevice(walk, f, rateHz)));
  const aggregates = names.read(keys.get('aggregates'), 'aggregate', (f) => whole(readAggregate(walk, f, rateHz)));
  const refused: NodeConfig[] = [];
  const nodes = names.read(keys.get('graph'), 'node', (f) => readNode(walk, f, rateHz), refused);
  const config: Config = {
    name: (name && readText(walk, name)) ?? '',
    engine: { ...engine, quantum: context.options.quantum ?? engine.quantum },
    devices,
    aggregates,
    nodes,
    controls: readControls(walk, keys.get('controls'), { nodes, broken: names.broken, rateHz }),
    broken: names.broken,
    refused,
    removed: document.removed,
    matched: [],
  };
  return { value: config, diagnostics: walk.found.all };
};
