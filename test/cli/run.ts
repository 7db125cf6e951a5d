// One command line in this process. In: words, and what the surroundings are. Out: exit code and what was printed.

import type { Context } from '../../runtime/cli/context.ts';
import { runCommandLine } from '../../runtime/cli/run-command-line.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly stdin?: string | Uint8Array;
  readonly env?: NodeJS.ProcessEnv;
  /** Pretend that both streams are terminals with colour. */
  readonly terminal?: boolean;
  /** Hears what goes to standard output while the verb runs. */
  readonly onOut?: (text: string) => void;
}

export async function busbar(words: readonly string[], around: Surroundings = {}): Promise<Ran> {
  const printed = { out: '', err: '' };
  const sink = (name: 'out' | 'err') => ({
    write: (text: string) => {
      printed[name] += text;
      if (name === 'out') around.onOut?.(text);
    },
    isTerminal: around.terminal ?? false,
    color: around.terminal ?? false,
    columns: 100,
    rows: 24,
  });
  const context: Context = {
    cwd: around.cwd ?? process.cwd(),
    env: around.env ?? {},
    out: sink('out'),
    err: sink('err'),
    readStdin: async () => new Uint8Array(Buffer.from(around.stdin ?? '')),
  };
  const code = await runCommandLine(words, context);
  return { code, ...printed };
}
