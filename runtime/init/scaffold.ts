// The files of a new studio. In: how it begins, and where. Out: all of them written, or none. Invariants: nothing that is
// there is replaced, and the first that is in the way is named; a .gitignore stays as it is.

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { jsonSchema } from '../../schema/json-schema.ts';
import { testJsonSchema } from '../../schema/tests/json-schema.ts';
import { writeError, writeWhole } from '../atomic-file.ts';
import { EngineError } from '../engine-error.ts';
import type { Beginning } from './template.ts';
import { workflow } from './workflow.ts';

export const IGNORED = 'busbar.local.yaml';

export interface Scaffold extends Beginning {
  readonly cwd: string;
  readonly version: string;
  /** Text of the inventory that it is checked against; undefined: none. */
  readonly inventory: string | undefined;
}

export interface Scaffolded {
  /** Relative to the working directory, in order. */
  readonly files: readonly string[];
  /** The .gitignore that was there does not name the local file. */
  readonly isLocalNamed: boolean;
}

/** Throws EngineError `output` where a file is there already or cannot be written. */
export async function writeScaffold(scaffold: Scaffold): Promise<Scaffolded> {
  const { cwd } = scaffold;
  const files = new Map(filesOf(scaffold));
  const ignores = '.gitignore';
  const hasIgnores = existsSync(join(cwd, ignores));
  const isLocalNamed = !hasIgnores || readFileSync(join(cwd, ignores), 'utf8').split(/\r?\n/).includes(IGNORED);
  if (!hasIgnores) files.set(ignores, `# What one machine changes and nobody commits.\n${IGNORED}\n`);
  for (const name of ['busbar.yml', 'busbar.config.ts', 'busbar.config.js', ...files.keys()]) {
    if (!existsSync(join(cwd, name))) continue;
    throw new EngineError(
      'output',
      `${name} is there already.`,
      'busbar init replaces nothing: move it, or begin in another folder.',
    );
  }
  for (const [name, text] of files) {
    try {
      mkdirSync(dirname(join(cwd, name)), { recursive: true });
    } catch (e) {
      throw writeError(e, name);
    }
    await writeWhole(join(cwd, name), name, new TextEncoder().encode(text));
  }
  return { files: [...files.keys()], isLocalNamed };
}

function filesOf({ config, tests, inventory, version, cwd }: Scaffold): readonly (readonly [string, string])[] {
  const top = topOf(cwd);
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const folder = relative(top, cwd).split(sep).join('/');
  const facts = { version, folder, inventory: inventory === undefined ? undefined : 'inventory.json' };
  return [
    ['busbar.yaml', config],
    ['busbar.test.yaml', tests],
    ...(inventory === undefined ? [] : [['inventory.json', inventory] as const]),
    ['.busbar/schema.json', json(jsonSchema())],
    ['.busbar/tests.schema.json', json(testJsonSchema())],
    [relative(cwd, join(top, '.github', 'workflows', 'busbar.yml')), workflow(facts)],
  ];
}

/** Of the repository: workflows stand there. The folder itself where there is none. */
function topOf(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return cwd;
  }
}
