// A session over a real addon, in this process. In: a config as text, an addon. Out: its events one by one, saves, meters.
// Invariant: nothing waits for a time, everything for an event.

import { onTestFinished } from 'vitest';
import { compile } from '../../compiler/index.ts';
import { takeInventory } from '../../runtime/inventory.ts';
import type { NativeAddon } from '../../runtime/native.ts';
import type { RunDrift, RunEvent, RunEventName, RunEventOf } from '../../runtime/session/events.ts';
import { watchPlugs } from '../../runtime/session/hotplug.ts';
import { Session } from '../../runtime/session.ts';
import { ENTRY } from '../support/compile-text.ts';
import { memoryHost } from '../support/memory-host.ts';

export class LiveStudio {
  readonly session: Session;
  readonly events: RunEvent[] = [];
  private text: string;
  private taken = 0;
  private wakers: (() => void)[] = [];

  private constructor(addon: NativeAddon, text: string) {
    this.text = text;
    this.session = new Session({
      live: new addon.Live(),
      instructionSet: addon.instructionSet,
      config: ENTRY,
      compile: (inventory) => compile({ entry: ENTRY, host: memoryHost({ [ENTRY]: this.text }), inventory }),
      inventory: () => takeInventory(addon),
      files: {
        prepare: () => [],
        reads: () => undefined,
        writes: () => undefined,
        isGiven: () => false,
        finish: async () => {},
      },
      promote: async () => false,
      watch: undefined,
    });
    this.session.subscribe((event) => {
      this.events.push(event);
      for (const waker of this.wakers.splice(0)) waker();
    });
    const stopPlugs = watchPlugs(addon, () => this.session.plugged());
    onTestFinished(async () => {
      stopPlugs();
      await this.session.stop('ended');
    });
  }

  /** It plays, or what it said against it is thrown. */
  static async start(addon: NativeAddon, text: string): Promise<LiveStudio> {
    const studio = new LiveStudio(addon, text);
    const { result, refusal } = await studio.session.start();
    if (result.plan === undefined || refusal !== undefined)
      throw new Error(JSON.stringify([result.diagnostics.map((d) => d.message), refusal]));
    return studio;
  }

  save(text: string): void {
    this.text = text;
    this.session.saved({ atMs: performance.now() - 30, debounceMs: 30, paths: [ENTRY] });
  }

  /** The next event of that name, after the last one that was taken. */
  async next<Name extends RunEventName>(
    name: Name,
    which: (event: RunEventOf<Name>) => boolean = () => true,
  ): Promise<RunEventOf<Name>> {
    for (;;) {
      while (this.taken < this.events.length) {
        const event = this.events[this.taken++] as RunEvent;
        if (event.event === name && which(event as unknown as RunEventOf<Name>))
          return event as unknown as RunEventOf<Name>;
      }
      await new Promise<void>((resolve) => this.wakers.push(resolve));
    }
  }

  /** Until a device's first output is as loud as that, in dBFS. */
  async loud(device: string, dBFS: number): Promise<void> {
    const peakOf = ({ devices }: RunEventOf<'meter'>) => devices.find((d) => d.name === device)?.outputs[0]?.peakDbfs;
    await this.next('meter', (meter) => Math.abs((peakOf(meter) ?? -999) - dBFS) < 0.2);
  }

  /** How a member stands to its master, after so many meters that know it. */
  async drift(device: string, meters: number): Promise<RunDrift> {
    const of = ({ devices }: RunEventOf<'meter'>) => devices.find((d) => d.name === device)?.drift ?? null;
    let last: RunDrift | null = null;
    for (let i = 0; i < meters; i++) last = of(await this.next('meter', (meter) => of(meter) !== null));
    return last as RunDrift;
  }

  /** Of all that happened. */
  count(name: RunEventName): number {
    return this.events.filter((e) => e.event === name).length;
  }
}
