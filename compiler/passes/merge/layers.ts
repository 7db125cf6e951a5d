// Files and options laid over each other, later over earlier: includes in order, the file itself, the machine, the local
// file, `--set`. In: what was loaded. Out: one document that says everything, nothing of it expanded yet.

import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { ConfigFile, Loaded, Removed } from '../../ir/document.ts';
import { isMap } from '../../ir/document.ts';
import { chooseMachine } from './machines.ts';
import { Overlay } from './overlay.ts';
import { applyOverride } from './override.ts';
import { child, children, mapOf, type Placed } from './placed.ts';

export interface Layered {
  readonly root: Placed;
  readonly removed: readonly Removed[];
  readonly diagnostics: readonly Diagnostic[];
}

export function layered({ sources, entry, local, machine, facts, overrides }: Loaded): Layered {
  const overlay = new Overlay();
  const files = new Files(overlay);
  const base = files.merged(entry);
  const own = local === null ? undefined : files.merged(local);
  const machines = over(overlay, child(base, 'machines'), own && child(own, 'machines'), ['machines']);
  const choice = chooseMachine(machines, machine, facts, sources);
  let root = without(base, 'machines');
  if (choice.patch !== undefined) root = overlay.over(root, choice.patch);
  if (own !== undefined) root = overlay.over(root, without(own, 'machines'));
  const diagnostics = [...overlay.found.all, ...choice.diagnostics];
  for (const override of overrides) {
    const applied = applyOverride(root, override, overlay.removed);
    root = applied.root;
    diagnostics.push(...applied.diagnostics);
  }
  return { root, removed: overlay.removed.filter((r) => isGone(root, r)), diagnostics };
}

/** Merged files, each worked out once, however often it is included. */
class Files {
  readonly #overlay: Overlay;
  readonly #done = new Map<ConfigFile, Placed>();

  constructor(overlay: Overlay) {
    this.#overlay = overlay;
  }

  merged(file: ConfigFile): Placed {
    const done = this.#done.get(file);
    if (done !== undefined) return done;
    const own = without({ value: file.value, place: file.places }, 'include');
    const [first, ...more] = [...file.includes.map((f) => this.merged(f)), own];
    const merged = more.reduce((base, patch) => this.#overlay.over(base, patch), first ?? own);
    // The whole stands where this file does: what is said of it is said there.
    const result = { value: merged.value, place: { ...own.place, children: merged.place.children } };
    this.#done.set(file, result);
    return result;
  }
}

const over = (overlay: Overlay, base: Placed | undefined, patch: Placed | undefined, path: readonly string[]) =>
  base === undefined || patch === undefined ? (patch ?? base) : overlay.over(base, patch, path);

/** The map without a key; itself where it has none. */
export const without = (map: Placed, key: string): Placed =>
  child(map, key) === undefined
    ? map
    : mapOf(
        children(map).filter(([k]) => k !== key),
        map.place,
      );

/** A device that a later layer brings back is there. */
function isGone(root: Placed, { device, port }: Removed): boolean {
  const devices = child(root, 'devices');
  const found = devices && child(devices, device);
  if (port === null || found === undefined || found.value === null) return port === null && !found?.value;
  const ports = child(found, port.direction === 'in' ? 'inputs' : 'outputs');
  return ports === undefined || (isMap(ports.value) && !child(ports, port.name)?.value);
}
