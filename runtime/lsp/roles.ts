// Which names stand where. In: the path of a key or of a value in a config. Out: what the word there names, or defines.
// The one table from which definition, references, rename and completion of names follow.

import { type Path, withinConfig } from '../../compiler/passes/merge/shapes.ts';
import { nodeType } from '../../schema/index.ts';
import { testJsonSchema } from '../../schema/tests/json-schema.ts';
import { SchemaView } from './schema-at.ts';

const testsSchema = new SchemaView(testJsonSchema());

/** Devices, aggregates and nodes share the namespace of `name`; the others are told apart by what they belong to. */
export type NameKind = 'name' | 'port' | 'step' | 'template' | 'param';

export type Role =
  | { readonly is: 'definition' | 'reference'; readonly kind: NameKind; readonly owner: string; readonly of?: Wanted }
  /** `signal`: whatever can be listened to. `target`: a live param. */
  | { readonly is: 'source' | 'sink' | 'signal' | 'target' | 'file' }
  /** A value whose meaning the template's param tells. */
  | { readonly is: 'given'; readonly node: string; readonly param: string }
  /** The value of a param: an address, where it is used as one. */
  | { readonly is: 'param'; readonly owner: string; readonly param: string };

/** Which of the things that share a namespace will do. */
export type Wanted = 'node' | 'device';

type Make = (names: readonly string[]) => Role | undefined;
type Row = readonly [pattern: string, make: Make];

type Owner = (names: readonly string[]) => string;

const noOwner: Owner = () => '';
const first: Owner = ([name = '']) => name;

const define =
  (kind: NameKind, owner = noOwner): Make =>
  (names) => ({ is: 'definition', kind, owner: owner(names) });
const refer =
  (kind: NameKind, owner = noOwner, of?: Wanted): Make =>
  (names) => ({ is: 'reference', kind, owner: owner(names), ...(of && { of }) });
const always =
  (is: 'source' | 'sink' | 'target' | 'file'): Make =>
  () => ({ is });

/** `*` is any key, `#` any index, `N` the path of a node or template. */
const keyRows: readonly Row[] = [
  ['devices/*', define('name')],
  ['aggregates/*', define('name')],
  ['graph/*', define('name')],
  ['templates/*', define('template')],
  ['params/*', define('param')],
  ['templates/*/params/*', define('param', first)],
  ['devices/*/inputs/*', define('port', first)],
  ['devices/*/outputs/*', define('port', first)],
  ['devices/*/ceiling/*', refer('port', first)],
  ['devices/*/connect/*', refer('port', first)],
  ['aggregates/*/drift/*', refer('name', noOwner, 'device')],
  ['N/mix/*', always('source')],
  ['N/do/*', refer('step', first)],
  ['set/*', always('target')],
  ['tests/*/set/*', always('target')],
  ['tests/*/play/*', always('source')],
];

const valueRows: readonly Row[] = [
  ['include', always('file')],
  ['include/#', always('file')],
  ['N/extends', refer('name', noOwner, 'node')],
  ['N/use', refer('template')],
  ['N/from', always('source')],
  ['N/from/#', always('source')],
  ['N/to', always('sink')],
  ['N/to/#', always('sink')],
  ['N/with/*', ([node = '', param = '']) => ({ is: 'given', node, param })],
  ['N/do/#/*/*', ([, type = '', key = '']) => (isSideChain(type, key) ? { is: 'source' } : undefined)],
  ['params/*', ([param = '']) => ({ is: 'param', owner: '', param })],
  ['templates/*/params/*/default', ([owner = '', param = '']) => ({ is: 'param', owner, param })],
  ['aggregates/*/clock', refer('name', noOwner, 'device')],
  ['aggregates/*/members/#', refer('name', noOwner, 'device')],
  ['devices/*/align/#', refer('port', first)],
  ['controls/*/target', always('target')],
  ['config', always('file')],
];

const isSideChain = (type: string, key: string): boolean =>
  key !== 'in' && Object.hasOwn(nodeType(type)?.inputs ?? {}, key);

/** The names that `*` stands for, the path of the node first where the pattern begins with one. */
function matched(path: Path, pattern: string): readonly string[] | undefined {
  const words = pattern.split('/');
  const names: string[] = [];
  let at = 0;
  if (words[0] === 'N') {
    const [top, name] = path;
    if ((top !== 'graph' && top !== 'templates') || typeof name !== 'string') return undefined;
    names.push(`${top}/${name}`);
    words.shift();
    at = 2;
  }
  if (path.length - at !== words.length) return undefined;
  for (const [i, word] of words.entries()) {
    const key = path[at + i];
    if (word === '#' ? typeof key !== 'number' : word === '*' ? typeof key !== 'string' : key !== word)
      return undefined;
    if (word === '*') names.push(String(key));
  }
  return names;
}

function roleIn(rows: readonly Row[], path: Path): Role | undefined {
  const own = withinConfig(path);
  for (const [pattern, make] of rows) {
    const names = matched(own, pattern);
    if (names !== undefined) return make(names);
  }
  return undefined;
}

/** Words of tests that hold addresses are many: their JSON Schema knows them. What is played comes from devices. */
function testRole(path: Path, on: 'key' | 'value'): Role | undefined {
  const isAddress = on === 'key' ? testsSchema.hasAddressKeys(path.slice(0, -1)) : testsSchema.isAddress(path);
  if (!isAddress) return undefined;
  return { is: path.includes('from') || (on === 'key' && path.includes('routes')) ? 'source' : 'signal' };
}

/** Of the key that `path` ends in. */
export const keyRole = (path: Path): Role | undefined =>
  roleIn(keyRows, path) ?? (path[0] === 'tests' ? testRole(path, 'key') : undefined);

/** Of the word that stands at `path`. */
export const valueRole = (path: Path): Role | undefined =>
  roleIn(valueRows, path) ?? (path[0] === 'tests' ? testRole(path, 'value') : undefined);
