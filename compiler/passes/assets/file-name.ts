// Names of files as steps write them. In: `$room/$channel-$rate.wav` after params were put in. Out: the path to read.
// Invariant: what is left of `$` are the built-in names; anything else was refused when params were expanded.

const BUILT_IN = /\$(?:\$|(rate|channel)\b|\{(rate|channel)\})/g;

/** True for a name that stands for a file per channel. */
export const perChannel = (name: string): boolean => {
  for (const match of name.matchAll(BUILT_IN)) if ((match[1] ?? match[2]) === 'channel') return true;
  return false;
};

/** `channel` counts from 1. */
export const fileName = (name: string, rateHz: number, channel: number): string =>
  name.replace(BUILT_IN, (_, bare?: string, braced?: string) => {
    const which = bare ?? braced;
    return which === undefined ? '$' : String(which === 'rate' ? rateHz : channel);
  });

export const isAbsolute = (path: string): boolean => /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path);
