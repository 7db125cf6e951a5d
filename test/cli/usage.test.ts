// Command lines that make no sense, and help: exit 64 names the word, and what was meant where that can be guessed.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { plannedVerbs, verbs } from '../../runtime/cli/verbs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { busbar } from './run.ts';

const refused = async (...words: string[]) => {
  const { code, out, err } = await busbar(words, { cwd: temporaryFolder() });
  expect(code).toBe(64);
  expect(out).toBe('');
  return err;
};

describe('verbs', () => {
  test('a mistyped one', async () => {
    expect(await refused('chekc')).toBe('error: busbar has no verb chekc.\n  Did you mean `busbar check`?\n');
    expect(await refused('frobnicate')).toMatch(/`busbar --help` lists the verbs/);
  });

  test('one that is designed but not built says so', async () => {
    for (const verb of plannedVerbs) {
      expect(await refused(verb)).toBe(
        `error: busbar ${verb} is designed, but not built yet.\n  The README lists what works in this version.\n`,
      );
    }
  });

  test('a file in its place', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'studio.yaml'), '');
    const { code, err } = await busbar(['studio.yaml'], { cwd });
    expect(code).toBe(64);
    expect(err).toBe('error: studio.yaml is no verb but a file.\n  Did you mean `busbar check studio.yaml`?\n');
  });

  test('every verb of the design is built or planned, none is both', () => {
    const built = verbs.map((v) => v.name);
    expect(built.filter((v) => plannedVerbs.includes(v))).toEqual([]);
    expect(new Set([...built, ...plannedVerbs]).size).toBe(built.length + plannedVerbs.length);
  });
});

describe('options', () => {
  test('a mistyped one', async () => {
    expect(await refused('plan', '--jsn')).toBe('error: busbar plan has no option --jsn.\n  Did you mean --json?\n');
    expect(await refused('plan', '--frobnicate')).toMatch(/`busbar plan --help` lists its options/);
    expect(await refused('check', '-x')).toMatch(/has no option -x/);
  });

  test('without its value, or with one too many', async () => {
    expect(await refused('plan', '--out')).toBe('error: --out needs a value: --out FILE.\n');
    expect(await refused('plan', '--out=')).toMatch(/needs a value/);
    expect(await refused('check', '--json=yes')).toBe('error: --json takes no value.\n');
    expect(await refused('plan', '--trace', 'lower', '--trace', 'emit')).toBe('error: --trace is given twice.\n');
  });

  test('designed, not built', async () => {
    expect(await refused('check', '--watch')).toMatch(/--watch is designed, but not built yet/);
  });

  test('a format that does not exist, and two that contradict', async () => {
    expect(await refused('check', '--format', 'xml')).toMatch(/There is no format xml/);
    expect(await refused('check', '--format', 'text', '--json')).toMatch(/contradict/);
  });

  test('--set without a value', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'busbar.yaml'), 'busbar: 1');
    const { code, err } = await busbar(['check', '--set', 'params.x'], { cwd });
    expect([code, err]).toEqual([64, 'error: --set params.x has no value.\n  Write --set PATH=VALUE.\n']);
  });

  test('too many words', async () => {
    expect(await refused('check', 'a.yaml', 'b.yaml')).toMatch(
      /^error: busbar check does not know what to do with b.yaml/,
    );
  });

  test('names that every JavaScript object has are unknown too', async () => {
    for (const name of ['constructor', 'toString', '__proto__']) {
      expect(await refused('check', `--${name}`)).toContain(`has no option --${name}`);
      expect(await refused(`--${name}`, 'check')).toContain(`--${name} is no verb`);
    }
  });

  test('what the user typed cannot move the cursor', async () => {
    expect(await refused('che\x1b[2Jck')).not.toContain('\x1b');
  });

  test('before the verb only what every verb has', async () => {
    expect(await refused('--out', 'x', 'plan')).toMatch(/Options come after the verb/);
    const { code, out } = await busbar(['--json', 'explain']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toBeInstanceOf(Array);
    expect(JSON.parse((await busbar(['--json', '--no-color', 'explain'])).out)).toEqual(JSON.parse(out));
    expect((await busbar(['--no-color', '--help'])).out).toBe((await busbar(['--help'])).out);
    expect((await busbar(['--json', '--no-color'], { cwd: temporaryFolder() })).code).toBe(0);
  });
});

describe('help', () => {
  test('in general: every verb and its summary', async () => {
    for (const words of [['--help'], ['-h'], ['help']]) {
      const { code, out } = await busbar(words);
      expect(code).toBe(0);
      const widest = Math.max(...verbs.map((v) => v.name.length));
      for (const v of verbs) expect(out).toContain(`${v.name.padEnd(widest)}  ${v.summary}`);
    }
  });

  test.each(verbs.map((v) => v.name))('of %s: its options, not those to come', async (name) => {
    const verb = verbs.find((v) => v.name === name);
    const { code, out } = await busbar([name, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`busbar ${name} ${verb?.usage}`);
    for (const [option, spec] of Object.entries(verb?.options ?? {})) {
      if (spec.notYet) expect(out).not.toContain(`--${option}`);
      else expect(out).toContain(`--${option}`);
    }
    expect((await busbar(['help', name])).out).toBe(out);
    expect(Math.max(...out.split('\n').map((l) => l.length))).toBeLessThanOrEqual(120);
  });

  test('the version is that of the package', async () => {
    const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
    expect((await busbar(['--version'])).out).toBe(`${manifest.version}\n`);
  });
});

describe('explain', () => {
  test('lists every code', async () => {
    const { code, out } = await busbar(['explain']);
    expect(code).toBe(0);
    expect(out.split('\n').length).toBeGreaterThan(10);
  });

  test('a page, as text and as JSON', async () => {
    const [first] = JSON.parse((await busbar(['explain', '--json'])).out) as { code: string; markdown: string }[];
    const { out } = await busbar(['explain', first?.code as string]);
    expect(out).toContain(first?.markdown.trim());
    expect(JSON.parse((await busbar(['explain', first?.code as string, '--json'])).out)).toEqual(first);
  });

  test('a code that does not exist', async () => {
    expect(await refused('explain', 'nothing/like-it')).toMatch(/There is no code nothing\/like-it/);
  });
});
