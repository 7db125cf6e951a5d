// Clocks of an offline run. In: a plan. Out: how each device's clock runs, or nothing where all are ideal and of one rate,
// and how fast it is. Pure. Invariant: what is told is what a run would be told of the same devices, no more.

import type { DeviceId, Plan, PlanDevice } from '../schema/plan.ts';
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
      drift: (member?.drift ?? 'resample') as SimulatedDevice['drift'],
      clock: device.clock,
    };
  });
}

function isIdealClock({ clock }: PlanDevice): boolean {
  if (clock === null) return true;
  const { ppm, jitterUs, wanderPpm, stalls, unplug } = clock;
  return ppm === 0 && jitterUs === 0 && wanderPpm === 0 && stalls.length === 0 && unplug.length === 0;
}

/** Frames of the device per second of the run. One that is steered has arrived at the speed of its master. */
export function speedHz(plan: Plan, device: PlanDevice): number {
  const isThis = (id: DeviceId) => plan.devices[id] === device;
  const isSteered = plan.aggregates.some((a) => a.members.some((m) => m.drift === 'steer' && isThis(m.device)));
  const master = plan.domains[device.domain]?.master ?? null;
  const clocked = isSteered && master !== null ? plan.devices[master] : device;
  return device.rateHz * (1 + (clocked?.clock?.ppm ?? 0) * 1e-6);
}
