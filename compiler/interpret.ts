// The reference interpreter: what a graph means, sample by sample. In: an equipped graph (the value of the pass `assets`),
// input samples and a way to run one kernel. Out: output samples. Invariants: it sees no op, slot or order of a plan;
// every stream has an array of its own; sums, alignment and feedback are plain arithmetic here. Slow on purpose.
// Against a plan: equal to the bit but for sums with pan, whose factors may differ in the last place.

import type { HostedKernel, KernelHost } from './interpret/kernel-host.ts';
import type { StreamId, Task, TaskId } from './interpret/task.ts';
import { TaskList } from './interpret/tasks.ts';
import { type Timing, timingOf } from './interpret/timing.ts';
import type { EquippedGraph } from './ir/graph.ts';

export type { KernelHost } from './interpret/kernel-host.ts';

/** Samples by device and hardware channel, both from 0; what is left out is silent. */
export type DeviceSamples = readonly (readonly (Float64Array | undefined)[])[];

/** Runs `frames` frames; outputs are as many per device as its highest declared channel. */
export function interpret(
  graph: EquippedGraph,
  inputs: DeviceSamples,
  frames: number,
  host: KernelHost,
): readonly (readonly Float64Array[])[] {
  const { tasks, streams } = new TaskList(graph, frames);
  return new Run(graph, tasks, streams, inputs, frames, host).outputs();
}

class Run {
  private readonly tasks: readonly Task[];
  private readonly frames: number;
  private readonly timing: Timing;
  private readonly inputs: DeviceSamples;
  private readonly streams: readonly Float64Array[];
  /** What each task reads, put off until all of it is there. */
  private readonly reads: readonly (readonly Float64Array[])[];
  private readonly kernels: readonly (HostedKernel | null)[];
  private readonly devices: readonly (readonly Float64Array[])[];

  constructor(
    { graph }: EquippedGraph,
    tasks: readonly Task[],
    streams: number,
    inputs: DeviceSamples,
    frames: number,
    host: KernelHost,
  ) {
    const silence = () => new Float64Array(frames);
    this.tasks = tasks;
    this.frames = frames;
    this.inputs = inputs;
    this.timing = timingOf(tasks, streams);
    this.streams = Array.from({ length: streams }, silence);
    this.reads = tasks.map((task) => task.reads.map(silence));
    this.kernels = tasks.map((task) => (task.kind === 'kernel' ? host.make(task.spec) : null));
    this.devices = graph.devices.map((d) => {
      const width = d.outputs.reduce((max, p) => Math.max(max, ...p.channels), 0);
      return Array.from({ length: width }, silence);
    });
  }

  /** A graph without cycles runs task by task over all frames; one with a cycle frame by frame. */
  outputs(): readonly (readonly Float64Array[])[] {
    const step = this.tasks.some((t) => t.kind === 'feedback') ? 1 : this.frames;
    for (let from = 0; from < this.frames; from += step)
      for (const t of this.timing.order) {
        this.gather(t, from, from + step);
        this.compute(t, from, from + step);
      }
    return this.devices;
  }

  /** Frames that a stream waits before a task takes it. */
  private pad(t: TaskId, stream: StreamId): number {
    return this.timing.meets[t]! - this.timing.arrives[stream]!;
  }

  private gather(t: TaskId, from: number, to: number): void {
    for (const [i, s] of this.tasks[t]!.reads.entries())
      shift(this.streams[s]!, this.reads[t]![i]!, this.pad(t, s), from, to);
  }

  private compute(t: TaskId, from: number, to: number): void {
    const task = this.tasks[t]!;
    const reads = this.reads[t]!;
    const writes = task.writes.map((s) => this.streams[s]!);
    switch (task.kind) {
      case 'kernel':
        this.kernels[t]!.process(reads, writes, to - from, from);
        break;
      case 'sum':
        sum(task, reads, writes, from, to);
        break;
      case 'take':
        for (const [i, write] of writes.entries()) shift(reads[task.from[i]!]!, write, 0, from, to);
        break;
      case 'late':
        for (const [i, write] of writes.entries()) shift(reads[i]!, write, task.frames, from, to);
        break;
      case 'feedback':
        // Its reads are not gathered yet for these frames: they are made of what is written here.
        for (const [i, write] of writes.entries()) {
          const s = task.reads[task.reads.length === 1 ? 0 : i]!;
          shift(this.streams[s]!, write, this.timing.left(t) + this.pad(t, s), from, to);
        }
        break;
      case 'clip':
        clip(task.top, reads[0]!, writes[0]!, from, to);
        break;
      case 'input': {
        const samples = this.inputs[task.from.device]?.[task.from.channel];
        if (samples) shift(samples, writes[0]!, 0, from, to);
        break;
      }
      case 'output':
        for (const [i, { device, channel }] of task.to.entries())
          shift(reads[i]!, this.devices[device]![channel]!, 0, from, to);
    }
  }
}

/** to[n] = from[n - frames], silence before. */
function shift(source: Float64Array, target: Float64Array, frames: number, first: number, end: number): void {
  for (let n = first; n < end; n++) target[n] = source[n - frames] ?? 0;
}

function sum(
  { sources }: Task & { kind: 'sum' },
  reads: readonly Float64Array[],
  writes: readonly Float64Array[],
  first: number,
  end: number,
): void {
  for (const [w, write] of writes.entries()) {
    for (let n = first; n < end; n++) {
      let total = 0;
      for (const source of sources) {
        const read = reads[source.first + (source.count === 1 ? 0 : w)]!;
        total += source.factors[w]! * read[n]!;
      }
      write[n] = total;
    }
  }
}

function clip(top: number, read: Float64Array, write: Float64Array, first: number, end: number): void {
  for (let n = first; n < end; n++) {
    const x = read[n]!;
    write[n] = Number.isNaN(x) ? 0 : Math.max(-top, Math.min(top, x));
  }
}
