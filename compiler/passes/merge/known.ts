// What merge knows of the language: which parts are not for it. In: paths into a document. Out: yes or no.

import { configTable, nodeTable } from '../../../schema/config.ts';
import { nodeType } from '../../../schema/index.ts';

type Path = readonly (string | number)[];

/** Parts that this version does not read: whatever stands in them, `$name` included, is left alone. */
export function isPlanned(path: Path): boolean {
  const [top, , key] = path;
  if (path.length === 1) return Object.hasOwn(configTable, String(top)) && configTable[String(top)]?.planned === true;
  return (
    path.length === 3 &&
    top === 'graph' &&
    Object.hasOwn(nodeTable, String(key)) &&
    nodeTable[String(key)]?.planned === true
  );
}

/** The value of a step's file param, bare or by name: `$rate` and `$channel` stay in it. */
export function isFileName(path: Path): boolean {
  const [top, , key, , type, param] = path;
  if (top !== 'graph' || key !== 'do' || path.length < 5 || path.length > 6) return false;
  const params = nodeType(String(type))?.params ?? {};
  return Object.entries(params).some(
    ([name, spec]) => spec.kind === 'file' && (param === undefined ? spec.main : param === name),
  );
}
