// busbar check and its kin over good, bad and impossible configs: what is printed where, and the exit code.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonReport } from '../../compiler/diagnostics/render/json.ts';
import { passNames } from '../../compiler/pipeline.ts';
import { planText } from '../../runtime/cli/plan-text.ts';
import { planOf } from '../support/compile-text.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { busbar } from './run.ts';

const good = `busbar: 1
params: { trim: -6 dB }
devices:
  box: { inputs: 1, outputs: 2 }
graph:
  voice: { from: box.in, do: [{ gain: $trim }], to: box.out }
`;
const bad = good.replace('gain: $trim', 'gian: $trim').replace('box.out', 'box.aut');

const folder = (config: string): string => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'busbar.yaml'), config);
  return cwd;
};

describe('check', () => {
  test('a good config', async () => {
    expect(await busbar(['check'], { cwd: folder(good) })).toEqual({
      code: 0,
      out: 'busbar.yaml is fine: 1 device, 1 node, 3 ops in 1 slot.\n',
      err: '',
    });
  });

  test('a bad one: every mistake with its place, on standard output', async () => {
    const { code, out, err } = await busbar(['check'], { cwd: folder(bad) });
    expect([code, err]).toEqual([1, '']);
    expect(out).toContain('--> busbar.yaml:6:');
    expect(out).toContain('gain');
    expect(out).toMatch(/busbar\.yaml does not compile \(2 errors\)\.\n$/);
  });

  test('JSON has the documented shape', async () => {
    for (const words of [['--json'], ['--format', 'json']]) {
      const { code, out } = await busbar(['check', ...words], { cwd: folder(bad) });
      const report = JSON.parse(out) as JsonReport;
      expect([code, report.errors, report.warnings, report.hints]).toEqual([1, 2, 0, 0]);
      for (const d of report.diagnostics) {
        expect(d).toMatchObject({ severity: 'error', file: 'busbar.yaml', line: 6, endLine: 6 });
        expect(Object.keys(d).sort()).toEqual(
          'code column edits endColumn endLine file help label line message related severity'.split(' '),
        );
      }
    }
    expect(JSON.parse((await busbar(['check', '--json'], { cwd: folder(good) })).out)).toEqual({
      diagnostics: [],
      errors: 0,
      warnings: 0,
      hints: 0,
    });
  });

  test('SARIF, workflow commands and JUnit, with the exit code of the check', async () => {
    const sarif = await busbar(['check', '--format', 'sarif'], { cwd: folder(bad) });
    expect([sarif.code, JSON.parse(sarif.out).runs[0].results.length]).toEqual([1, 2]);
    const github = await busbar(['check', '--format', 'github'], { cwd: folder(bad) });
    expect([github.code, github.out.match(/^::error file=busbar\.yaml,line=6,/gm)?.length]).toEqual([1, 2]);
    const junit = await busbar(['check', '--format', 'junit'], { cwd: folder(bad) });
    expect([junit.code, junit.out.match(/<failure /g)?.length]).toEqual([1, 2]);
    const fine = await busbar(['check', '--format', 'junit'], { cwd: folder(good) });
    expect([fine.code, fine.out]).toEqual([0, expect.stringContaining('failures="0"')]);
  });

  test('paths are relative to the working directory', async () => {
    const cwd = folder(bad);
    mkdirSync(join(cwd, 'deep'));
    const { out } = await busbar(['check'], { cwd: join(cwd, 'deep') });
    expect(out).toContain('--> ../busbar.yaml:6:');
  });

  test('standard input', async () => {
    const { code, out } = await busbar(['check', '-'], { stdin: bad, cwd: temporaryFolder() });
    expect(code).toBe(1);
    expect(out).toContain('<stdin>:6:');
    expect((await busbar(['check', '-'], { stdin: good })).code).toBe(0);
  });

  test('--set changes a value, and a wrong one is told as such', async () => {
    const cwd = folder(good);
    expect((await busbar(['check', '--set', 'params.trim=-3dB'], { cwd })).code).toBe(0);
    const { code, out } = await busbar(['check', '--set', 'params.trim=loud'], { cwd });
    expect(code).toBe(1);
    expect(out).toContain('loud');
    const plan = async (value: string) =>
      (await busbar(['plan', '--json', '--set', `voice.gain.gain=${value}`], { cwd })).out;
    expect(await plan('-3dB')).toContain('"gainDb": -3');
  });

  test('colour on a terminal only', async () => {
    const cwd = folder(bad);
    expect((await busbar(['check'], { cwd })).out).not.toContain('\x1b');
    expect((await busbar(['check'], { cwd, terminal: true })).out).toContain('\x1b[31m');
  });

  test('what is no config: a folder, nothing, not text, far too long', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'folder.yaml'));
    writeFileSync(join(cwd, 'empty.yaml'), '');
    writeFileSync(join(cwd, 'noise.yaml'), new Uint8Array([0xff, 0xfe, 0, 1]));
    writeFileSync(join(cwd, 'long.yaml'), Buffer.alloc(50_000_000, '# x\n'));
    for (const name of ['folder', 'empty', 'noise', 'long', 'none']) {
      const { code, out, err } = await busbar(['check', `${name}.yaml`], { cwd });
      expect([name, code, err]).toEqual([name, 1, '']);
      expect(out).toMatch(/^error\[/);
    }
  });
});

