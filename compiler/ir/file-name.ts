// File names as a config leaves them: `$rate` and `$channel` are filled in by whoever opens the file, `$$` is a dollar sign.
// In: such a name. Out: the name of one file.

const mention = /\$(?:\$|\{(rate|channel)\}|(rate|channel)(?![a-z0-9_]))/g;

/** Values for what a file name may ask for. */
export interface FileNameValues {
  readonly rate: number;
  /** From 1. */
  readonly channel: number;
}

export const expandFileName = (name: string, values: FileNameValues): string =>
  name.replaceAll(mention, (whole, braced?: keyof FileNameValues, bare?: keyof FileNameValues) => {
    const key = braced ?? bare;
    return whole === '$$' || key === undefined ? '$' : String(values[key]);
  });

/** True when a name stands for one file per channel. */
export const asksForChannel = (name: string): boolean =>
  [...name.matchAll(mention)].some(([, braced, bare]) => (braced ?? bare) === 'channel');
