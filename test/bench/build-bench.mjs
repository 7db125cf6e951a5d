// Programs of the benches (test/bench/native). In: the repository's root, a target. Out: its path. They are linked with the
// core of the addon that is there (BUSBAR_ADDON, or what `npm ci` built): what is measured is what ships.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder in which CMake built the addon. */
function coreFolder(root) {
  const addon = process.env.BUSBAR_ADDON ?? join(root, 'native/build/Release/busbar.node');
  const folders = [dirname(addon), dirname(dirname(addon))];
  const found = folders.find(
    (f) => existsSync(join(f, 'busbar-core.cmake')) && existsSync(join(f, 'libbusbar_core.a')),
  );
  if (found === undefined) throw new Error(`no core was built beside ${addon}: npm run build`);
  return found;
}

export function buildBench(root, target) {
  const folder = join(root, 'native/build/bench');
  const cmake = (...args) => execFileSync('cmake', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  cmake('-S', join(root, 'test/bench/native'), '-B', folder, `-DBUSBAR_CORE=${coreFolder(root)}`);
  cmake('--build', folder, '--target', target, '-j2');
  return join(folder, target);
}
