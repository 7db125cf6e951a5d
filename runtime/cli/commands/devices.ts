// busbar devices: what is plugged in, and what it can do. In: the system, or an inventory in a file. Out: a list for
// people, the inventory as JSON, a file of it, or selectors to paste.

import { resolve } from 'node:path';
import { pin } from '../../../compiler/passes/match/pin.ts';
import { selectorText } from '../../../compiler/passes/match/words.ts';
import type { Inventory } from '../../../schema/inventory.ts';
import { writeWhole } from '../../atomic-file.ts';
import { EngineError } from '../../engine-error.ts';
import { loadInventory, takeInventory } from '../../inventory.ts';
import { loadAddon } from '../../native.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import type { Context } from '../context.ts';
import { devicesText, pinsText } from '../devices-text.ts';
import { exitCode } from '../exit-code.ts';

export async function run(args: Arguments, context: Context): Promise<number> {
  const save = args.value('save');
  if (save !== undefined && args.has('pin')) throw new UsageError('--save and --pin do not go together.');
  const inventory = await look(args, context);
  const { out, err } = context;
  if (save !== undefined) {
    await writeWhole(resolve(context.cwd, save), save, new TextEncoder().encode(json(inventory)));
    const n = inventory.devices.length;
    err.write(`Wrote ${save}: ${n} device${n === 1 ? '' : 's'}.\n`);
  } else if (args.has('pin')) {
    const pins = inventory.devices
      .filter((d) => d.backend !== 'jack')
      .map((facts) => ({ facts, match: pin(facts, inventory.devices) }));
    out.write(
      args.has('json')
        ? json(pins.map(({ facts, match }) => ({ backend: facts.backend, id: facts.id, match })))
        : pinsText(
            pins.map(({ facts, match }) => ({ facts, match: selectorText(match) })),
            out,
          ),
    );
  } else if (args.has('json')) out.write(json(inventory));
  else out.write(devicesText(inventory, out));
  return exitCode.ok;
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

async function look(args: Arguments, context: Context): Promise<Inventory> {
  const file = args.value('inventory');
  if (file !== undefined) return loadInventory(resolve(context.cwd, file), file);
  const loaded = loadAddon();
  if (!loaded.ok) throw new EngineError('engine', loaded.message, loaded.help);
  return takeInventory(loaded.addon);
}
