// Signals inside the graph that a test listens to. In: addresses of nodes and steps, with their widths. Out: a device per
// address that takes the signal out, as options for the compiler. Invariant: nothing else changes: no latency, no step.

import type { CompileOptions } from '../request.ts';
import type { Channel } from './types.ts';

type Settings = NonNullable<CompileOptions['set']>;

export class Taps {
  readonly #taken: Set<string>;
  readonly #taps = new Map<string, { readonly device: string; readonly width: number }>();

  /** `taken`: names of the config. */
  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  get isEmpty(): boolean {
    return this.#taps.size === 0;
  }

  /** Addresses by device. */
  get devices(): ReadonlyMap<string, string> {
    return new Map([...this.#taps].map(([address, { device }]) => [device, address]));
  }

  channels(address: string, width: number): readonly Channel[] {
    const { device } = this.#taps.get(address) ?? this.#add(address, width);
    return Array.from({ length: width }, (_, channel) => ({
      device,
      channel,
      name: width === 1 ? address : `${address} (channel ${channel + 1})`,
    }));
  }

  /** Files, for those join any clock. */
  get settings(): Settings {
    return [...this.#taps].flatMap(([address, { device, width }]) => [
      { path: 'devices', value: `{ ${device}: { backend: file, outputs: ${width} } }` },
      { path: 'graph', value: `{ ${device}-of: { from: ${JSON.stringify(address)}, to: ${device}.out } }` },
    ]);
  }

  #add(address: string, width: number) {
    let n = 1;
    while (this.#taken.has(`tap-${n}`) || this.#taken.has(`tap-${n}-of`)) n++;
    this.#taken.add(`tap-${n}`);
    const tap = { device: `tap-${n}`, width };
    this.#taps.set(address, tap);
    return tap;
  }
}
