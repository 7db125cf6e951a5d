// A session over a fake engine. In: a config as text, devices that are there. Out: the session, and its events.

import { onTestFinished } from 'vitest';
import { compile } from '../../compiler/index.ts';
import type { RunEvent, RunEventName, RunEventOf } from '../../runtime/session/events.ts';
import { Session } from '../../runtime/session.ts';
import type { DeviceFacts, Inventory } from '../../schema/inventory.ts';
import { ENTRY } from './compile-text.ts';
import { FakeLive } from './fake-live.ts';
import { type Files, memoryHost } from './memory-host.ts';

/** An ALSA device with enough of everything. */
export const card = (name: string, facts: Partial<DeviceFacts> = {}): DeviceFacts => {
  const direction = {
    channels: [1, 8] as const,
    names: [],
    rates: [44100, 48000, 96000],
    formats: ['s32'],
    periods: [16, 8192] as const,
    latency: null,
  };
  return {
    backend: 'alsa',
    id: `hw:CARD=${name},DEV=0`,
    name,
    card: name,
    index: null,
    usb: null,
    serial: null,
    port: null,
    inputs: direction,
    outputs: direction,
    clock: null,
    sharing: 'exclusive',
    converts: [],
    pitch: false,
    isDefault: [],
    busy: null,
    ...facts,
  };
};

export class LiveSession {
  readonly live = new FakeLive();
  readonly session: Session;
  readonly events: RunEvent[] = [];
  text: string;
  files: Files = {};
  cards: readonly DeviceFacts[];
  compiles = 0;
  promoted = 0;
  /** Called while somebody else is asked for real-time priority. */
  whilePromoting: () => Promise<void> = async () => {};
  private wakers: (() => void)[] = [];

  constructor(text: string, cards: readonly DeviceFacts[] = []) {
    this.text = text;
    this.cards = cards;
    this.session = new Session({
      live: this.live,
      instructionSet: 'x86-64-v3',
      config: ENTRY,
      compile: (inventory) => {
        this.compiles++;
        for (const waker of this.wakers.splice(0)) waker();
        const host = memoryHost({ ...this.files, [ENTRY]: this.text });
        return compile({ entry: ENTRY, host, inventory });
      },
      inventory: async (): Promise<Inventory> => ({
        formatVersion: 1,
        backends: [{ backend: 'alsa', absent: null }],
        devices: this.cards,
      }),
      files: {
        prepare: () => [],
        reads: () => undefined,
        writes: () => undefined,
        isGiven: () => false,
        finish: async () => {},
      },
      promote: async () => {
        this.promoted++;
        await this.whilePromoting();
        return true;
      },
      watch: undefined,
    });
    this.session.subscribe((event) => {
      if (event.event !== 'meter') this.events.push(event);
      for (const waker of this.wakers.splice(0)) waker();
    });
    onTestFinished(() => this.session.stop('ended'));
  }

  /** A save of the config, as the watch tells it. */
  save(text: string): void {
    this.text = text;
    this.session.saved({ atMs: performance.now() - 30, debounceMs: 30, paths: [ENTRY] });
  }

  /** The next event of this name that was not taken yet. */
  async next<Name extends RunEventName>(name: Name): Promise<RunEventOf<Name>> {
    for (;;) {
      const at = this.events.findIndex((e) => e.event === name);
      if (at >= 0) return this.events.splice(at, 1)[0] as unknown as RunEventOf<Name>;
      await new Promise<void>((resolve) => this.wakers.push(resolve));
    }
  }

  /** Resolves when levels and load were read once more. */
  async nextMeter(): Promise<void> {
    let seen = false;
    const forget = this.session.subscribe((event) => {
      seen ||= event.event === 'meter';
    });
    await this.until(() => seen);
    forget();
  }

  /** Resolves when `isTrue` does, looked at with every event (meters come ten times a second). */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((resolve) => this.wakers.push(resolve));
  }
}
