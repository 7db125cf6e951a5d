// One config laid over another: THE rule of merging. In: what came before, and what wins. Out: both as one.
// Maps merge by key, `null` removes, lists and `match` are replaced whole, a map over the steps of `do` patches them by
// id, a bare value over a map (or under one) is widened first. Invariants: neither side is changed; every value keeps the
// place where it was written; in a part that is itself a patch (a machine, a node that takes `use` or `extends` from
// elsewhere) `null` stays, for what it removes may not be there yet: over a node with both it removes from both.

import { namePattern } from '../../../schema/forms.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import { Findings } from '../../diagnostics/findings.ts';
import { isBroken } from '../../ir/broken.ts';
import { isList, isMap, type JsonMap, type JsonValue, member, type Removed } from '../../ir/document.ts';
import { childPlace, childPlaces, keySpan, type Place, valueSpan } from '../../ir/places.ts';
import type { Span } from '../../ir/source.ts';
import { put } from '../parse/tree.ts';
import { stepIds } from '../step-ids.ts';
import { meantKeys } from '../validate/meant-keys.ts';
import { child, children, isNothing, mapOf, type Placed, removal } from './placed.ts';
import { bareKey, isDo, isNode, isWhole, type Path, withinConfig } from './shapes.ts';

/** `key` as it is seen from a diagnostic about it. */
const spanOfKey = (place: Place): Span => keySpan(place) ?? valueSpan(place);

/** True for a node that is finished only when what it takes from elsewhere is there. */
const isOpen = (low: Placed, high: Placed): boolean =>
  ['use', 'extends'].some((key) => {
    const wins = member(high.value, key);
    const taken = wins === undefined ? member(low.value, key) : wins;
    return taken !== undefined && !isNothing(taken);
  });

/** Without what has removed all that it could. */
export function settled(placed: Placed): Placed {
  if (!isMap(placed.value) || isBroken(placed.value)) return placed;
  let changed = false;
  const kept = children(placed).flatMap(([key, inner]) => {
    const value = inner.value === removal ? undefined : settled(inner);
    changed ||= value?.value !== inner.value;
    return value === undefined ? [] : [[key, value] as const];
  });
  return changed ? mapOf(kept, placed.place) : placed;
}

export class Overlay {
  readonly found = new Findings();
  readonly removed: Removed[] = [];

  /** `patch` over `base`, both standing at `path` of a config. */
  over(base: Placed, patch: Placed, path: Path = []): Placed {
    return this.#value(base, patch, path, false);
  }

  #value(base: Placed, patch: Placed, path: Path, keepNull: boolean): Placed {
    if (base.value === patch.value && base.place === patch.place) return base;
    if (isBroken(base.value) || isBroken(patch.value)) return patch;
    const at = withinConfig(path);
    if (isDo(at) && isList(base.value) && isMap(patch.value)) return this.#steps(base, patch, path);
    const [low, high] = [this.#widened(base, patch, at), this.#widened(patch, base, at)];
    if (!isMap(low.value) || !isMap(high.value) || isWhole(at)) return patch;
    const open = isNode(at) && isOpen(low, high);
    const isPart = path[0] === 'machines' && path.length > 1;
    return this.#maps(low, high, path, keepNull || isPart || open || isDo(at));
  }

