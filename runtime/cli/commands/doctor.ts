// busbar doctor: whether this machine is fit to play. In: the machine. Out: findings, each with the command that mends it.
// Exits 3 where something keeps busbar from playing.

import { printable } from '../../../compiler/diagnostics/render/cells.ts';
import { examine } from '../../doctor/examine.ts';
import type { Finding, State } from '../../doctor/finding.ts';
import { thisMachine } from '../../doctor/this-machine.ts';
import { takeInventory } from '../../inventory.ts';
import { loadAddon } from '../../native.ts';
import type { Arguments } from '../arguments.ts';
import { type Colors, type Context, colors } from '../context.ts';
import { exitCode } from '../exit-code.ts';

export async function run(args: Arguments, { out }: Context): Promise<number> {
  const loaded = loadAddon();
  const inventory = loaded.ok ? await takeInventory(loaded.addon) : undefined;
  const findings = examine(thisMachine(), loaded, inventory);
  if (args.has('json')) out.write(`${JSON.stringify({ findings }, null, 2)}\n`);
  else out.write(findingsText(findings, colors(out)));
  return findings.some((f) => f.state === 'error') ? exitCode.noEngine : exitCode.ok;
}

export function findingsText(findings: readonly Finding[], c: Colors): string {
  const words: Readonly<Record<State, string>> = {
    ok: c.green('ok'),
    note: c.dim('note'),
    warning: c.yellow('warning'),
    error: c.red('error'),
  };
  return findings
    .map(({ state, text, mend }) => `${words[state]}: ${printable(text)}\n${mend === null ? '' : `    ${mend}\n`}`)
    .join('');
}
