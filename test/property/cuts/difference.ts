// What must be laid over one config to make another of it. In: two configs as plain data. Out: a patch in the terms of the
// merge rule. Invariant: says nothing of how merging is done, so that it can be held against it.

export type Data = null | boolean | number | string | readonly Data[] | { readonly [key: string]: Data };
export type DataMap = { readonly [key: string]: Data };

export const isMap = (v: Data | undefined): v is DataMap => typeof v === 'object' && v !== null && !Array.isArray(v);

export const same = (a: Data | undefined, b: Data | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `match` and ports that are numbers are replaced whole; so is whatever is a map on one side only. */
export function difference(base: Data, target: Data, path: readonly string[] = []): Data {
  const isWhole = path.length === 3 && path[0] === 'devices' && path[2] === 'match';
  if (!isMap(base) || !isMap(target) || isWhole) return target;
  const gone = Object.keys(base).filter((key) => target[key] === undefined);
  const changed = Object.entries(target).filter(([key, value]) => !same(base[key], value));
  return {
    ...Object.fromEntries(gone.map((key) => [key, null])),
    ...Object.fromEntries(
      changed.map(([key, value]) => {
        const before = base[key];
        return [key, before === undefined ? value : difference(before, value, [...path, key])];
      }),
    ),
  };
}
