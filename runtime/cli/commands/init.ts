// busbar init: the first files of a studio. In: a template, or the devices that are here. Out: config, schema, tests,
// workflow; nothing that is there is replaced.

import type { Inventory } from '../../../schema/inventory.ts';
import { EngineError } from '../../engine-error.ts';
import { fromDevices } from '../../init/from-devices.ts';
import { IGNORED, writeScaffold } from '../../init/scaffold.ts';
import type { Beginning } from '../../init/template.ts';
import { templates } from '../../init/templates.ts';
import { takeInventory } from '../../inventory.ts';
import { loadAddon } from '../../native.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { givenInventory } from '../compile-config.ts';
import { type Context, colors } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { version } from '../version.ts';

const known = templates.map((t) => t.name).join(', ');

export async function run(args: Arguments, context: Context): Promise<number> {
  const name = args.value('template');
  if (name !== undefined && args.has('inventory'))
    throw new UsageError('--template and --inventory do not go together.');
  const begin = name === undefined ? await ofDevices(args, context) : ofTemplate(name);
  const { files, isLocalNamed } = await writeScaffold({ ...begin, cwd: context.cwd, version: version() });
  const { out } = context;
  const { bold } = colors(out);
  if (args.has('json')) {
    out.write(`${JSON.stringify({ files }, null, 2)}\n`);
    return exitCode.ok;
  }
  for (const file of files) out.write(`Wrote ${file}.\n`);
  if (!isLocalNamed) out.write(`Add ${IGNORED} to .gitignore: what one machine changes and nobody commits.\n`);
  out.write(`Next: ${bold('busbar check')}, ${bold('busbar test')}, ${bold('busbar run')}.\n`);
  return exitCode.ok;
}

type Begun = Beginning & { readonly inventory: string | undefined };

function ofTemplate(name: string): Begun {
  const template = templates.find((t) => t.name === name);
  if (template === undefined) throw new UsageError(`There is no template ${name}.`, `Templates: ${known}.`);
  return { ...template, inventory: undefined };
}

async function ofDevices(args: Arguments, context: Context): Promise<Begun> {
  const inventory = (await givenInventory(args, context)) ?? (await look());
  const begin = fromDevices(inventory);
  if (begin !== undefined) return { ...begin, inventory: `${JSON.stringify(inventory, null, 2)}\n` };
  throw new EngineError(
    'engine',
    'No device that plays is here.',
    `Begin with a template: busbar init --template NAME (${known}).`,
  );
}

async function look(): Promise<Inventory> {
  const loaded = loadAddon();
  if (!loaded.ok) throw new EngineError('engine', loaded.message, loaded.help);
  return takeInventory(loaded.addon);
}
