// The examples, and a plan of each, by the files as they stand in the repository.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { compile, type Plan } from '../../compiler/index.ts';
import { overlayHost } from '../../runtime/lsp/overlay-host.ts';
import { createFileHost } from '../../runtime/source-host.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Folders below `examples/`, sorted. */
export const examples: readonly string[] = readdirSync(join(root, 'examples'))
  .filter((f) => /^\d\d-/.test(f))
  .sort();

/** Any complaint is a failure. */
export async function examplePlan(example: string, config = 'busbar.yaml'): Promise<Plan> {
  return (await compiledExample(example, config)).plan;
}

/** The plan, and the controls beside it without their places in the text. `change`: done to the text of each YAML file. */
export async function compiledExample(example: string, config = 'busbar.yaml', change?: (text: string) => string) {
  const print = (text: string) => expect(text).toBe('');
  const entry = `examples/${example}/${config}`;
  const files = createFileHost({ cwd: root, programs: { print } });
  const changed = (path: string) =>
    change && path.endsWith('.yaml') && existsSync(path) ? change(readFileSync(path, 'utf8')) : undefined;
  const host = overlayHost(files, root, changed);
  const { plan, diagnostics, controls } = await compile({ entry, host });
  expect(diagnostics.map((d) => d.message)).toEqual([]);
  if (!plan) throw new Error(`${example} does not compile`);
  return { plan, controls: controls.map(({ at, targetAt, ...control }) => control) };
}
