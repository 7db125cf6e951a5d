// A line of source as terminal cells. In: text that may hold anything. Out: text safe to print, and the cell of each offset.
// Invariant: no control, bidirectional or zero-width character reaches the terminal as itself.

const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const combining = /[\p{Mn}\p{Me}]/u;
const emoji = /\p{Emoji_Presentation}/u;
const TAB_STOP = 4;

/** First and last code points that take two cells (East Asian Wide and Fullwidth, Unicode annex 11). */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
];

function cellsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (combining.test(character)) return 0;
  return emoji.test(character) || wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

function shown(character: string, cell: number): string {
  if (character === '\t') return ' '.repeat(TAB_STOP - (cell % TAB_STOP));
  if (!hidden.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

export interface Cells {
  readonly text: string;
  /** Cell at which each UTF-16 offset of the line starts; one more entry for its end. */
  readonly cellAt: readonly number[];
}

/** `line` as it is printed: tabs to stops of four, what cannot be seen spelt out. */
export function cells(line: string): Cells {
  const cellAt: number[] = [];
  let text = '';
  let cell = 0;
  for (const character of line) {
    const out = shown(character, cell);
    for (let i = 0; i < character.length; i++) cellAt.push(cell);
    text += out;
    cell += out === character ? cellsOf(character) : out.length;
  }
  cellAt.push(cell);
  return { text, cellAt };
}

/** One line of prose, safe to print. */
export const printable = (text: string): string => cells(text.replaceAll(/\s+/g, ' ')).text;
