// A session for tests of what talks to one: two values, one device, events on demand. In: nothing. Out: a SessionControl
// whose events the test tells. Invariant: refuses what a real one would, by the same types.

import type { Answer, ControlValue, LiveValue, SessionControl, SessionStatus } from '../../runtime/session/control.ts';
import type { DeviceLevels, RunEvent, Told } from '../../runtime/session/events.ts';

const levels: readonly DeviceLevels[] = [
  {
    name: 'main',
    inputs: [{ peakDbfs: -12, rmsDbfs: -20.25 }],
    outputs: [
      { peakDbfs: 0.5, rmsDbfs: -3 },
      { peakDbfs: null, rmsDbfs: null },
    ],
    clipped: 3,
    drift: null,
  },
];

export class FakeSession implements SessionControl {
  readonly moves: string[] = [];
  time = 12.5;
  stale = false;
  state: 'open' | 'away' = 'open';
  private readonly listeners = new Set<(event: RunEvent) => void>();
  private readonly numbers = new Map([
    ['voice.level.gain', -6],
    ['voice.mix[main.mic].gain', 0],
  ]);

  tell(told: Told): void {
    for (const listener of this.listeners) listener({ ...told, time: this.time });
  }

  meter(): void {
    this.tell({ event: 'meter', devices: levels, load: this.status().load, xruns: 0 });
  }

  get listening(): number {
    return this.listeners.size;
  }

  status(): SessionStatus {
    const realtime = { granted: true, detail: 'SCHED_FIFO 60' };
    return {
      config: 'busbar.yaml',
      name: 'desk',
      time: this.time,
      rateHz: 48_000,
      quantum: 64,
      instructionSet: 'x86-64-v3',
      devices: [
        {
          name: 'main',
          backend: 'alsa',
          id: 'hw:CARD=UMC1820,DEV=0',
          ports: [],
          state: this.state,
          note: this.state === 'open' ? '' : 'unplugged',
          rateHz: 48_000,
          period: 64,
          periods: 3,
          format: 's24_3',
          inputLatencyFrames: 96,
          outputLatencyFrames: 160,
          drift: { ppm: -12.25, fillFrames: 0.02, latencyFrames: 192, lost: 0, restarts: 0 },
          realtime,
        },
      ],
      latencies: [{ from: 'main.mic', to: 'main.mon', frames: 304, ms: 6.333 }],
      realtime,
      load: { mean: 0.031, p99: 0.05, worst: 0.092 },
      xruns: 0,
      reloads: 1,
      moved: this.values().filter((v) => v.config !== null),
      stale: this.stale,
    };
  }

  levels = () => levels;

  values(): readonly LiveValue[] {
    return [...this.numbers].map(([target, number]) => {
      const config = target === 'voice.level.gain' ? -6 : 0;
      return { target, value: `${number} dB`, number, config: number === config ? null : `${config} dB` };
    });
  }

  controls(): readonly ControlValue[] {
    const number = this.numbers.get('voice.level.gain') ?? null;
    const range = ['-60 dB', '0 dB'] as const;
    const target = 'voice.level.gain';
    return [{ name: '/level', target, range, invert: false, mode: null, value: `${number} dB`, number }];
  }

  get(target: string): Answer<LiveValue> {
    const value = this.values().find((v) => v.target === target);
    if (value !== undefined) return { ok: true, value };
    const problem = { message: `There is no value ${target}.`, help: 'Did you mean voice.level.gain?' };
    return { ok: false, problem };
  }

  set(target: string, text: string): Answer<LiveValue> {
    const known = this.get(target);
    if (!known.ok) return known;
    const number = Number(/^(-?\d+(?:\.\d+)?) ?dB$/.exec(text)?.[1]);
    if (!(number <= 24)) {
      const problem = { message: `${target} cannot be \`${text}\`.`, help: 'It wants a value up to 24 dB.' };
      return { ok: false, problem };
    }
    this.moves.push(`${target} ${number}`);
    this.numbers.set(target, number);
    const moved = this.get(target);
    if (moved.ok) this.tell({ event: 'set', target, value: moved.value.value });
    return moved;
  }

  subscribe(listener: (event: RunEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
