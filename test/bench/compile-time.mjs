// Compile time, text to encoded plan, warm, over the size of the graph. Out: rows for the report.

import { createHash } from 'node:crypto';
import { compile, encodePlan } from '../../dist/compiler/index.js';
import { consoleOf } from './configs.mjs';

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

function hostOf(text) {
  const bytes = new TextEncoder().encode(text);
  return {
    read: async () => ({ ok: true, bytes }),
    resolve: (_, path) => path,
    isOutside: () => false,
    sha256: (b) => createHash('sha256').update(b).digest('hex'),
  };
}

async function once(text) {
  const since = performance.now();
  const { plan, diagnostics } = await compile({ entry: 'busbar.yaml', host: hostOf(text) });
  const compiled = performance.now();
  if (plan === undefined) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  encodePlan(plan);
  return { compileMs: compiled - since, encodeMs: performance.now() - compiled, plan };
}

export async function compileTime() {
  const rows = [];
  for (const [nodes, warm, runs] of [
    [200, 40, 41],
    [2000, 6, 9],
    [10_000, 2, 5],
  ]) {
    const text = consoleOf(nodes);
    for (let i = 0; i < warm; i++) await once(text);
    const all = [];
    for (let i = 0; i < runs; i++) all.push(await once(text));
    const compileMs = median(all.map((r) => r.compileMs));
    rows.push({
      nodes,
      ops: all[0].plan.ops.length,
      slots: all[0].plan.slots,
      compileMs,
      encodeMs: median(all.map((r) => r.encodeMs)),
      perNodeUs: (1000 * compileMs) / nodes,
    });
  }
  const growth = rows.at(-1).perNodeUs / rows[0].perNodeUs;
  return { title: 'Compile time, warm median', rows, notes: [`Per node, 10,000 against 200: x ${growth.toFixed(2)}`] };
}