  /** A bare value beside a map, as the map that it is short for. */
  #widened(one: Placed, other: Placed, at: Path): Placed {
    if (isMap(one.value) || !isMap(other.value) || isList(one.value)) return one;
    const key = bareKey(at);
    if (key === undefined) return one;
    return one.value === null ? mapOf([], one.place) : mapOf([[key, one]], one.place);
  }

  #maps(base: Placed, patch: Placed, path: Path, keepNull: boolean): Placed {
    const fields: Record<string, JsonValue> = { ...(base.value as JsonMap) };
    const places: Record<string, Place> = { ...childPlaces(base.place) };
    for (const [key, high] of children(patch)) {
      const low = child(base, key);
      if (isNothing(high.value) && low !== undefined && !isNothing(low.value)) {
        if (keepNull) {
          put(fields, key, removal);
          put(places, key, high.place);
        } else {
          delete fields[key];
          delete places[key];
          this.#remove(low, withinConfig([...path, key]), spanOfKey(high.place));
        }
        continue;
      }
      if (high.value === removal && !keepNull) continue;
      const both =
        low === undefined || isNothing(low.value) || isNothing(high.value)
          ? keepNull
            ? high
            : settled(high)
          : this.#value(low, high, [...path, key], keepNull);
      put(fields, key, both.value);
      // What is written here was not brought by the use that brought what it lies over.
      put(
        places,
        key,
        base.place.via !== undefined && both.place.via === undefined ? { ...both.place, via: [] } : both.place,
      );
    }
    return { value: fields, place: { ...base.place, children: places } };
  }

  /** Steps patched by their ids; `null` takes one out. */
  #steps(base: Placed, patch: Placed, path: Path): Placed {
    const steps = (base.value as readonly JsonValue[]).map((value, i): Placed | null => ({
      value,
      place: childPlace(base.place, i) ?? base.place,
    }));
    const ids = stepIds(base.value as readonly JsonValue[]);
    const unknown: (readonly [string, Placed])[] = [];
    for (const [id, change] of children(patch)) {
      const i = ids.findIndex((s) => s?.id === id);
      const found = ids[i];
      const step = steps[i];
      if (found === undefined) unknown.push([id, change]);
      else if (isNothing(change.value)) steps[i] = null;
      else if (step) {
        if (!found.named && ids.some((s) => s !== found && s?.type === found.type && !s.named)) {
          const args = { text: `${String(path.at(-2))}.${id}`, type: found.type, id };
          this.found.add(diagnose('step/unnamed', spanOfKey(change.place), args));
        }
        const params = child(step, found.type) ?? step;
        const merged = this.#value(
          params.value === null ? mapOf([], params.place) : params,
          change,
          [...path, found.type],
          false,
        );
        steps[i] = mapOf([[found.type, merged]], step.place);
      }
    }
    this.#unknownSteps(
      unknown,
      ids.flatMap((s) => s?.id ?? []),
      patch,
      path,
    );
    const left = steps.filter((s) => s !== null);
    return { value: left.map((s) => s.value), place: { ...base.place, children: left.map((s) => s.place) } };
  }

  #unknownSteps(
    unknown: readonly (readonly [string, Placed])[],
    known: readonly string[],
    patch: Placed,
    path: Path,
  ): void {
    const meant = meantKeys(
      unknown.map(([id]) => id),
      known.filter((id) => namePattern.test(id) && child(patch, id) === undefined),
    );
    for (const [id, { place }] of unknown) {
      const span = spanOfKey(place);
      const near = meant.get(id);
      const edits = near === undefined ? [] : [{ title: `write \`${near}\``, span, text: near }];
      const help = near === undefined ? {} : { help: `Did you mean \`${near}\`?` };
      this.found.add(diagnose('step/unknown-id', span, { id, node: String(path.at(-2)), known }, { edits, ...help }));
    }
  }

  /** Devices and ports among what went: what names them goes too. */
  #remove(gone: Placed, [top, device, key, port]: Path, span: Span): void {
    if (top !== 'devices') return;
    const add = (name: string, removed: Removed['port']) => this.removed.push({ device: name, port: removed, span });
    if (device === undefined) for (const [name] of children(gone)) add(name, null);
    else if (key === undefined) add(String(device), null);
    else if (key === 'inputs' || key === 'outputs') {
      const direction = key === 'inputs' ? 'in' : 'out';
      const names = port === undefined ? children(gone).map(([name]) => name) : [String(port)];
      for (const name of names) add(String(device), { direction, name });
    }
  }
}
