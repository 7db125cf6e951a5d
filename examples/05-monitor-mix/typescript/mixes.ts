// What all monitor mixes have in common.

import { limiter, notch, type StudioControl, type StudioNode, type Written } from 'busbar';

type Mix = NonNullable<StudioNode['mix']>;

/** A wedge; `ring` is the frequency at which it feeds back. */
export const wedge = (name: string, mix: Mix, ring?: Written<'frequency'>): StudioNode => ({
  mix,
  do: [...(ring === undefined ? [] : [notch({ freq: ring, q: 8 })]), limiter('-3 dBFS')],
  to: `stagebox.wedge_${name}`,
});

export const ears = (name: string, mix: Mix): StudioNode => ({
  channels: 2,
  mix,
  do: [limiter('-6 dBFS')],
  to: `stagebox.ears_${name}`,
});

/** How loud a source is in a mix, up to `most`. */
export const level = (node: string, source: string, most: Written<'gain'> = 0): StudioControl => ({
  target: `${node}.mix[${source}].gain`,
  range: ['-40 dB', most],
});

export const heard = (node: string, source: string): StudioControl => ({
  target: `${node}.mix[${source}].mute`,
  invert: true,
});
