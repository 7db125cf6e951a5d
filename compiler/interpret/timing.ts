// When streams arrive, worked out from the rule itself. In: tasks. Out: frames after the device inputs at which each
// task's reads are together, and the frames that are left of each delay on a cycle. Plain recursion: an oracle may be slow.
// The rule: a task waits for its latest read; what leaves a delay on a cycle arrives with the latest stream that enters
// the cycle, or later, when everything that reads it waits anyway.

import { invariant } from '../invariant.ts';
import type { StreamId, Task, TaskId } from './task.ts';

export interface Timing {
  /** By TaskId: when its reads have arrived. */
  readonly meets: readonly number[];
  /** By StreamId. */
  readonly arrives: readonly number[];
  /** Of a `feedback` task: frames between its reads, once together, and its writes. At least 1. */
  readonly left: (task: TaskId) => number;
  /** Tasks in an order in which each finds its reads made, feedback aside. */
  readonly order: readonly TaskId[];
}

export function timingOf(tasks: readonly Task[], streams: number): Timing {
  const maker: TaskId[] = new Array(streams).fill(-1);
  for (const [t, task] of tasks.entries()) for (const s of task.writes) maker[s] = t;
  const arrives: number[] = new Array(streams).fill(Number.NaN);
  const order = new Set<TaskId>();

  const arrival = (s: StreamId): number => {
    if (Number.isNaN(arrives[s])) finish(maker[s]!);
    return arrives[s]!;
  };
  const latest = (reads: readonly StreamId[]): number => reads.reduce((max, s) => Math.max(max, arrival(s)), 0);
  const finish = (t: TaskId): void => {
    const task = tasks[t]!;
    const at = task.kind === 'feedback' ? entry(t) : latest(task.reads) + task.latency;
    for (const s of task.writes) arrives[s] = at;
    order.add(t);
  };
  /** The latest stream that enters a cycle from outside. */
  const entry = (t: TaskId): number => {
    const members = cycleThrough(tasks, maker, t);
    const entering = [...members].flatMap((m) => tasks[m]!.reads.filter((s) => !members.has(maker[s]!)));
    return latest(entering);
  };
  for (const [t, task] of tasks.entries()) if (task.kind === 'feedback' && !order.has(t)) finish(t);
  for (const t of tasks.keys()) if (!order.has(t)) finish(t);

  const meets = tasks.map((task) => latest(task.reads));
  for (const [t, task] of tasks.entries()) {
    if (task.kind !== 'output') continue;
    const others = tasks.flatMap((o, i) => (o.kind === 'output' && o.together === task.together ? [meets[i]!] : []));
    meets[t] = Math.max(...others);
  }
  for (const task of tasks) {
    if (task.kind !== 'feedback') continue;
    const waits = tasks.flatMap((o, i) => (o.reads.some((s) => task.writes.includes(s)) ? [meets[i]!] : []));
    if (waits.length > 0) for (const s of task.writes) arrives[s] = Math.min(...waits);
  }
  const left = (t: TaskId): number => {
    const task = tasks[t]!;
    invariant(task.kind === 'feedback', 'a delay on a cycle');
    const frames = task.frames - (meets[t]! - arrives[task.writes[0]!]!);
    invariant(frames >= 1, `${task.name} has ${frames} frames left on its cycle`);
    return frames;
  };
  return { meets, arrives, left, order: [...order] };
}

/** Tasks that lead to `t` and are reached from it, itself included. */
function cycleThrough(tasks: readonly Task[], maker: readonly TaskId[], t: TaskId): ReadonlySet<TaskId> {
  const spread = (next: (at: TaskId) => readonly TaskId[]): Set<TaskId> => {
    const seen = new Set([t]);
    for (const at of seen) for (const n of next(at)) seen.add(n);
    return seen;
  };
  const before = spread((at) => tasks[at]!.reads.map((s) => maker[s]!));
  const after = spread((at) => tasks.flatMap((o, i) => (o.reads.some((s) => maker[s] === at) ? [i] : [])));
  return new Set([...before].filter((at) => after.has(at)));
}
