// The block at the bottom of a terminal that is drawn over itself. In: lines, as often as one likes; lines that stay above
// it. Out: escape sequences. Invariants: no line is wider than the terminal, no block higher; whatever ends the process,
// the cursor is seen again and the text above stands as it was written.

import { type Colors, colors, type Sink } from './context.ts';

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const ERASE_BELOW = '\x1b[J';

/** A piece of a line, and its colour. */
export type Piece = string | readonly [color: keyof Colors, text: string];
export type Line = readonly Piece[];

export interface Screen {
  /** Lines that stay, above the block. */
  print(lines: readonly string[]): void;
  draw(block: readonly Line[]): void;
  /** Takes the block away. */
  close(): void;
}

export function openScreen(sink: Sink): Screen {
  let drawn: readonly Line[] = [];
  /** To the first line of the block. A terminal that became narrower has broken its lines. */
  const erase = () => {
    const rows = drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / sink.columns)), 0);
    return rows === 0 ? '' : `\x1b[${rows}A\r${ERASE_BELOW}`;
  };
  const write = (above: readonly string[], block: readonly Line[]) => {
    const start = erase();
    drawn = block.slice(0, Math.max(1, sink.rows - 1)).map((line) => cut(line, sink.columns - 1));
    const lines = [...above, ...drawn.map((line) => painted(line, colors(sink)))];
    sink.write(`${HIDE_CURSOR}${start}${lines.map((line) => `${line}\n`).join('')}`);
  };
  const showCursor = () => sink.write(SHOW_CURSOR);
  process.once('exit', showCursor);
  return {
    print: (lines) => write(lines, drawn),
    draw: (block) => write([], block),
    close: () => {
      sink.write(erase());
      drawn = [];
      showCursor();
      process.off('exit', showCursor);
    },
  };
}

const textOf = (piece: Piece): string => (typeof piece === 'string' ? piece : piece[1]);
const widthOf = (line: Line): number => line.reduce((sum, piece) => sum + [...textOf(piece)].length, 0);

const painted = (line: Line, c: Colors): string =>
  line.map((piece) => (typeof piece === 'string' ? piece : c[piece[0]](piece[1]))).join('');

/** The first `columns` characters. */
function cut(line: Line, columns: number): Line {
  let left = columns;
  return line.map((piece): Piece => {
    const text = [...textOf(piece)].slice(0, left).join('');
    left -= [...text].length;
    return typeof piece === 'string' ? text : [piece[0], text];
  });
}
