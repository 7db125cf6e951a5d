// Text of an address to its segments. In: `vocal.highpass.1-2`. Out: names and a channel range, or what is wrong.
// Invariant: says nothing about what the names mean.

export interface Address {
  readonly names: readonly string[];
  /** As written, from 1, both ends included. */
  readonly channels: { readonly first: number; readonly last: number } | null;
}

const NAME = /^[a-z][a-z0-9_-]*$/;
const CHANNELS = /^(\d+)(?:-(\d+))?$/;
/** device.port, node.step.output: nothing is deeper. */
const DEEPEST = 3;
/** No signal is wider: keeps a mistyped range from becoming a list of a billion numbers. */
const WIDEST = 4096;

/** Reads an address; the string is what is wrong with it, to stand after a colon. */
export function parseAddress(text: string): Address | string {
  const segments = text.split('.');
  const last = segments.at(-1) ?? '';
  const channels = /^\d/.test(last) ? parseChannels(last) : null;
  if (typeof channels === 'string') return channels;
  const names = channels === null ? segments : segments.slice(0, -1);
  for (const name of names) {
    if (name === '') return text === '' ? 'it is empty' : 'a name is missing beside a dot';
    if (/^\d/.test(name)) return `channels stand last, and \`${name}\` starts with a digit`;
    if (!NAME.test(name)) return `\`${name}\` is not a name (lower-case letters, digits, \`_\` and \`-\`)`;
  }
  if (names.length === 0) return 'channels need a name before them';
  if (names.length > DEEPEST) return 'it has too many parts';
  return { names, channels };
}

function parseChannels(text: string): Address['channels'] | string {
  const match = CHANNELS.exec(text);
  if (!match) return `\`${text}\` is neither channels (\`3\`, \`3-4\`) nor a name`;
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  if (first === 0) return 'channels count from 1';
  if (last > WIDEST) return `no signal has ${last} channels`;
  if (last < first) return `channels run upwards: \`${last}-${first}\``;
  return { first, last };
}

export const channelsText = ({ first, last }: { first: number; last: number }): string =>
  first === last ? `channel ${first}` : `channels ${first}-${last}`;