describe('plan', () => {
  test('what a member pays to meet the clock, and for what', async () => {
    const config = `busbar: 1
devices:
  main: { backend: virtual, outputs: { mon: 1 } }
  tape: { backend: virtual, rate: 44.1 kHz, period: 128 frames, inputs: { line: 1 } }
  word: { backend: virtual, inputs: { line: 1 } }
aggregates: { room: { clock: main, members: [main, tape, word], drift: { word: locked }, headroom: 1 ms } }
graph:
  sum: { mix: { tape.line: 0 dB, word.line: 0 dB }, to: main.mon }
`;
    const { out } = await busbar(['plan', '-'], { stdin: config });
    expect(out).toContain(`crossings to the clock of main, room
tape  293 frames, 6.1 ms: period 140, headroom 48, kernel 105; resampled from 44.1 kHz
word  112 frames, 2.33 ms: period 64, headroom 48; locked
`);
    expect(out).toContain('word.line -> main.mon  293 frames');
  });

  test('for people: ops in order, slots, latency, load', async () => {
    const { code, out, err } = await busbar(['plan'], { cwd: folder(good) });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('48 kHz, quantum ');
    expect(out).toContain('3 ops in 1 slot (no order needs fewer)');
    expect(out).toMatch(/^0 {2}box\.in +device_read +- +0$/m);
    expect(out).toMatch(/^1 {2}voice\.gain +gain +0 +0$/m);
    expect(out).toMatch(/^2 {2}box\.out +device_write +0 0 +-$/m);
    expect(out).toContain('box.in -> box.out  0 frames');
    expect(out).toMatch(/estimated load: .* % of one core\n$/);
  });

  test('says how far its slots are from what is proven', async () => {
    const plan = { ...(await planOf(good)), slots: 84, slotBound: 69 };
    const plain = { write: () => {}, isTerminal: false, color: false, columns: 80, rows: 24 };
    expect(planText(plan, plain)).toContain('3 ops in 84 slots (at least 69: a gap of 15)');
  });

  test('says pads and their causes', async () => {
    const config = `busbar: 1
devices:
  box: { inputs: 1, outputs: 1 }
graph:
  late: { from: box.in, do: [{ limiter: { ceiling: 0 dBFS, lookahead: 1 ms } }] }
  sum: { mix: { late: 0 dB, box.in: 0 dB }, to: box.out }
`;
    const { out } = await busbar(['plan', '-'], { stdin: config });
    expect(out).toContain('box.in -> box.out  48 frames, 1 ms');
    expect(out).toMatch(/ {2}box\.in\.1 waits 48 frames, 1 ms: late\.limiter \(48 frames\)/);
  });

  test('says where a feedback loop is', async () => {
    const config = `busbar: 1
devices:
  box: { inputs: 1, outputs: 1 }
graph:
  echo: { from: sum, do: [{ delay: 5 ms }] }
  sum: { mix: { box.in: 0 dB, echo: -6 dB }, to: box.out }
`;
    const { out } = await busbar(['plan', '-'], { stdin: config });
    expect(out).toContain('ops 1 to 3 are a feedback loop, run at most 240 frames at a time');
  });

  test('--json is plan.json, and so is --out', async () => {
    const cwd = folder(good);
    const { out } = await busbar(['plan', '--json'], { cwd });
    const plan = JSON.parse(out) as Record<string, unknown>;
    for (const key of ['formatVersion', 'quantum', 'rateHz', 'slots', 'ops', 'paths']) expect(plan).toHaveProperty(key);
    const written = await busbar(['plan', '--out', 'p.json'], { cwd });
    expect(written).toEqual({ code: 0, out: '', err: 'Wrote p.json.\n' });
    expect(readFileSync(join(cwd, 'p.json'), 'utf8')).toBe(out);
    await busbar(['plan', '--out', 'p.bin'], { cwd });
    expect(readFileSync(join(cwd, 'p.bin')).subarray(0, 4).toString('latin1')).toBe('RBSB');
  });

  test('--out never replaces what the compile reads, and needs a folder', async () => {
    const cwd = folder(good);
    expect(await busbar(['plan', '--out', 'busbar.yaml'], { cwd })).toMatchObject({
      code: 74,
      err: 'error: busbar.yaml is the config and would be lost.\n  Name another output file.\n',
    });
    expect(await busbar(['plan', '--out', 'no/p.json'], { cwd })).toMatchObject({ code: 74 });
  });

  test('--trace prints what a pass made, also of a config with errors', async () => {
    const cwd = folder(good);
    for (const pass of passNames) {
      const { code, out } = await busbar(['plan', '--trace', pass], { cwd });
      expect([pass, code, typeof JSON.parse(out)]).toEqual([pass, 0, 'object']);
    }
    const { rewrites } = JSON.parse((await busbar(['plan', '--trace', 'optimise'], { cwd })).out);
    expect(rewrites).toContainEqual(expect.objectContaining({ rewrite: 'drop-dead', before: [], after: [] }));
    const broken = await busbar(['plan', '--trace', 'load'], { cwd: folder(bad) });
    expect([broken.code, typeof JSON.parse(broken.out)]).toEqual([1, 'object']);
    const late = await busbar(['plan', '--trace', 'emit'], { cwd: folder(bad) });
    expect([late.code, late.out]).toEqual([1, '']);
    expect(late.err).toContain('The compile ended before emit.');
    expect(await busbar(['plan', '--trace', 'lowr'], { cwd })).toMatchObject({ code: 64 });
  });

  test('of a bad config: diagnostics, as JSON where that was asked for', async () => {
    const text = await busbar(['plan'], { cwd: folder(bad) });
    expect([text.code, text.out]).toEqual([1, '']);
    expect(text.err).toMatch(/2 errors\n$/);
    const json = await busbar(['plan', '--json'], { cwd: folder(bad) });
    expect([json.code, (JSON.parse(json.out) as JsonReport).errors]).toEqual([1, 2]);
  });
});

describe('schema', () => {
  test('is printed, or written where folders have yet to be made', async () => {
    const cwd = temporaryFolder();
    const { out } = await busbar(['schema'], { cwd });
    expect(JSON.parse(out)).toHaveProperty('properties.graph');
    expect(await busbar(['schema', '--out', '.busbar/schema.json'], { cwd })).toEqual({
      code: 0,
      out: '',
      err: 'Wrote .busbar/schema.json.\n',
    });
    expect(readFileSync(join(cwd, '.busbar/schema.json'), 'utf8')).toBe(out);
  });
});
