// A terminal that understands what the live picture uses. In: what was written. Out: the lines that stand on it.
// Invariant: a sequence that it does not know is an error, so nothing is written that was not meant.

export class Terminal {
  columns: number;
  rows: number;
  cursorShown = true;
  private lines: string[] = [''];
  private at = 0;
  private column = 0;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
  }

  get screen(): readonly string[] {
    return this.lines.map((line) => line.trimEnd());
  }

  write(text: string): void {
    for (let i = 0; i < text.length; ) {
      const rest = text.slice(i);
      const [sequence, count, letter] = SEQUENCE.exec(rest) ?? [];
      if (sequence !== undefined) {
        this.obey(count ?? '', letter as string);
        i += sequence.length;
      } else {
        const [c] = rest as unknown as [string];
        this.put(c);
        i += c.length;
      }
    }
  }

  private put(c: string): void {
    if (c === '\r') this.column = 0;
    else if (c === '\n') this.newLine();
    else if (c < ' ') throw new Error(`control character ${JSON.stringify(c)}`);
    else {
      if (this.column === this.columns) this.newLine();
      const line = (this.lines[this.at] ?? '').padEnd(this.column);
      this.lines[this.at] = line.slice(0, this.column) + c + line.slice(this.column + 1);
      this.column++;
    }
  }

  private newLine(): void {
    this.at++;
    this.column = 0;
    this.lines[this.at] ??= '';
  }

  private obey(count: string, letter: string): void {
    const isPlain = /^\d*$/.test(count);
    if (letter === 'm') return;
    if (letter === 'A' && isPlain) this.at = Math.max(0, this.lines.length - this.rows, this.at - Number(count || 1));
    else if (letter === 'J' && count === '')
      this.lines = [...this.lines.slice(0, this.at), (this.lines[this.at] ?? '').slice(0, this.column)];
    else if (count === '?25') this.cursorShown = letter === 'h';
    else throw new Error(`unknown sequence ${JSON.stringify(count + letter)}`);
  }
}

const SEQUENCE = new RegExp(`^${String.fromCharCode(27)}\\[([?0-9;]*)([A-Za-z])`);
