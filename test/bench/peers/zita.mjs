// zita-convolver: one period of latency, partitions from 128 to 8,192. In: W3. Out: a program.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compileCpp } from './peer.mjs';

export const zita = {
  name: 'zita-convolver',
  missing: () => (existsSync('/usr/include/zita-convolver.h') ? null : 'not installed (Debian: libzita-convolver-dev)'),
  can: (kind) => kind === 'W3',
  build: (root, folder) => {
    const program = join(folder, 'zita');
    compileCpp(join(root, 'test/bench/peers/zita.cpp'), program, '-lzita-convolver', '-lfftw3f', '-lpthread');
    return (seconds) => [program, [String(seconds)]];
  },
};
