// Where the package is. In: nothing. Out: the folder of its package.json: that of a checkout, or of an installed package.
// Whatever is looked for beside the code is looked for from here, wherever the build has put the code.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The code itself is read from its sources, which Node has to have translated. */
export const isSource: boolean = import.meta.url.endsWith('.ts');

let found: string | undefined;

export function packageRoot(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  found ??= nearest(here) ?? here;
  return found;
}

function nearest(folder: string): string | undefined {
  if (existsSync(join(folder, 'package.json'))) return folder;
  return folder === dirname(folder) ? undefined : nearest(dirname(folder));
}
