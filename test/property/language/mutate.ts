// Damage done to configs: bytes and tokens dropped, doubled, swapped and replaced. In: a text and a stream of numbers.
// Out: the damaged bytes. Invariant: the same numbers do the same damage.

const words = [
  ...['busbar', 'engine', 'devices', 'aggregates', 'graph', 'params', 'from', 'mix', 'do', 'to', 'channels', 'id'],
  ...['bypass', 'key', 'null', '~', 'true', 'false', '[]', '{}', '[', ']', '{', '}', ':', ',', '- ', '? ', '|', '>'],
  ...['&a', '*a', '<<: *a', '!!str', '!x', '---', '...', '%YAML 1.1', '#', '"', "'", '\\u0000', '\t', '\r\n'],
  ...['.nan', '.inf', '-.inf', '1e999', '0x10', '0o7', '-0', '1_000', '007', '1:30', '2026-10-12', '$x', '${', '$$'],
  ...['-6 dB', '3 ms', '12 kHz', '48 frames', '30 %', '-18 dBFS', '1.2 m', '1 parsec', '99999999999 s', '1-2', '9-1'],
  ...[
    'gain',
    'delay',
    'highpass',
    'crossover',
    'compressor',
    'include',
    'extends',
    'templates',
    'machines',
    'in',
    'out',
  ],
];

const tokens = (text: string): string[] => text.match(/[A-Za-z_][\w-]*|-?\d[\w.]*|\s+|./gsu) ?? [];

/** Numbers in [0, 1) as choices. */
class Dice {
  private readonly next: () => number;
  constructor(next: () => number) {
    this.next = next;
  }
  below = (n: number): number => Math.floor(this.next() * n);
  of = <T>(list: readonly T[]): T => list[this.below(list.length)]!;
}

function damageTokens(text: string, dice: Dice): string {
  const list = tokens(text);
  if (list.length === 0) return dice.of(words);
  const at = dice.below(list.length);
  const other = dice.below(list.length);
  switch (dice.below(6)) {
    case 0:
      list.splice(at, 1 + dice.below(3));
      break;
    case 1:
      list.splice(at, 0, list[at]!);
      break;
    case 2:
      [list[at], list[other]] = [list[other]!, list[at]!];
      break;
    case 3:
      list[at] = dice.of(words);
      break;
    case 4:
      list.splice(at, 0, ...list.slice(other, other + 1 + dice.below(12)));
      break;
    default:
      list[at] = misspelt(list[at]!, dice);
  }
  return list.join('');
}

/** A letter lost, doubled or exchanged with its neighbour: what did-you-mean must cope with. */
function misspelt(word: string, dice: Dice): string {
  const at = dice.below(word.length);
  const letters = [...word];
  if (dice.below(2) === 0) letters.splice(at, 1);
  else letters.splice(at, 0, letters[dice.below(letters.length)] ?? 'x');
  return letters.join('');
}

type Slip = readonly [RegExp, (found: string, dice: Dice) => string];

/** Wrong words in good YAML: names of steps, keys, params, ports and nodes, units, channels, values. */
const typos: readonly Slip[] = [
  [/[a-z_]{4,}/g, misspelt],
  [/[a-z_]{4,}/g, (word, dice) => swapped(word, dice.below(word.length - 1))],
  [/\.[a-z]\w*/g, (part, dice) => `.${misspelt(part.slice(1), dice)}`],
  [/\$[a-z]\w+/g, (mention, dice) => `$${misspelt(mention.slice(1), dice)}`],
  [/[a-z_]{3,}/g, (word) => word.toUpperCase()],
  [/ (?:dB|Hz|kHz|ms|dBFS)\b/g, (unit) => unit.toLowerCase()],
  [/ dBFS?\b/g, (unit) => (unit === ' dB' ? ' dBFS' : ' dB')],
  [/ms\b/g, () => 'msec'],
  [/\d\.\d/g, (number) => number.replace('.', ',')],
  [/-\d/g, (number) => number.replace('-', '\u2212')],
  [/\.[a-z]\w*/g, () => ''],
  [/\.[a-z]\w*/g, (part) => part + part],
  [/: true/g, () => ': yes'],
  [/-?\d+(?:\.\d+)?(?= (?:dB|dBFS|Hz|kHz|ms)\b)/g, (number) => `${number}0000`],
  [/\.\d\b/g, (channel) => `${channel}9`],
  [/\b[A-Z]+\d\b/g, (kind, dice) => misspelt(kind, dice)],
];

/** What people do by mistake, and what mends are offered for; some of it breaks the YAML. */
const slips: readonly Slip[] = [
  ...typos,
  [/: /g, () => ':'],
  [/\n {2,}/g, (indent) => indent.replace('  ', '\t')],
  [/\n {2,}/g, (indent) => `${indent} `],
  [/\n {2,}[a-z]\w*: [^\n]*/g, (line) => line + line],
  [/from: [^\n,}]*,? ?/g, () => ''],
];

const swapped = (word: string, at: number): string =>
  word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2);

function slip(text: string, kinds: readonly Slip[], dice: Dice): string {
  const [pattern, change] = dice.of(kinds);
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const { index, 0: word } = dice.of(found);
  return text.slice(0, index) + change(word, dice) + text.slice(index + word.length);
}

function damageBytes(bytes: Uint8Array, dice: Dice): Uint8Array {
  const at = dice.below(bytes.length + 1);
  const end = Math.min(bytes.length, at + 1 + dice.below(dice.below(8) === 0 ? 200 : 4));
  const junk = Uint8Array.from({ length: 1 + dice.below(4) }, () => dice.below(256));
  const middle = [new Uint8Array(), junk, bytes.subarray(dice.below(at + 1), at)][dice.below(3)]!;
  return Uint8Array.from([...bytes.subarray(0, at), ...middle, ...bytes.subarray(end)]);
}

export type Damage = 'tokens' | 'bytes' | 'slips' | 'typos';

/** `text` with `count` pieces of damage. */
export function damaged(text: string, kind: Damage, count: number, next: () => number): Uint8Array {
  const dice = new Dice(next);
  if (kind !== 'bytes') {
    let worse = text;
    const once = (t: string) =>
      kind === 'tokens' ? damageTokens(t, dice) : slip(t, kind === 'slips' ? slips : typos, dice);
    for (let i = 0; i < count; i++) worse = once(worse);
    return new TextEncoder().encode(worse);
  }
  let bytes: Uint8Array = new TextEncoder().encode(text);
  for (let i = 0; i < count; i++) bytes = damageBytes(bytes, dice);
  return bytes;
}
