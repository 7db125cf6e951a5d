// Renders stereo for twenty minutes in a process of its own (renderer.test.ts runs it) and prints how much its peak
// memory grew after the first minute, in KiB.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from '../../compiler/encode.ts';
import { loadAddon } from '../../runtime/native.ts';
import { handPlan, input, output } from './hand-plan.ts';

const second = 48000;
const loaded = loadAddon();
if (!loaded.ok) throw new Error(loaded.message);
const folder = mkdtempSync(join(tmpdir(), 'busbar-memory-'));
const path = join(folder, 'out');
writeFileSync(path, '');
const plan = handPlan({ quantum: 256, ops: [input(0, 1), output(0, 1)], devices: [{ inputs: 2, outputs: 2 }] });
const out = { device: 0, path, offset: 0, format: 's16', channels: 2, frames: 2 ** 40 } as const;
const renderer = new loaded.addon.Renderer(encode(plan), [], [out]);
const render = async (seconds: number) => {
  for (let s = 0; s < seconds; s++) await renderer.run(second);
  return process.resourceUsage().maxRSS;
};
const minute = await render(60);
const all = await render(19 * 60);
renderer.finish();
rmSync(folder, { recursive: true });
console.log(all - minute);
