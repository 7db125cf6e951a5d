import { defineNode } from '../node.ts';
import { file, numbers } from '../param.ts';
import { any } from '../port.ts';

const help = 'Write `fir: room.wav`, or `fir: { taps: [1, 0.5] }`.';

export const fir = defineNode({
  type: 'fir',
  summary: 'Convolves every channel with a finite impulse response, without added latency.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: {
    file: file('WAV file, or text with one number per line: one channel serves all, n channels serve n.', 'fir', {
      main: true,
    }),
    taps: numbers('The response itself, instead of `file`.', 'ratio'),
  },
  inPlace: true,
  sharesInput: true,
  tail: (_, _rateHz, taps) => Math.max(0, taps - 1),
  refine: (p) => {
    if (p.file === null && p.taps === null) return [{ param: 'file', message: 'a FIR needs `file` or `taps`', help }];
    if (p.file !== null && p.taps !== null)
      return [{ param: 'taps', message: '`file` and `taps` exclude each other', help }];
    return [];
  },
  alias: { camilladsp: 'Conv' },
  example: { taps: [0.25, 0.5, 0.25] },
});
