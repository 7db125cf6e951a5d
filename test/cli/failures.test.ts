// What goes wrong in busbar itself, and what the overview says of configs in every state.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../runtime/cli/context.ts';
import { runCommandLine } from '../../runtime/cli/run-command-line.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { busbar } from './run.ts';

describe('a bug', () => {
  const said = async (env: NodeJS.ProcessEnv) => {
    let err = '';
    const sink = { isTerminal: false, color: false, columns: 80, rows: 24 };
    const context: Context = {
      cwd: '/',
      env,
      out: {
        ...sink,
        write: () => {
          throw new Error('the plan is wrong');
        },
      },
      err: {
        ...sink,
        write: (text) => {
          err += text;
        },
      },
      readStdin: async () => new Uint8Array(),
    };
    return { code: await runCommandLine(['explain', '--json'], context), err };
  };

  test('is one line, how to report it, and exit 70', async () => {
    const { code, err } = await said({});
    expect(code).toBe(70);
    const [first, ...rest] = err.split('\n');
    expect(first).toBe('this is a bug in busbar: the plan is wrong');
    expect(rest.join('\n')).toMatch(
      /report it.*\n.*busbar \d+\.\d+\.\d+, Node v.*: busbar explain --json\n.*BUSBAR_DEBUG=1/,
    );
    expect(err).not.toContain('failures.test.ts');
  });

  test('shows its stack under BUSBAR_DEBUG=1', async () => {
    expect((await said({ BUSBAR_DEBUG: '1' })).err).toContain('failures.test.ts');
  });
});

describe('busbar alone', () => {
  const overview = async (config?: string) => {
    const cwd = temporaryFolder();
    if (config !== undefined) writeFileSync(join(cwd, 'busbar.yaml'), config);
    const { code, out, err } = await busbar([], { cwd });
    expect([code, err]).toEqual([0, '']);
    return out;
  };
  const studio = (devices: string, to: string) =>
    `busbar: 1\ndevices:\n${devices}graph:\n  hum: { do: [{ tone: { freq: 50 Hz, level: -20 dBFS } }], to: ${to} }\n`;

  test('a config with errors: check is next', async () => {
    const out = await overview('busbar: 1\ndevcies: {}\n');
    expect(out).toMatch(/config {2}busbar\.yaml: \d errors?\nnext {4}busbar check/);
  });

  test('several devices: the render command names each that has no file yet', async () => {
    const out = await overview(
      studio(
        '  a: { backend: file, inputs: 1 }\n  b: { backend: file, inputs: 1, read: b.wav }\n  c: { backend: file, outputs: 1 }\n',
        'c.out',
      ),
    );
    expect(out).toContain('busbar render --in a=FILE.wav --out c=FILE.wav\n');
  });

  test('no inputs: a length is asked for', async () => {
    expect(await overview(studio('  c: { backend: file, outputs: 1 }\n', 'c.out'))).toContain(
      'busbar render --out c=FILE.wav --for 10s\n',
    );
  });

  test('with --json it is an object', async () => {
    const cwd = temporaryFolder();
    const { code, out } = await busbar(['--json'], { cwd });
    expect([code, JSON.parse(out)]).toMatchObject([0, { here: cwd, config: null, errors: 0, next: 'busbar check' }]);
  });
});
