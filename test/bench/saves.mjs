// A run whose config is saved time and again: `busbar run` as a process. In: the repository's root, a folder with what the
// config names, the text of each save, 0 being what it starts with. Out: what the run says of each save (`reloaded`).
// `cpuMs` is what the main thread computed from the save to the event, so that other work on the machine does not count.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

/** A person saves now and then; meanwhile other things fill the caches. */
const PAUSE_MS = 400;

/** Milliseconds that a process's first thread computed until now. */
const computedMs = (pid) => Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;

/** As editors do: all at once, so that a busy machine never sees half of it, nor two changes. */
function save(path, text) {
  writeFileSync(`${path}~`, text);
  renameSync(`${path}~`, path);
}

/** `practiceMs`: before the first save, so that the run's own practice is over. */
export async function reloadsOf(root, folder, textOf, count, practiceMs) {
  const config = join(folder, 'busbar.yaml');
  writeFileSync(config, textOf(0));
  const flags = (process.env.BUSBAR_BENCH_NODE ?? '').split(' ').filter((f) => f !== '');
  const child = spawn(process.execPath, [...flags, join(root, 'dist/runtime/cli/main.js'), 'run', '--json', config], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (name) => {
      for (let line = await lines.next(); !line.done; line = await lines.next()) {
        const event = JSON.parse(line.value);
        if (event.event === 'rejected') throw new Error(line.value);
        if (event.event === name) return event;
      }
      throw new Error('the run has ended');
    };
    await next('started');
    await setTimeout(practiceMs);
    const events = [];
    for (let n = 1; n <= count; n++) {
      await setTimeout(PAUSE_MS);
      const before = computedMs(child.pid);
      save(config, textOf(n));
      const event = await next('reloaded');
      events.push({ ...event, cpuMs: computedMs(child.pid) - before });
    }
    child.kill('SIGTERM');
    await once(child, 'exit');
    return events;
  } finally {
    end();
    process.off('exit', end);
  }
}
