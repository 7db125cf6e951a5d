// busbar config: what a config of several files comes to, where each value is from, and the options that choose.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { busbar } from './run.ts';

function folder(files: Readonly<Record<string, string>>): string {
  const cwd = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  return cwd;
}

const files = {
  'busbar.yaml': `busbar: 1
name: "5$$"
include: [parts/strip.yaml]
params: { trim: -3 dB, where: 00123 }
devices: { main: { match: { serial: 00123 }, inputs: { mic: 1 }, outputs: { mon: 1, sub: 2 } } }
graph:
  voice: { use: strip, with: { in: main.mic }, to: [main.mon, main.sub] }
machines:
  road:
    devices: { main: { outputs: { sub: null } } }
`,
  'parts/strip.yaml': `templates:
  strip:
    params: { in: { type: source } }
    from: $in
    do: [ { highpass: 80 Hz }, { gain: $trim } ]
`,
  'busbar.local.yaml': 'params: { trim: -6 dB }\n',
};

const merged = `busbar: 1               # busbar.yaml:1
name: 5$$               # busbar.yaml:2
params:
  trim: -6 dB           # busbar.local.yaml:1
  where: 00123          # busbar.yaml:4
devices:
  main:
    match:
      serial: 00123     # busbar.yaml:5
    inputs:
      mic: 1            # busbar.yaml:5
    outputs:
      mon: 1            # busbar.yaml:5
      sub: 2            # busbar.yaml:5
graph:
  voice:
    from: main.mic      # busbar.yaml:7 (used at parts/strip.yaml:4)
    do:
      - highpass: 80 Hz # parts/strip.yaml:5 (used at busbar.yaml:7)
      - gain: -6 dB     # busbar.local.yaml:1 (used at parts/strip.yaml:5, busbar.yaml:7)
    to:
      - main.mon        # busbar.yaml:7
      - main.sub        # busbar.yaml:7
`;

describe('config', () => {
  test('prints every value once, with the file and line that it comes from', async () => {
    const { code, out, err } = await busbar(['config', '--show-origin'], { cwd: folder(files) });
    expect([code, err]).toEqual([0, '']);
    expect(out.replace(/ +#/g, ' #')).toBe(merged.replace(/ +#/g, ' #'));
    const columns = out.split('\n').flatMap((line) => (line.includes(' # ') ? [line.indexOf(' # ')] : []));
    expect(new Set(columns).size).toBe(1);
  });

  test('prints a config that gives the same plan', async () => {
    const cwd = folder(files);
    const { out } = await busbar(['config'], { cwd });
    expect(out).not.toContain('#');
    const again = await busbar(['plan', '--json'], { cwd: folder({ 'busbar.yaml': out }) });
    expect(again.out).toBe((await busbar(['plan', '--json'], { cwd })).out);
  });

  test('names files as the entry would, wherever the name was written', async () => {
    const response = { 'rooms/wall.txt': '1\n0.5\n' };
    const rooms = {
      ...response,
      'busbar.yaml': `busbar: 1
include: rooms/room.yaml
devices: { main: { inputs: { mic: 1 }, outputs: { mon: 1, sub: 2 } } }
graph: { voice: { from: main.mic, do: [ { fir: rooms/wall.txt } ], to: main.mon } }
`,
      'rooms/room.yaml': 'graph: { low: { from: main.mic, do: [ { fir: { file: wall.txt } } ], to: main.sub } }\n',
    };
    const cwd = folder(rooms);
    const { out } = await busbar(['config'], { cwd });
    expect(out.match(/rooms\/wall\.txt/g)).toHaveLength(2);
    expect((await busbar(['config', '--json'], { cwd })).out.match(/rooms\/wall\.txt/g)).toHaveLength(2);
    const [plan, again] = [
      await busbar(['plan', '--json'], { cwd }),
      await busbar(['plan', '--json'], { cwd: folder({ ...response, 'busbar.yaml': out }) }),
    ];
    expect([plan.code, again.out]).toEqual([0, plan.out]);
  });

  test('as JSON: the values, and their places where that is asked for', async () => {
    const cwd = folder(files);
    const plain = JSON.parse((await busbar(['config', '--json'], { cwd })).out);
    expect(plain).toMatchObject({ config: { name: '5$$', graph: { voice: { from: 'main.mic' } } } });
    expect(Object.keys(plain)).toEqual(['config']);
    const { origins } = JSON.parse((await busbar(['config', '--json', '--show-origin'], { cwd })).out);
    expect(origins['/graph/voice/do/1/gain']).toMatchObject({
      file: 'busbar.local.yaml',
      line: 1,
      column: 17,
      via: [
        { file: 'parts/strip.yaml', line: 5 },
        { file: 'busbar.yaml', line: 7 },
      ],
    });
  });

  test('--machine and --set have their say', async () => {
    const words = ['config', '--show-origin', '--machine', 'road', '--set', 'params.trim=-1 dB'];
    const { code, out } = await busbar(words, { cwd: folder(files) });
    expect(code).toBe(0);
    expect(out).toContain('# --set params.trim=-1 dB');
    expect(out).not.toContain('sub: 2');
  });

  test('a machine that is not there: exit 1, and the one that was meant', async () => {
    const { code, out } = await busbar(['check', '--machine', 'raod'], { cwd: folder(files) });
    expect(code).toBe(1);
    expect(out).toContain('Did you mean `road`?');
  });

  test('a config with errors: what is known of it, and what is wrong; one that cannot be read: why', async () => {
    const bad = { ...files, 'busbar.yaml': files['busbar.yaml'].replace('in: main', 'inn: main') };
    const { code, out, err } = await busbar(['config'], { cwd: folder(bad) });
    expect(code).toBe(1);
    expect(out).toContain('trim: -6 dB');
    expect(err).toContain('template/param-unknown');
    const { 'parts/strip.yaml': _, ...lost } = files;
    const missing = await busbar(['config'], { cwd: folder(lost) });
    expect([missing.code, missing.out]).toEqual([1, '']);
    expect(missing.err).toContain('include/missing');
  });
});
