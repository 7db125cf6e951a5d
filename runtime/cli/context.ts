// What a verb may touch. In: the process, or a test's stand-in. Out: words to the two streams, the working directory,
// the environment. Invariant: results go to `out`, everything said about them to `err`; colour only on a terminal.

import type { WriteStream } from 'node:tty';
import { exitCode } from './exit-code.ts';

/** More than any config may have: what comes after it is not read. */
const LONGEST_INPUT = 2 ** 26;

export interface Sink {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Whether to colour; false under --no-color and NO_COLOR. */
  readonly color: boolean;
  /** Of the terminal, as it is now. */
  readonly columns: number;
  readonly rows: number;
}

export interface Context {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly out: Sink;
  readonly err: Sink;
  readStdin(): Promise<Uint8Array>;
}

/** `dim('x')`: the same words where the sink has no colour. */
export type Colors = Readonly<Record<'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan', (s: string) => string>>;

export function colors(sink: Sink): Colors {
  const style = (on: number, off: number) => (s: string) => (sink.color ? `\x1b[${on}m${s}\x1b[${off}m` : s);
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    red: style(31, 39),
    yellow: style(33, 39),
    green: style(32, 39),
    cyan: style(36, 39),
  };
}

/** The context of this process. `noColor`: the option, found before options are parsed, so that errors obey it too. */
export function processContext(noColor: boolean): Context {
  return {
    cwd: process.cwd(),
    env: process.env,
    out: sink(process.stdout, noColor),
    err: sink(process.stderr, noColor),
    readStdin: async () => {
      const blocks: Buffer[] = [];
      let length = 0;
      for await (const block of process.stdin) {
        blocks.push(block as Buffer);
        length += (block as Buffer).length;
        if (length > LONGEST_INPUT) break;
      }
      return new Uint8Array(Buffer.concat(blocks));
    },
  };
}

function sink(stream: WriteStream, noColor: boolean): Sink {
  // A reader that left (`busbar plan | head`) is no failure; a full disk behind `>` is one.
  let gone = false;
  stream.on('error', (e: NodeJS.ErrnoException) => {
    if (!gone && e.code !== 'EPIPE') {
      process.exitCode = exitCode.cannotWrite;
      if (stream === process.stdout) process.stderr.write(`busbar: standard output cannot be written: ${e.code}\n`);
    }
    gone = true;
  });
  const isTerminal = stream.isTTY === true;
  return {
    write: (text) => {
      if (!gone) stream.write(text);
    },
    isTerminal,
    color: isTerminal && !noColor && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
    get columns() {
      return stream.columns ?? 80;
    },
    get rows() {
      return stream.rows ?? 24;
    },
  };
}
