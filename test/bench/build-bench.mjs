// Programs of the benches (test/bench/native). In: the repository's root, a target. Out: its path. They are linked with the
// core of the addon that is there (BUSBAR_ADDON, or what `npm ci` built): what is measured is what ships. Benches may run
// side by side: each core has a folder of its own, and who builds in it holds a lock, which goes with its process.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { has } from './peers/peer.mjs';

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

const name = (core) => createHash('sha256').update(core).digest('hex').slice(0, 8);

export function buildBench(root, target) {
  const core = coreFolder(root);
  const folder = join(root, 'native/build/bench', name(core));
  mkdirSync(folder, { recursive: true });
  // Where there is no flock(1) there is no taskset either, and no bench that takes long.
  const locked = has('flock') ? ['flock', join(folder, 'lock'), 'cmake'] : ['cmake'];
  const [program, ...first] = locked;
  const cmake = (...args) => execFileSync(program, [...first, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  cmake('-S', join(root, 'test/bench/native'), '-B', folder, `-DBUSBAR_CORE=${core}`);
  cmake('--build', folder, '--target', target, '-j2');
  return join(folder, target);
}
