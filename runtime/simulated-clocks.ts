// Clocks of an offline run. In: a plan. Out: how each device's clock runs, or nothing where all are ideal and of one rate,
// and how fast it is. Pure. Invariant: what is told is what a run would be told of the same devices, no more.

import type { DeviceId, Plan, PlanDevice, SimulatedClock } from '../schema/plan.ts';
import type { SimulatedDevice } from './native.ts';

/** Undefined: every crossing is the plan's constant delay, to the bit. */
export function simulatedClocks(plan: Plan): readonly SimulatedDevice[] | undefined {
  const isIdeal = (d: PlanDevice) => isIdealClock(d) && d.rateHz === plan.domains[d.domain]?.rateHz;
  if (plan.devices.every(isIdeal)) return undefined;
  return plan.devices.map((device, id) => {
    const member = plan.aggregates.flatMap((a) => a.members).find((m) => m.device === id && m.crossingFrames > 0);
    return {
      periods: device.periods,
      crossingFrames: member?.crossingFrames ?? 0,
      resample: member?.drift === 'resample',
      clock: clockOf(plan, device),
    };
  });
}

function isIdealClock({ clock }: PlanDevice): boolean {
  if (clock === null) return true;
  const { ppm, jitterUs, wanderPpm, stalls, unplug } = clock;
  return ppm === 0 && jitterUs === 0 && wanderPpm === 0 && stalls.length === 0 && unplug.length === 0;
}

const CALM: SimulatedClock = { ppm: 0, jitterUs: 0, wanderPpm: 0, stalls: [], unplug: [], seed: 0 };

/** One that is steered has arrived at the speed of its master; what else befalls it is its own. Null: ideal. */
function clockOf(plan: Plan, device: PlanDevice): SimulatedClock | null {
  const isThis = (id: DeviceId) => plan.devices[id] === device;
  const isSteered = plan.aggregates.some((a) => a.members.some((m) => m.drift === 'steer' && isThis(m.device)));
  const master = plan.domains[device.domain]?.master ?? null;
  if (!isSteered || master === null || isThis(master)) return device.clock;
  const { ppm, wanderPpm } = plan.devices[master]?.clock ?? CALM;
  return { ...(device.clock ?? CALM), ppm, wanderPpm };
}

/** Frames of the device per second of the run. */
export const speedHz = (plan: Plan, device: PlanDevice): number =>
  device.rateHz * (1 + (clockOf(plan, device)?.ppm ?? 0) * 1e-6);
