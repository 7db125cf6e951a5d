// What merge knows of the language: which parts are not for it, which are replaced whole, what a bare value is short
// for. In: paths into a document. Out: answers. A part of `machines` has the shape of a whole config.

import { mixTable, nodeTable } from '../../../schema/config.ts';
import { nodeType, nodeTypes } from '../../../schema/index.ts';

export type Path = readonly (string | number)[];

/** `path` as it would be in a config of its own. */
export const withinConfig = (path: Path): Path => (path[0] === 'machines' ? path.slice(2) : path);

/** True for maps of nodes: of the graph, and of templates. */
const holdsNodes = (key: string | number | undefined) => key === 'graph' || key === 'templates';

/** A node, or a template, which has the keys of one. */
export const isNode = (path: Path): boolean => path.length === 2 && holdsNodes(path[0]);
/** The steps of a node. */
export const isDo = (path: Path): boolean => path.length === 3 && path[2] === 'do' && holdsNodes(path[0]);
/** Selectors are one choice: half of an old one and half of a new one would match nothing. */
export const isWhole = (path: Path): boolean => path.length === 3 && path[0] === 'devices' && path[2] === 'match';

/** The key that a bare value at `path` is short for: `-6 dB` is `{ gain: -6 dB }`. */
export function bareKey(path: Path): string | undefined {
  const [top, , key, type] = path;
  if (path.length !== 4 || !holdsNodes(top)) return undefined;
  if (key === 'mix') return Object.keys(mixTable)[0];
  return key === 'do' ? mainParam(String(type)) : undefined;
}

const mainParam = (type: string): string | undefined =>
  Object.entries(nodeType(type)?.params ?? {}).find(([, spec]) => spec.main)?.[0];

/** Parts that this version does not read: whatever stands in them, `$name` included, is left alone. */
export function isPlanned(path: Path): boolean {
  const [top, , key] = path;
  return (
    path.length === 3 &&
    top === 'graph' &&
    Object.hasOwn(nodeTable, String(key)) &&
    nodeTable[String(key)]?.planned === true
  );
}

/** Values for a template are expanded where the template is used. */
export const isWith = (path: Path): boolean => path.length === 3 && path[0] === 'graph' && path[2] === 'with';

/**
 * The value of a step's file param, bare or by name: `$rate` and `$channel` stay in it. In a patch of steps the id stands
 * where the type would: an id that is no type tells nothing, so there the param's name decides.
 */
export function isFileName(path: Path): boolean {
  const [top, , key, ...rest] = path;
  if (top !== 'graph' || key !== 'do') return false;
  const [type, param, ...more] = typeof rest[0] === 'number' ? rest.slice(1) : rest;
  if (type === undefined || more.length > 0) return false;
  const known = nodeType(String(type));
  return (known === undefined ? nodeTypes : [known]).some(({ params }) =>
    Object.entries(params).some(
      ([name, spec]) => spec.kind === 'file' && (param === undefined ? known && spec.main : param === name),
    ),
  );
}
