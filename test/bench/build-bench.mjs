// Native binaries for benches, built for speed. In: the repository's root, a target. Out: its path.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export function buildBench(root, target) {
  const folder = join(root, 'native/build/bench');
  const cmake = (...args) => execFileSync('cmake', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const options = ['-DCMAKE_BUILD_TYPE=Release', '-DBUSBAR_TESTS=ON', '-DBUSBAR_ADDON=OFF'];
  cmake('-S', join(root, 'native'), '-B', folder, ...options);
  cmake('--build', folder, '--target', target, '-j2');
  return join(folder, 'tests', target);
}
