// How many times faster than real time one core runs each example. In: examples/. Out: rows for the report.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compile, encodePlan } from '../../dist/compiler/index.js';
import { loadAddon } from '../../dist/runtime/native.js';
import { fileHost } from './file-host.mjs';

const SECONDS = 20;

export async function realtime(root) {
  const loaded = loadAddon();
  if (!loaded.ok) throw new Error(`${loaded.message} ${loaded.help}`);
  const rows = [];
  for (const name of readdirSync(join(root, 'examples')).sort()) {
    const entry = join(root, 'examples', name, 'busbar.yaml');
    if (!existsSync(entry)) continue;
    const { plan, diagnostics } = await compile({ entry, host: fileHost() });
    if (plan === undefined) throw new Error(`${name}: ${diagnostics.map((d) => d.message).join('\n')}`);
    const engine = new loaded.addon.Engine(encodePlan(plan));
    const frames = plan.rateHz;
    const channels = (n, fill) => Array.from({ length: n }, () => Float64Array.from({ length: frames }, fill));
    const ins = plan.devices.map((d) => channels(d.inputs, () => 0.5 * (Math.random() - 0.5)));
    const outs = plan.devices.map((d) => channels(d.outputs, () => 0));
    engine.process(ins, outs, frames);
    const since = performance.now();
    for (let s = 0; s < SECONDS; s++) engine.process(ins, outs, frames);
    const seconds = (performance.now() - since) / 1000;
    rows.push({
      example: name,
      ops: plan.ops.length,
      slots: plan.slots,
      quantum: plan.quantum,
      timesRealTime: SECONDS / seconds,
    });
  }
  return { title: 'Examples on one core', rows, notes: [`Instruction set: ${loaded.addon.instructionSet}`] };
}
