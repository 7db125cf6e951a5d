// A workload (peers/workloads.mjs) as an encoded plan on disk. In: a folder, a name, the work. Out: its file, the plan, how
// long compiling took, in CPU time.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, encodePlan } from '../../dist/compiler/index.js';
import { fileHost } from './file-host.mjs';

export async function writePlan(folder, name, work) {
  const base = join(folder, name.replaceAll(/[^A-Za-z0-9]/g, '-'));
  writeFileSync(`${base}.yaml`, work.config);
  for (const [file, contents] of work.files ?? []) writeFileSync(join(folder, file), contents);
  const before = process.cpuUsage();
  const { plan, diagnostics } = await compile({ entry: `${base}.yaml`, host: fileHost() });
  const { user, system } = process.cpuUsage(before);
  if (plan === undefined) throw new Error(`${name}: ${diagnostics.map((d) => d.message).join('\n')}`);
  writeFileSync(`${base}.plan`, encodePlan(plan));
  return { file: `${base}.plan`, plan, compileMs: (user + system) / 1000 };
}
