// Runners and slots: the engine's numbers for clock domains and devices. In: names. Out: numbers from 0.
// Invariant: a name keeps its number for as long as the session lives, whatever plans come and go.

import type { Plan } from '../../schema/plan.ts';

export class Numbers {
  private readonly runners = new Map<string, number>();
  private readonly slots = new Map<string, number>();

  /** Of a clock domain. */
  runner(domain: string): number {
    return numbered(this.runners, domain);
  }

  /** Of a device. */
  slot(device: string): number {
    return numbered(this.slots, device);
  }

  of(plan: Plan): { readonly runners: readonly number[]; readonly slots: readonly number[] } {
    return {
      runners: plan.domains.map((d) => this.runner(d.name)),
      slots: plan.devices.map((d) => this.slot(d.name)),
    };
  }

  /** The device of a slot. */
  deviceOf(slot: number): string | undefined {
    return [...this.slots].find(([, n]) => n === slot)?.[0];
  }
}

function numbered(map: Map<string, number>, name: string): number {
  const known = map.get(name) ?? map.size;
  map.set(name, known);
  return known;
}
