// Default devices of a run. In: devices of a plan, inventories of now and of before. Out: what follows the default, and
// inventories in which a default changes only for those. Invariant: a device that does not follow stays what it was.

import type { Selector } from '../../compiler/ir/config.ts';
import type { DeviceFacts, Inventory } from '../../schema/inventory.ts';
import type { PlanDevice } from '../../schema/plan.ts';
import { isSame } from './presence.ts';

type Direction = DeviceFacts['isDefault'][number];

const directions: readonly Direction[] = ['input', 'output'];

/** Directions whose default some device follows. Two devices cannot be the default of one direction. */
export function followedBy(devices: readonly PlanDevice[]): ReadonlySet<Direction> {
  const selectors = devices.flatMap(({ match }) => (Array.isArray(match) ? (match as readonly Selector[]) : []));
  return new Set(directions.filter((way) => selectors.some((s) => s.follow === true && s.default === way)));
}

/** Which devices are the defaults of these directions. */
export const defaultsOf = (inventory: Inventory | undefined, ways: ReadonlySet<Direction>): readonly string[] =>
  [...ways].flatMap((way) =>
    (inventory?.devices ?? []).filter((d) => d.isDefault.includes(way)).map((d) => `${way} ${d.backend} ${d.id}`),
  );

/** The inventory of now, with the defaults of before in directions that nobody follows. */
export function withHeldDefaults(
  now: Inventory,
  before: Inventory | undefined,
  followed: ReadonlySet<Direction>,
): Inventory {
  const isHeld = (backend: string, way: Direction): boolean =>
    !followed.has(way) && defaultsOf(before, new Set([way])).some((d) => d.startsWith(`${way} ${backend} `));
  const devices = now.devices.map((facts) => {
    const was = before?.devices.find((d) => isSame(d, facts));
    const isDefault = directions.filter((way) => (isHeld(facts.backend, way) ? was : facts)?.isDefault.includes(way));
    return { ...facts, isDefault };
  });
  return { ...now, devices };
}
