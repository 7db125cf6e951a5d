// What an editor is told while one types: diagnostics of unsaved texts, in every file of a config, gone when mended;
// and quick fixes, formatting, outline, the end of a session.

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Editor } from './editor.ts';
import { studio } from './studio.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'busbar-lsp-')));
let editor: Editor;
beforeAll(async () => {
  editor = new Editor(folder, []);
  await editor.begin();
});
afterAll(async () => {
  expect(await editor.end()).toBe(0);
  rmSync(folder, { recursive: true });
});

/** Every test has a folder of its own, with the studio in it. */
let n = 0;
let at: (name: string) => string;
beforeEach(() => {
  const own = `t${++n}`;
  at = (name) => `${own}/${name}`;
  for (const [name, text] of Object.entries(studio)) editor.write(at(name), text);
});
const main = studio['busbar.yaml'];
const devices = studio['parts/devices.yaml'];

test('says what it can', () => {
  const { capabilities, serverInfo } = editor.initialized;
  expect(serverInfo?.name).toBe('busbar');
  expect(capabilities).toMatchObject({ hoverProvider: true, renameProvider: { prepareProvider: true } });
});

describe('diagnostics', () => {
  test('of a text that is not saved, and none once it is mended', async () => {
    await editor.open(at('busbar.yaml'), main.replace('from: bus.low', 'from: bus.lo'));
    expect(await editor.codes(at('busbar.yaml'), 'address/misspelt')).toContain('address/misspelt 16:10');
    const [shown] = editor.shown(at('busbar.yaml')).filter((d) => d.severity === 1);
    expect(shown).toMatchObject({ source: 'busbar', range: { end: { line: 16, character: 16 } } });
    await editor.type(at('busbar.yaml'), main);
    expect(await editor.codes(at('busbar.yaml'), undefined)).toEqual([]);
  });

  test('count characters as editors do', async () => {
    await editor.open(
      at('busbar.yaml'),
      main.replace('tops: { from: bus.high,', 'tops: { "ignored 🎧": 1, from: bus.hgh,'),
    );
    expect(await editor.codes(at('busbar.yaml'), 'address/misspelt')).toContain('address/misspelt 14:33');
  });

  test('stand in the file that is wrong, open or not, and lead to what it is used by', async () => {
    await editor.open(at('busbar.yaml'), main);
    await editor.open(at('parts/devices.yaml'), devices.replace('outputs: { mon: 1-2', 'outputs: { men: 1-2'));
    expect(await editor.codes(at('busbar.yaml'), 'address/misspelt')).toContain('address/misspelt 14:30');
    expect(await editor.codes(at('parts/devices.yaml'), 'device/unknown-port')).toEqual(['device/unknown-port 5:12']);
    const [shown] = editor.shown(at('parts/devices.yaml'));
    expect(shown?.relatedInformation?.map((r) => r.location.uri)).toContain(editor.uri(at('busbar.yaml')));
    await editor.type(at('parts/devices.yaml'), devices);
    expect(await editor.codes(at('parts/devices.yaml'), undefined)).toEqual([]);
    expect(await editor.codes(at('busbar.yaml'), undefined)).toEqual([]);
  });

  test('of a part that is open alone come from the config that includes it', async () => {
    await editor.open(at('parts/templates.yaml'), studio['parts/templates.yaml'].replace('ratio: 3', 'ratio: -3'));
    expect(await editor.codes(at('parts/templates.yaml'), 'value/range')).toContain('value/range 6:52');
  });

  test('of tests, whose config may change under them', async () => {
    const tests = studio['busbar.test.yaml'];
    await editor.open(at('busbar.test.yaml'), tests.replace('at: main.mon', 'at: main.men'));
    expect(await editor.codes(at('busbar.test.yaml'), 'address/misspelt')).toEqual(['address/misspelt 6:21']);
    await editor.type(at('busbar.test.yaml'), tests);
    expect(await editor.codes(at('busbar.test.yaml'), undefined)).toEqual([]);
    await editor.open(at('parts/devices.yaml'), devices.replaceAll('mon', 'men'));
    await editor.open(at('busbar.yaml'), main.replaceAll('main.mon', 'main.men'));
    expect(await editor.codes(at('busbar.test.yaml'), 'address/misspelt')).toEqual(['address/misspelt 6:21']);
    expect(await editor.codes(at('busbar.yaml'), undefined)).toEqual([]);
  });

  test('of a closed file go with it', async () => {
    await editor.open(at('busbar.yaml'), `${main}nonsense: 1\n`);
    await editor.codes(at('busbar.yaml'), 'key/unknown');
    await editor.close(at('busbar.yaml'));
    expect(await editor.codes(at('busbar.yaml'), undefined)).toEqual([]);
  });

  test('of a file that others write are renewed when the editor says so', async () => {
    await editor.open(at('busbar.yaml'), main);
    editor.write(at('parts/devices.yaml'), devices.replace('vocal: 1', 'vocals: 1'));
    const changes = [{ uri: editor.uri(at('parts/devices.yaml')), type: 2 }];
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    expect(await editor.codes(at('busbar.yaml'), 'address/misspelt')).toContain('address/misspelt 4:36');
  });

  test('are not made of YAML that is no config', async () => {
    await editor.open(at('compose.yaml'), 'services: { web: { image: x } }\n');
    await editor.open(at('other.yaml'), 'busbar: 1\ngraph: { a: { from: b } }\n');
    await editor.codes(at('other.yaml'), 'address/unknown');
    expect(editor.shown(at('compose.yaml'))).toEqual([]);
    await editor.type(at('compose.yaml'), 'services: ¦\n');
    expect(await editor.labels(at('compose.yaml'))).toEqual([]);
  });

  test('are bounded by what the compiler reads', async () => {
    await editor.open(at('busbar.yaml'), `busbar: 1\n#${'x'.repeat(5 * 2 ** 20)}\n`);
    expect(await editor.codes(at('busbar.yaml'), 'input/too-large')).toEqual(['input/too-large 0:0']);
  });
});

