// A config that is edited ten times a second while it plays on JACK: every edit is swapped in, memory stays, and no xrun is
// ours. BUSBAR_EDITS=1000 is the long form, BUSBAR_SEED another course. This machine's timers miss by themselves, so the
// same run without edits is printed beside; an xrun that we cause needs a cycle of ours as long as a period.

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runSeed } from '../../../support/random.ts';
import { underWitness } from '../../../support/witness.ts';
import { Probe } from '../probe.ts';
import { JackServer, skipsJack } from '../server.ts';
import { Talker } from '../talk.ts';

const edits = Number(process.env.BUSBAR_EDITS ?? 100);
const isLong = edits >= 1000;
const script = fileURLToPath(new URL('edits-run.ts', import.meta.url));

interface Counts {
  readonly saves: number;
  readonly answers: number;
  /** Edits that had to wait for the answer to the one before. */
  readonly late: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly swaps: { readonly posted: number; readonly begun: number; readonly settled: number };
  /** Bytes with the first config playing, after every 50th edit. */
  readonly memory: readonly number[];
  readonly heap: readonly number[];
  readonly xruns: number;
  readonly frames: number;
  readonly loadWorst: number;
  readonly loadP99: number;
  readonly allocations: number;
}

async function run(server: JackServer, count: number, idle: number): Promise<Counts> {
  const args = ['--expose-gc', '--import', import.meta.resolve('jiti/register'), script];
  const player = new Talker(process.execPath, [...args, ...[count, idle, Math.abs(runSeed())].map(String)], {
    env: server.env,
    patienceMs: 30_000 + 1000 * Math.max(count, idle),
  });
  await player.next((said) => 'playing' in said);
  const counts = await player.next<Counts>((said) => 'saves' in said);
  expect(await player.end()).toEqual({ code: 0, signal: null });
  return counts;
}

describe.skipIf(skipsJack)('edits while it plays on JACK', underWitness(), () => {
  it(
    `are all heard (${edits}), and leave memory as it was`,
    async () => {
      const server = await JackServer.start({ period: 256 });
      await Probe.start(server, 'sender', 2, 0);
      const quiet = await run(server, 0, edits);
      const edited = await run(server, edits, 0);

      const words = ({ xruns, frames, loadP99, loadWorst }: Counts) =>
        `${xruns} xruns in ${(frames / 48_000).toFixed(1)} s, load p99 ${(100 * loadP99).toFixed(1)} %, worst ${(100 * loadWorst).toFixed(1)} %`;
      console.log(`BUSBAR_SEED=${runSeed()}: without edits ${words(quiet)}`);
      console.log(`${edits} edits ${words(edited)}, ${JSON.stringify(edited.kinds)}, ${edited.late} waited`);
      console.log(`memory ${edited.memory.join(' ')}; heap ${edited.heap.join(' ')}`);

      const { live = 0, fade = 0, none = 0 } = edited.kinds;
      expect(edited.answers).toBe(edited.saves);
      expect(live + fade + none).toBe(edited.saves);
      expect(live + fade).toBeGreaterThanOrEqual(edits);
      // One to begin with, then every save has its own.
      const swaps = 1 + live + fade;
      expect(edited.swaps).toEqual({ posted: swaps, begun: swaps, settled: swaps });
      expect(new Set(edited.memory).size).toBe(1);
      // From a quarter on: by then all code has run.
      const [warm, last] = [edited.heap[Math.ceil(edited.heap.length / 4)]!, edited.heap.at(-1)!];
      expect(last).toBeLessThan(1.05 * warm);
      expect(edited.allocations).toBe(0);
      if (isLong) expect(edited.loadWorst).toBeLessThan(1);
    },
    60_000 + 3000 * edits,
  );
});
