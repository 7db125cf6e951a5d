// RLIMIT_RTTIME: a real-time thread that never pauses loses its priority, and the process lives on.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { encode } from '../../compiler/encode.ts';
import { loadAddon } from '../../runtime/native.ts';
import { describeLive } from '../support/addon.ts';
import { handPlan, input, output } from './hand-plan.ts';
import { RawFiles, virtual } from './live-host.ts';

/** 200 ms, as rtkit demands; the kernel kills at its end. */
const limit = '--rttime=200000:200000';

/** Why a thread cannot be put under such a limit here; nothing where it can. */
function whyNot(): string | undefined {
  const tried = spawnSync('prlimit', [limit, 'chrt', '-f', '5', 'true'], { encoding: 'utf8' });
  return tried.status === 0 ? undefined : (tried.error?.message ?? tried.stderr);
}

/** More than any machine plays in its time at a million frames a second, in blocks of 16. */
const heavy = handPlan({
  rateHz: 1e6,
  quantum: 16,
  devices: [{ inputs: 1, outputs: 1 }],
  ops: [
    input(0),
    ...Array.from({ length: 20000 }, (_, i) => ({
      kernel: 'gain',
      reads: [i === 0 ? 0 : 1],
      writes: [1],
      params: [0, 40],
      inPlace: i > 0,
    })),
    output(1),
  ],
  slotOf: [0, 1],
});

describeLive('live limits', () => {
  const reason = process.platform === 'linux' ? whyNot() : 'only Linux has RLIMIT_RTTIME';
  if (reason !== undefined) console.warn(`skipped: real-time limits: ${reason}`);

  it.skipIf(reason !== undefined)(
    'a thread that runs without a pause is demoted, and the process goes on',
    async () => {
      const addon = loadAddon();
      if (!addon.ok) throw new Error(addon.message);
      const files = new RawFiles();
      writeFileSync(files.path('plan.bin'), encode(heavy));
      // A buffer of a second: until that is over the thread, always late, never waits for its clock.
      const spec = virtual({
        slots: [{ slot: 0, inputs: 1, outputs: 1 }],
        rateHz: 1e6,
        period: 1024,
        periods: 1024,
        priority: 5,
      });
      const script = `
      const { Live } = require(process.argv[1]);
      const live = new Live();
      const plan = new Uint8Array(require('node:fs').readFileSync(process.argv[2]));
      const stage = { plan, adopt: new Uint32Array(), frames: 0, runners: [0], slots: [0] };
      (async () => {
        const { stream, realtime } = await live.open(${JSON.stringify(spec)});
        await live.change([stage], false);
        const look = setInterval(async () => {
          if (!live.poll().some((e) => e.kind === 'demoted')) return;
          clearInterval(look);
          console.log(realtime, live.scheduling(stream).realtime);
          await live.stop();
        }, 5);
      })();`;
      const child = spawn('prlimit', [limit, process.execPath, '-e', script, addon.path, files.path('plan.bin')], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => {
        child.kill('SIGKILL');
      });
      let said = '';
      child.stdout.on('data', (text) => {
        said += text;
      });
      expect(await once(child, 'exit')).toEqual([0, null]);
      expect(said).toBe('true false\n');
    },
  );
});
