// A process of its own (node --expose-gc) that plays on JACK while its config is edited. In: how many edits (0: as long as
// the argument after says, in steps), seed. Out: a line of JSON when it plays, and one with all counts at the end.
// One edit every 100 ms, none before the last was answered; after every 50th the first config again, to compare memory.

import { setTimeout } from 'node:timers/promises';
import { compile } from '../../../../compiler/index.ts';
import { loadAddon } from '../../../../runtime/native.ts';
import type { NativeLive } from '../../../../runtime/native-live.ts';
import { Session } from '../../../../runtime/session.ts';
import { memoryHost } from '../../../support/memory-host.ts';
import { random } from '../../../support/random.ts';
import { RandomConfig } from './random-config.ts';

const STEP_MS = 100;
const ENTRY = 'busbar.yaml';
const [edits = 0, idle = 0, seed = 1] = process.argv.slice(2).map(Number);

const loaded = loadAddon();
if (!loaded.ok) throw new Error(loaded.message);
const native = new loaded.addon.Live();
const swaps = { posted: 0, begun: 0, settled: 0 };
const live = counting(native);
const source = new RandomConfig(random(seed));
const first = source.text();
let text = first;

const session = new Session({
  live,
  instructionSet: loaded.addon.instructionSet,
  config: ENTRY,
  compile: (inventory) => compile({ entry: ENTRY, host: memoryHost({ [ENTRY]: text }), inventory }),
  inventory: async () => undefined,
  files: {
    prepare: () => [],
    reads: () => undefined,
    writes: () => undefined,
    isGiven: () => false,
    finish: async () => {},
  },
  watch: undefined,
  promote: () => Promise.resolve(false),
});
const kinds: Record<string, number> = {};
let answers = 0;
session.subscribe((event) => {
  if (event.event !== 'reloaded' && event.event !== 'rejected') return;
  const kind = event.event === 'reloaded' ? event.kind : `rejected: ${JSON.stringify(event.diagnostics)}`;
  kinds[kind] = (kinds[kind] ?? 0) + 1;
  answers++;
});

const { result, refusal } = await session.start();
if (result.plan === undefined || refusal !== undefined) throw new Error(JSON.stringify([result.diagnostics, refusal]));
console.log(JSON.stringify({ playing: true }));

let saves = 0;
let late = 0;
const memory: number[] = [];
const heap: number[] = [];
let due = performance.now();
await compare();
// An edit of what nobody hears needs no swap: one more makes up for it.
const wanted = () => edits + (kinds.none ?? 0);
for (let i = 0; i < Math.max(wanted(), idle); i++) {
  due += STEP_MS;
  await setTimeout(Math.max(0, due - performance.now()));
  if (i >= wanted()) continue;
  if (answers < saves) late++;
  await until(() => answers === saves);
  save(source.edit());
  await until(() => answers === saves || performance.now() > due + STEP_MS / 2);
  if ((i + 1) % 50 === 0 || i + 1 === wanted()) await compare();
}
const [stats] = live.stats();
const { xruns = -1, frames = 0, loadWorst = 0, loadP99 = 0, allocations = 0, pageFaults = 0 } = stats ?? {};
const counts = { saves, answers, late, kinds, swaps, memory, heap };
console.log(JSON.stringify({ ...counts, xruns, frames, loadWorst, loadP99, allocations, pageFaults }));
await session.stop('ended');

function save(next: string): void {
  text = next;
  saves++;
  session.saved({ atMs: performance.now(), debounceMs: 0, paths: [ENTRY] });
}

/** Memory with the first config playing and nothing under way. */
async function compare(): Promise<void> {
  await until(() => answers === saves); // or it would be the only one of two that is looked at
  if (text !== first) save(first);
  await until(() => answers === saves && swaps.settled === swaps.posted);
  await setTimeout(STEP_MS); // what the last swap replaced is freed with the next look at the queues
  collect();
  memory.push(native.memory);
  heap.push(process.memoryUsage().heapUsed);
  due = performance.now();
}

function collect(): void {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await setTimeout(2);
}

/** The engine, with its changes counted. */
function counting(engine: NativeLive): NativeLive {
  return new Proxy(engine, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      if (property === 'change')
        return (...args: Parameters<NativeLive['change']>) => {
          swaps.posted++;
          return target.change(...args);
        };
      if (property === 'poll')
        return () => {
          const events = target.poll();
          for (const { kind } of events) if (kind === 'begun' || kind === 'settled') swaps[kind]++;
          return events;
        };
      return value.bind(target) as unknown;
    },
  });
}