describe('quick fixes', () => {
  test('mend what they are offered for', async () => {
    await editor.open(at('busbar.yaml'), main.replace('from: bus.low', 'from: bus.l¦o'));
    await editor.codes(at('busbar.yaml'), 'address/misspelt');
    const [action, ...more] = await editor.codeActions(at('busbar.yaml'));
    expect(more).toEqual([]);
    expect(action).toMatchObject({ kind: 'quickfix', diagnostics: [{ code: 'address/misspelt' }] });
    expect(action && editor.applied(action)).toEqual({ [at('busbar.yaml')]: main });
  });

  test('are those of the text as it is, not as it was', async () => {
    await editor.open(at('busbar.yaml'), main.replace('from: bus.low', 'from: bus.l¦o'));
    await editor.codes(at('busbar.yaml'), 'address/misspelt');
    await editor.type(at('busbar.yaml'), `# moved\n${main.replace('from: bus.low', 'from: bus.l¦o')}`);
    const [action] = await editor.codeActions(at('busbar.yaml'));
    expect(action && editor.applied(action)).toEqual({ [at('busbar.yaml')]: `# moved\n${main}` });
  });
});

test('formatting is that of busbar fmt, and nothing for what is no YAML', async () => {
  await editor.open(at('busbar.yaml'), `${main}engine:   { quantum: 64,rate: 48000 }\n`);
  expect(await editor.formatted(at('busbar.yaml'))).toContain('engine: { rate: 48000 Hz, quantum: 64 frames }\n');
  const broken = main.replace('mon: 1-2', 'mon: [1-2').replace('graph:', 'graph: [');
  await editor.type(at('busbar.yaml'), broken);
  expect(await editor.formatted(at('busbar.yaml'))).toBe(broken);
});

test('the outline holds names, ports and steps', async () => {
  await editor.open(at('busbar.yaml'), main);
  const symbols = await editor.symbols(at('busbar.yaml'));
  const graph = symbols.find((s) => s.name === 'graph')?.children ?? [];
  expect(graph.map((s) => s.name)).toEqual(['voice', 'second', 'bus', 'tops', 'sub']);
  expect(graph[2]?.children?.map((s) => s.name)).toEqual(['ceiling', 'crossover']);
});

describe('a config that is a program', () => {
  const wrong =
    "import { defineStudio } from 'busbar';\nexport default defineStudio({ busbar: 1, nme: 'x', graph: {} } as never);\n";

  test('runs when it is saved, and not before', async () => {
    rmSync(editor.path(at('busbar.yaml')));
    editor.write(at('busbar.config.ts'), wrong);
    await editor.open(at('busbar.config.ts'), wrong);
    await editor.type(at('busbar.config.ts'), `${wrong}// typed\n`);
    // Published only after what came before it: nothing is known of the program by then.
    await editor.open(at('other.yaml'), 'busbar: 1\ngraph: { a: { from: b } }\n');
    await editor.codes(at('other.yaml'), 'address/unknown');
    expect(editor.shown(at('busbar.config.ts'))).toEqual([]);
    await editor.save(at('busbar.config.ts'));
    expect(await editor.codes(at('busbar.config.ts'), 'key/misspelt')).toContain('key/misspelt 1:41');
  });

  test('never runs with --no-exec', async () => {
    const careful = new Editor(folder, ['--no-exec']);
    await careful.begin();
    rmSync(careful.path(at('busbar.yaml')));
    await careful.open(at('busbar.config.ts'), "console.log('it ran');\nexport default {};\n");
    await careful.save(at('busbar.config.ts'));
    expect(await careful.codes(at('busbar.config.ts'), 'program/refused')).toEqual(['program/refused 0:0']);
    expect(careful.logged.join()).not.toContain('it ran');
    expect(await careful.end()).toBe(0);
  });
});
