// Compile time, text to encoded plan, warm, over the size of the graph. Out: rows for the report.

import { createHash } from 'node:crypto';
import { compile, encodePlan } from '../../dist/compiler/index.js';
import { consoleOf } from './configs.mjs';
import { graph } from './peers/workloads.mjs';

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
  const before = process.cpuUsage();
  const { plan, diagnostics } = await compile({ entry: ENTRY, host: hostOf(text) });
  const { user, system } = process.cpuUsage(before);
  const compiled = performance.now();
  if (plan === undefined) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  encodePlan(plan);
  return { compileMs: compiled - since, cpuMs: (user + system) / 1000, encodeMs: performance.now() - compiled, plan };
}

const console = (nodes) => ['console', nodes, consoleOf(nodes)];
/** W4 of the comparison with other engines. */
const random = (nodes) => ['random graph', nodes, graph(nodes).config];

/** Compiles to warm up, compiles per round: rounds go through all sizes, so that a busy machine is busy for each. */
const subjects = [
  [...console(200), 40, 25],
  [...console(1000), 8, 6],
  [...console(10_000), 2, 1],
  [...random(1000), 4, 3],
  [...random(10_000), 2, 1],
];
const ROUNDS = 7;

export async function compileTime() {
  const all = subjects.map(() => []);
  for (const [, , text, warm] of subjects) for (let k = 0; k < warm; k++) await once(text);
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, [, , text, , runs]] of subjects.entries())
      for (let k = 0; k < runs; k++) all[i].push(await once(text));
  const rows = subjects.map(([what, nodes], i) => {
    const { plan } = all[i][0];
    const of = (name) => median(all[i].map((r) => r[name]));
    return {
      what,
      nodes,
      ops: plan.ops.length,
      slots: plan.slots,
      'at least': plan.slotBound,
      compileMs: of('compileMs'),
      cpuMs: of('cpuMs'),
      encodeMs: of('encodeMs'),
      'cpuUs / node': (1000 * of('cpuMs')) / nodes,
    };
  });
  const perNode = rows.map((r) => r['cpuUs / node']);
  return {
    title: 'Compile time, warm median',
    rows,
    notes: [`Sizes by turns. Per node, a console of 10,000 against 200: x ${(perNode[2] / perNode[0]).toFixed(2)}`],
  };
}
