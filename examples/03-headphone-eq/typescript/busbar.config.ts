// Headphones made neutral, for as many pairs as there are: a list of filters each.

import { defineStudio, lowshelf, parametric } from 'busbar';

const pair = (list: string) => ({
  from: 'headphones.music',
  do: [
    parametric(list),
    lowshelf({ id: 'taste', freq: '90 Hz', gain: '-1 dB' }), // negative, so the list's preamp is headroom enough
  ],
  to: 'headphones.ears',
});

export default defineStudio({
  busbar: 1,
  name: 'headphone-eq',
  devices: { headphones: { inputs: { music: '1-2' }, outputs: { ears: '1-2' } } },
  graph: { ears: pair('headphones.txt') },
});
