// ffmpeg's audio filters, one thread: files in, nothing kept of what comes out. In: workloads. Out: a command for so many
// seconds. Of W1 all eight channels get the first one's filters, which is what it is fastest at. W4 is left out: a thousand
// filters run at half of real time there, and it is their queues that take it.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { has } from './peer.mjs';
import { noiseFile, responseFile } from './wave.mjs';
import { FRAMES } from './workloads.mjs';

const bell = ({ freq, q, gain }) => `equalizer=f=${freq}:t=q:w=${q}:g=${gain}:r=f64`;
const edge = (kind, freq) => {
  const section = `${kind}=f=${freq}:t=q:w=${Math.SQRT1_2}:r=f64`;
  return freq === undefined ? [] : [section, section];
};
const graphs = {
  through: () => '[0:a]anull[out]',
  W1: ({ chains }) => `[0:a]aformat=channel_layouts=7.1,${chains[0].map(bell).join(',')}[out]`,
  W2: ({ outs, gains }) =>
    `[0:a]pan=${outs}C|${gains.map((row, o) => `c${o}=${row.map((g, i) => `${g.toFixed(9)}*c${i}`).join('+')}`).join('|')}[out]`,
  W3: () => `[0:a]asetnsamples=${FRAMES}[a];[a][1:a]afir=minp=${FRAMES}:maxp=8192:gtype=none[out]`,
  W5: ({ ways, limited, ceiling }) =>
    [
      '[0:a]channelsplit=stereo[l][r]',
      ...['l', 'r'].map((side, s) => `[${side}]asplit=4${[0, 1, 2, 3].map((i) => `[w${4 * s + i}]`).join('')}`),
      ...ways.map((way, i) => {
        const filters = [
          ...edge('highpass', way.low),
          ...edge('lowpass', way.high),
          ...way.bells.map(bell),
          `adelay=delays=${way.frames}S`,
          // It goes no lower than 1/16: louder it has the same to do.
          ...(limited ? [`alimiter=level_in=${0.5 / ceiling}:limit=0.5:level=0:attack=5:release=50`] : []),
        ];
        return `[w${i}]${filters.join(',')}[o${i}]`;
      }),
      `${ways.map((_, i) => `[o${i}]`).join('')}join=inputs=8:channel_layout=7.1[out]`,
    ].join(';'),
};

export const ffmpeg = {
  name: 'ffmpeg',
  how: { W1: 'one filter for all' },
  missing: () => (has('ffmpeg') ? null : 'not installed (Debian: ffmpeg)'),
  can: (kind) => kind in graphs,
  throughIsTakenOff: true,
  build: (_, folder, title, kind, work) => {
    const script = join(folder, `ffmpeg-${title}.txt`);
    writeFileSync(script, graphs[kind](work));
    const more = kind === 'W3' ? ['-i', responseFile(folder, work.responses)] : [];
    const threads = ['-threads', '1', '-filter_threads', '1', '-filter_complex_threads', '1'];
    return (seconds) => [
      'ffmpeg',
      [
        ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', ...threads],
        ...['-i', noiseFile(folder, work.ins, seconds), ...more],
        ...['-filter_complex_script', script, '-map', '[out]', '-c:a', 'pcm_f32le', '-f', 'null', '-'],
      ],
    ];
  },
};
