// A live engine without sound. In: what a session asks of it. Out: what it was asked, in order, and what a test lets it say.
// Invariant: changes begin and settle by themselves unless `holds` is set; streams open unless a fault is set for their id.

import type {
  DeviceFault,
  JackPort,
  LiveEvent,
  LiveStage,
  NativeLive,
  RunnerStats,
  SlotLevels,
  StreamInfo,
  StreamSpec,
} from '../../runtime/native-live.ts';

export interface OpenStream {
  readonly stream: number;
  readonly spec: StreamSpec;
}

const refused = { realtime: false, scheduling: 'SCHED_OTHER: a test' };

export class FakeLive implements NativeLive {
  /** `open main`, `close main`, `change 2`, `set 3 -6 0`, `stop`, in the order they came. */
  readonly log: string[] = [];
  readonly changes: { readonly stages: readonly LiveStage[]; readonly silently: boolean }[] = [];
  /** Faults by id of the device. */
  readonly faults = new Map<string, DeviceFault>();
  /** True: a change stays in flight until `settle`. */
  holds = false;
  /** Called while a change is made ready. */
  whilePreparing: () => void | Promise<void> = () => {};
  refuses: string | undefined;
  /** The kernel's number of every thread; 0: not theirs to change. */
  thread = 0;
  /** What a thread got, once somebody else was asked. */
  granted: string | undefined;
  memory = 0;
  memoryLocked = true;
  private readonly streams: OpenStream[] = [];
  private events: LiveEvent[] = [];
  private next = 0;

  /** What is open, by id and back end: `main alsa`. */
  get playing(): readonly string[] {
    return this.streams.map(({ spec }) => `${spec.id} ${spec.backend}`).sort();
  }

  async change(stages: readonly LiveStage[], silently: boolean): Promise<number> {
    await this.whilePreparing();
    if (this.refuses !== undefined) throw new Error(this.refuses);
    this.changes.push({ stages, silently });
    const change = this.changes.length;
    this.log.push(`change ${stages.length}${silently ? ' silently' : ''}`);
    this.say({ kind: 'begun', timeMs: this.now(), change });
    if (!this.holds) this.settle(change);
    return change;
  }

  settle(change: number): void {
    this.say({ kind: 'settled', timeMs: this.now(), change });
  }

  async open(spec: StreamSpec, replaces?: number): Promise<StreamInfo> {
    const fault = spec.backend === 'virtual' ? undefined : this.faults.get(spec.id);
    this.log.push(`open ${spec.id}${spec.backend === 'virtual' ? ' virtual' : ''}${fault ? ` ${fault}` : ''}`);
    if (fault !== undefined) throw Object.assign(new Error(`${spec.id} is ${fault}`), { fault });
    if (replaces !== undefined) await this.close(replaces);
    const driver = this.streams.find((s) => s.spec.runner === spec.runner && s.spec.drives);
    if (spec.drives && driver !== undefined) throw new Error(`runner ${spec.runner} has a driver already`);
    const stream = this.next++;
    this.streams.push({ stream, spec });
    const { rateHz, period, periods } = spec;
    const latency = spec.backend === 'virtual' ? 0 : 96;
    return {
      stream,
      rateHz,
      period,
      periods,
      format: 's32',
      inputLatency: latency,
      outputLatency: latency,
      thread: this.thread,
      ...refused,
    };
  }

  async close(stream: number): Promise<void> {
    const at = this.streams.findIndex((s) => s.stream === stream);
    const [closed] = this.streams.splice(at, 1);
    this.log.push(`close ${closed?.spec.id}${closed?.spec.backend === 'virtual' ? ' virtual' : ''}`);
  }

  set(part: number, params: readonly number[]): void {
    this.log.push(`set ${part} ${params.join(' ')}`);
  }

  say(event: LiveEvent): void {
    this.events.push(event);
  }

  /** The device goes away: it cannot be opened until `plug`. */
  unplug(id: string): void {
    this.faults.set(id, 'missing');
    const found = this.streams.find(({ spec }) => spec.id === id);
    if (found === undefined) throw new Error(`${id} is not open`);
    this.say({ kind: 'lost', timeMs: this.now(), stream: found.stream, fault: 'gone', why: 'it was unplugged' });
  }

  plug(id: string): void {
    this.faults.delete(id);
  }

  poll(): readonly LiveEvent[] {
    return this.events.splice(0);
  }

  /** Of what every stream that does not drive captures; each runs 12.5 ppm fast. */
  widened = 0;

  stats(): readonly RunnerStats[] {
    const state = { driftPpm: 12.504, errorFrames: -0.251, lost: 0, restarts: 0, running: true };
    const members = this.streams.flatMap(({ stream, spec: { crossing } }) =>
      crossing === undefined
        ? []
        : [{ stream, crossingFrames: crossing.frames, ...state, widenedIn: this.widened, widenedOut: 0 }],
    );
    const shares = { load: 0.1, loadP99: 0.2, loadWorst: 0.3 };
    return [
      {
        runner: 0,
        frames: 4800,
        clockPpm: 0,
        ...shares,
        xruns: 2,
        pageFaults: 0,
        preemptions: 0,
        allocations: 0,
        notFinite: 0,
        members,
      },
    ];
  }

  levels(): readonly SlotLevels[] {
    return this.streams.flatMap(({ spec }) =>
      spec.slots.map(({ slot, inputs, outputs }) => ({
        slot,
        inputPeaks: new Float64Array(inputs).fill(0.5),
        inputRms: new Float64Array(inputs),
        outputPeaks: new Float64Array(outputs).fill(1),
        outputRms: new Float64Array(outputs).fill(0.1),
        clipped: 0,
      })),
    );
  }

  setPaths() {}

  setWishes(_stream: number, ...ports: readonly (readonly JackPort[])[]) {
    this.log.push(`connect ${ports.flatMap((p) => p.map(({ name, connect }) => `${name} ${connect}`)).join(', ')}`);
  }

  scheduling(stream: number) {
    if (!this.streams.some((s) => s.stream === stream)) throw new Error('there is no such stream');
    return this.granted === undefined ? refused : { realtime: true, scheduling: this.granted };
  }

  readOut(): Float64Array {
    return new Float64Array();
  }

  now(): number {
    return performance.now() + 1000; // another zero than ours
  }

  async stop(): Promise<void> {
    this.log.push('stop');
    this.streams.splice(0);
  }
}
