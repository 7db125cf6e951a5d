// One folder per behaviour: golden/<case>/busbar.yaml, the inventory.json it meets where there is one, and the plan that it
// must give, byte for byte.
// BUSBAR_UPDATE=1 (`npm run golden`) writes the plans anew: read the diff before you commit it.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planJson } from '../compiler/plan-json.ts';
import { planOf } from './support/compile-text.ts';
import { inventoryOf } from './support/inventory.ts';

const folder = new URL('./golden/', import.meta.url);
const cases = readdirSync(folder).sort();
const isUpdate = process.env.BUSBAR_UPDATE === '1';

describe('golden plans', () => {
  for (const name of cases)
    it(name.replaceAll('-', ' '), async () => {
      const config = readFileSync(new URL(`${name}/busbar.yaml`, folder), 'utf8');
      const file = new URL(`${name}/plan.json`, folder);
      const inventory = new URL(`${name}/inventory.json`, folder);
      const devices = existsSync(inventory) ? inventoryOf(readFileSync(inventory, 'utf8'), name) : undefined;
      const text = planJson(await planOf(config, { inventory: devices }));
      if (isUpdate) writeFileSync(file, text);
      expect(existsSync(file), `${name} has no plan.json: npm run golden`).toBe(true);
      expect(text).toBe(readFileSync(file, 'utf8'));
      expect(config).toMatch(/^# .+\.\nbusbar: 1\n/);
    });
});
