// SoX: files in, nothing kept of what comes out. In: workloads. Out: a command for so many seconds. Its effects do the same to
// every channel: of W1 all eight get the first one's.

import { has } from './peer.mjs';
import { noiseFile } from './wave.mjs';

const effects = {
  through: () => [],
  W1: ({ chains }) => chains[0].flatMap(({ freq, q, gain }) => ['equalizer', `${freq}`, `${q}q`, `${gain}`]),
  W2: ({ gains }) => ['remix', ...gains.map((row) => row.map((g, i) => `${i + 1}v${g.toFixed(9)}`).join(','))],
};

export const sox = {
  name: 'sox',
  how: { W1: 'one filter for all' },
  missing: () => (has('sox') ? null : 'not installed (Debian: sox)'),
  can: (kind) => kind in effects,
  throughIsTakenOff: true,
  build: (_, folder, _title, kind, work) => (seconds) => [
    'sox',
    [
      ...['--single-threaded', '-V1', noiseFile(folder, work.ins, seconds)],
      ...['-t', 'raw', '-e', 'float', '-b', '32', '/dev/null'],
      ...effects[kind](work),
    ],
  ],
};
