// From a save to the fade: `busbar run` with 200 nodes on a virtual device, saved by turns with a live value, a step that
// comes or goes, and a remark. In: the repository's root. Out: rows for the report. `cpuMs` is what the main thread
// computed from the save to the event, so that other work on the machine does not count.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { consoleOf } from './configs.mjs';

const NODES = 200;
const SAVES = 45;
/** A person saves now and then; meanwhile other things fill the caches. */
const PAUSE_MS = 400;
/** Practice of the run itself is over by then. */
const PRACTICE_MS = 6000;

const base = consoleOf(NODES).replace('desk: {', 'desk: { backend: virtual,');
const kinds = ['live', 'fade', 'none'];

/** The config after `n` saves: each differs from the one before by what its kind says. */
function textOf(n) {
  const [live, fade] = [Math.ceil(n / 3), Math.ceil((n - 1) / 3)];
  const moved = base.replace('highpass: 60 Hz', `highpass: ${60 + live} Hz`);
  const step = '\n      - peaking: { freq: 3 kHz, gain: 2 dB, q: 1, id: more }';
  return `${fade % 2 === 0 ? moved : moved.replace('- gain: -1 dB', `- gain: -1 dB${step}`)}# save ${n}\n`;
}

const sorted = (list) => [...list].sort((a, b) => a - b);
const quantile = (list, q) => sorted(list)[Math.min(list.length - 1, Math.floor(q * list.length))];
const median = (list) => quantile(list, 0.5);

/** Milliseconds that a process's first thread computed until now. */
const computedMs = (pid) => Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;

export async function reload(root) {
  const folder = mkdtempSync(join(tmpdir(), 'busbar-bench-'));
  const config = join(folder, 'busbar.yaml');
  writeFileSync(config, textOf(0));
  const flags = (process.env.BUSBAR_BENCH_NODE ?? '').split(' ').filter((f) => f !== '');
  const child = spawn(process.execPath, [...flags, join(root, 'dist/runtime/cli/main.js'), 'run', '--json', config], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (...names) => {
      for (let line = await lines.next(); !line.done; line = await lines.next()) {
        const event = JSON.parse(line.value);
        if (event.event === 'rejected') throw new Error(JSON.stringify(event));
        if (names.includes(event.event)) return event;
      }
      throw new Error('the run has ended');
    };
    await next('started');
    const reading = [];
    const save = async (text, into) => {
      writeFileSync(config, text);
      const before = computedMs(child.pid);
      const event = await next('reloaded');
      into.push({ ...event, cpuMs: computedMs(child.pid) - before });
    };
    await setTimeout(PRACTICE_MS);
    for (let n = 1; n <= SAVES; n++) {
      await setTimeout(PAUSE_MS);
      await save(textOf(n), reading);
    }
    child.kill('SIGTERM');
    await once(child, 'exit');
    return report(reading);
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  }
}

function report(events) {
  const rows = kinds.map((kind) => {
    const of = events.filter((e) => e.kind === kind);
    const ms = of.map((e) => e.ms);
    const phase = (name) => median(of.map((e) => e.phases[name]));
    return {
      save: kind,
      times: of.length,
      p10Ms: quantile(ms, 0.1),
      medianMs: median(ms),
      p90Ms: quantile(ms, 0.9),
      worstMs: Math.max(...ms),
      cpuMs: median(of.map((e) => e.cpuMs)),
      warmUpMs: median(of.map((e) => e.warmUpMs)),
      noticeMs: phase('notice'),
      compileMs: phase('compile'),
      compareMs: phase('compare'),
      loadMs: phase('load'),
    };
  });
  return {
    title: `From file event to the new plan, ${NODES} nodes, debounce excluded`,
    rows,
    notes: ['A fade begins `warmUpMs` later: what starts afresh runs unheard until its delays and filters are filled.'],
  };
}
