// From a save to the fade: a run with 200 nodes on a virtual device, saved by turns with a live value, a step that comes or
// goes, and a remark. In: the repository's root. Out: rows for the report.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleOf } from './configs.mjs';
import { reloadsOf } from './saves.mjs';

const NODES = 200;
const SAVES = 45;
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

export async function reload(root) {
  const folder = mkdtempSync(join(tmpdir(), 'busbar-bench-'));
  try {
    return report(await reloadsOf(root, folder, textOf, SAVES, PRACTICE_MS));
  } finally {
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
