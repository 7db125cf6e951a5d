// `busbar test` as a program is called: what it prints, in three forms, and its exit codes.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { busbar } from '../cli/run.ts';
import { describeNative } from '../support/addon.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const config = `busbar: 1
devices: { box: { inputs: { mic: 1 }, outputs: { main: 1 } } }
graph: { voice: { from: box.mic, do: [{ gain: -6 dB }], to: box.main } }
`;
const tests = (is: string) => `busbar: 1
tests:
  the voice <is> & "quiet":
    play: { box.mic: { sine: 997 Hz } }
    for: 300 ms
    settle: 50 ms
    expect:
      - level: { at: box.main, is: ${is} }
`;

let cwd = '';
const write = (name: string, text: string) => writeFileSync(join(cwd, name), text);

beforeEach(() => {
  cwd = temporaryFolder();
  write('busbar.yaml', config);
});

describeNative('busbar test', () => {
  test('holds: exit 0, and says what was measured when asked to', async () => {
    write('busbar.test.yaml', tests('-26 dBFS'));
    const { code, out } = await busbar(['test', '--verbose'], { cwd });
    expect(code).toBe(0);
    expect(out).toContain('passed the voice <is> & "quiet"');
    expect(out).toContain('level at box.main: -26 dBFS (-26 dBFS ± 0.1 dB)');
    expect(out).toContain('1 test, 1 assertion: all passed.');
  });

  test('fails: exit 1, expected, measured, and the place of the assertion', async () => {
    write('busbar.test.yaml', tests('-25 dBFS'));
    const { code, out } = await busbar(['test'], { cwd });
    expect(code).toBe(1);
    expect(out).toContain('level at box.main  busbar.test.yaml:8:9');
    expect(out).toContain('expected  -25 dBFS ± 0.1 dB');
    expect(out).toContain('measured  -26 dBFS');
  });

  test('JSON', async () => {
    write('busbar.test.yaml', tests('-25 dBFS'));
    const { code, out } = await busbar(['test', '--json'], { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      diagnostics: [],
      errors: 0,
      passed: 0,
      failed: 1,
      mutation: null,
      tests: [
        {
          name: 'the voice <is> & "quiet"',
          file: 'busbar.test.yaml',
          line: 3,
          column: 3,
          passed: false,
          assertions: [
            {
              type: 'level',
              file: 'busbar.test.yaml',
              line: 8,
              column: 9,
              passed: false,
              where: 'box.main',
              value: expect.closeTo(-26, 2),
              unit: 'dBFS',
            },
          ],
        },
      ],
    });
  });

  test('JUnit', async () => {
    write('busbar.test.yaml', tests('-25 dBFS'));
    const { out } = await busbar(['test', '--format', 'junit'], { cwd });
    expect(out).toContain('<testsuites name="busbar test" tests="1" failures="1" errors="0">');
    expect(out).toContain('<testcase name="the voice &lt;is&gt; &amp; &quot;quiet&quot;" classname="busbar.test.yaml"');
    expect(out).toContain(
      '<failure type="level" message="level at box.main: expected -25 dBFS ± 0.1 dB, measured -26 dBFS">',
    );
  });

  test('--mutate names what cannot fail', async () => {
    write('busbar.test.yaml', tests('-26 dBFS'));
    expect((await busbar(['test', '--mutate'], { cwd })).code).toBe(0);
    write('busbar.test.yaml', `${tests('-26 dBFS')}      - silence: { at: box.main, below: 40 dBFS }\n`);
    const text = await busbar(['test', '--mutate'], { cwd });
    expect(text.code).toBe(1);
    expect(text.out).toContain('cannot fail silence of “the voice <is> & "quiet"”  busbar.test.yaml:9:9');
    const json = await busbar(['test', '--mutate', '--json'], { cwd });
    expect(JSON.parse(json.out).mutation).toMatchObject({
      cannotFail: 1,
      assertions: [{ noticed: '1 dB less at box.main' }, { noticed: null, line: 9 }],
    });
  });

  test('a folder, a file that names its config, a setting', async () => {
    write('other.yaml', config.replace('-6 dB', '-8 dB'));
    write('other.test.yaml', tests('-28 dBFS').replace('busbar: 1', 'busbar: 1\nconfig: other.yaml'));
    expect((await busbar(['test', '.'], { cwd })).code).toBe(0);
    expect((await busbar(['test', 'other.test.yaml', '--set', 'voice.gain.gain=-9dB'], { cwd })).code).toBe(1);
  });
});

describe('without the engine', () => {
  test('a mistake in the tests, and one in the config: exit 1, each at its place', async () => {
    write('busbar.test.yaml', tests('-26 dB/FS'));
    const { code, err } = await busbar(['test'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('busbar.test.yaml:8:36');
    write('busbar.yaml', config.replace('gain:', 'gian:'));
    write('busbar.test.yaml', tests('-26 dBFS'));
    const second = await busbar(['test', '--json'], { cwd });
    expect(second.code).toBe(1);
    expect(JSON.parse(second.out)).toMatchObject({ errors: 1, tests: [], diagnostics: [{ code: 'step/misspelt' }] });
  });

  test('no tests, no file, no such format: exit 64', async () => {
    expect((await busbar(['test'], { cwd })).code).toBe(64);
    expect((await busbar(['test', 'none.test.yaml'], { cwd })).code).toBe(64);
    write('busbar.test.yaml', tests('-26 dBFS'));
    expect((await busbar(['test', '--format', 'xml'], { cwd })).code).toBe(64);
  });

  test('schema --tests', async () => {
    const { code, out } = await busbar(['schema', '--tests'], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(out).title).toBe('busbar tests');
  });
});
