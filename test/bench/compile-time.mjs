// Compile time, text to encoded plan, warm, over the size of the graph. Out: rows for the report.

import { createHash } from 'node:crypto';
import { compile, encodePlan } from '../../dist/compiler/index.js';
import { consoleOf } from './configs.mjs';

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

const ENTRY = 'busbar.yaml';

function hostOf(text) {
  const bytes = new TextEncoder().encode(text);
  return {
    read: async (path) => (path === ENTRY ? { ok: true, bytes } : { ok: false, reason: 'missing', detail: '' }),
    resolve: (_, path) => path,
    isOutside: () => false,
    sha256: (b) => createHash('sha256').update(b).digest('hex'),
  };
}

/** The plan of a config as text. */
export const planOfText = async (text) => (await once(text)).plan;

async function once(text) {
  const since = performance.now();
  const { plan, diagnostics } = await compile({ entry: ENTRY, host: hostOf(text) });
  const compiled = performance.now();
  if (plan === undefined) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  encodePlan(plan);
  return { compileMs: compiled - since, encodeMs: performance.now() - compiled, plan };
}

/** Nodes, compiles to warm up, compiles per round: rounds go through all sizes, so that a busy machine is busy for each. */
const sizes = [
  [200, 40, 25],
  [2000, 4, 3],
  [10_000, 2, 1],
];
const ROUNDS = 7;

export async function compileTime() {
  const texts = sizes.map(([nodes]) => consoleOf(nodes));
  const all = sizes.map(() => []);
  for (const [i, [, warm]] of sizes.entries()) for (let k = 0; k < warm; k++) await once(texts[i]);
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, [, , runs]] of sizes.entries()) for (let k = 0; k < runs; k++) all[i].push(await once(texts[i]));
  const rows = sizes.map(([nodes], i) => {
    const compileMs = median(all[i].map((r) => r.compileMs));
    return {
      nodes,
      ops: all[i][0].plan.ops.length,
      slots: all[i][0].plan.slots,
      compileMs,
      encodeMs: median(all[i].map((r) => r.encodeMs)),
      perNodeUs: (1000 * compileMs) / nodes,
    };
  });
  const growth = rows.at(-1).perNodeUs / rows[0].perNodeUs;
  return {
    title: 'Compile time, warm median',
    rows,
    notes: [`Sizes by turns. Per node, 10,000 against 200: x ${growth.toFixed(2)}`],
  };
}
