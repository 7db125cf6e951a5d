// What a save does to the sound. In: the plan that runs and the one that shall. Out: a kind, and every change in words.
//
//   tier 0  none    what is heard stays bit-identical; names, an unused node, a meter may have changed
//   tier 1  live    params glide in the ops that run
//   tier 2  fade    ops come, go or read something else: a transition (transition.ts)
//   tier 3  reopen  devices are opened, opened anew or closed; what plays on others may fade at the same time
//
// Invariant: the kind is what the engine will do, worked out by the comparison that makes the stages.

import type { Plan } from '../schema/plan.ts';
import { writeQuantity } from '../schema/units.ts';
import { type Change, type ChangeKind, changesOf } from './diff/changes.ts';
import { diffDevices } from './diff/devices.ts';
import { type Comparison, compare } from './transition/compare.ts';
import { hasFades } from './transition/differs.ts';
import { Overlay } from './transition/overlay.ts';

export type { Change, ChangeKind } from './diff/changes.ts';

export interface PlanDiff {
  readonly kind: ChangeKind;
  readonly tier: 0 | 1 | 2 | 3;
  readonly changes: readonly Change[];
  /** Devices by name: those whose stream must be opened anew, those that come, those that go. */
  readonly reopen: readonly string[];
  readonly opened: readonly string[];
  readonly closed: readonly string[];
}

const tiers: Readonly<Record<ChangeKind, PlanDiff['tier']>> = { none: 0, live: 1, fade: 2, reopen: 3 };

export function diffPlans(running: Plan, next: Plan, comparison: Comparison = compare(running, next)): PlanDiff {
  const { changes: ofDevices, connections, reopen, opened, closed } = diffDevices(running, next);
  const changes: Change[] = [...engineChanges(running, next)];
  for (const { device, key, from, to } of ofDevices)
    changes.push({ target: `${device}.${key}`, from, to, kind: 'reopen' });
  for (const connection of connections) changes.push({ ...connection, kind: 'none' });
  for (const device of opened) changes.push({ target: device, from: null, to: 'device', kind: 'reopen' });
  for (const device of closed) changes.push({ target: device, from: 'device', to: null, kind: 'reopen' });
  const ofOps = changesOf(comparison);
  const isFaded = fades(comparison);
  // A sum adds in the order of names: where nothing else fades, a new name has put a source elsewhere in it.
  const ofNames = isFaded && !ofOps.some((c) => c.kind === 'fade') ? 'fade' : 'none';
  for (const [to, from] of comparison.pairing.names) changes.push({ target: `${from}.name`, from, to, kind: ofNames });
  changes.push(...ofOps);
  const devices = reopen.length + opened.length + closed.length > 0 || changes.some((c) => c.kind === 'reopen');
  const kind = devices ? 'reopen' : isFaded ? 'fade' : liveOrNone(changes);
  return { kind, tier: tiers[kind], changes, reopen, opened, closed };
}

const fades = (c: Comparison): boolean => hasFades(new Overlay(c.running, c.next, c.before), c);

const liveOrNone = (changes: readonly Change[]): ChangeKind =>
  changes.some((c) => c.kind === 'live') ? 'live' : 'none';

function engineChanges(running: Plan, next: Plan): readonly Change[] {
  const changes: Change[] = [];
  const say = (target: string, from: string, to: string): void => {
    if (from !== to) changes.push({ target, from, to, kind: 'reopen' });
  };
  say('engine.rate', writeQuantity(running.rateHz, 'frequency'), writeQuantity(next.rateHz, 'frequency'));
  say('engine.quantum', writeQuantity(running.quantum, 'frames'), writeQuantity(next.quantum, 'frames'));
  return changes;
}
