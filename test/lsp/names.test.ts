// Names and words where an editor asks for them: completion, hover, definition, references, rename, over all files of a
// config, with machines, templates and params, while the text is broken too.

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Editor } from './editor.ts';
import { type StudioFile, studio } from './studio.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'busbar-lsp-')));
let editor: Editor;
beforeAll(async () => {
  editor = new Editor(folder, []);
  await editor.begin();
  for (const [name, text] of Object.entries(studio)) editor.write(name, text);
});
afterAll(async () => {
  expect(await editor.end()).toBe(0);
  rmSync(folder, { recursive: true });
});
const files = Object.keys(studio) as readonly StudioFile[];
beforeEach(async () => {
  for (const name of files) await editor.open(name, studio[name]);
  return () => editor.close(...files);
});

/** Types a change of a file; the cursor is where `¦` stands in it. */
async function change(name: StudioFile, from: string, to: string): Promise<void> {
  expect(studio[name]).toContain(from);
  await editor.type(name, studio[name].replace(from, to));
}

describe('completion', () => {
  const steps = ['compressor', 'crossover', 'fir', 'gain', 'limiter'];
  test.each<[string, StudioFile, string, string, readonly string[], readonly string[]]>([
    ['step types', 'busbar.yaml', 'do: [{ downmix: mono }]', 'do:\n      - ¦', steps, ['from', 'threshold']],
    ['step types in a line', 'busbar.yaml', '{ downmix: mono }', '{ downmix: mono }, { ¦ }', steps, ['from']],
    ['step types, line unfinished', 'busbar.yaml', '[{ downmix: mono }]', '[{ ¦', steps, ['from']],
    [
      'params of a step',
      'busbar.yaml',
      'ceiling: -1 dBFS,',
      'ceiling: -1 dBFS, ¦',
      ['release', 'bypass'],
      ['ceiling', 'id'],
    ],
    ['choices', 'busbar.yaml', 'kind: LR4', 'kind: ¦', ['LR2', 'LR4', 'BW1'], []],
    ['keys of a node', 'busbar.yaml', '    channels: 2\n', '    ¦\n', ['channels', 'to'], ['mix', 'do', 'match']],
    [
      'sources',
      'busbar.yaml',
      'from: bus.low',
      'from: ¦',
      ['main.vocal', 'bus', 'bus.low', 'bus.high', 'bus.ceiling', 'voice.compressor'],
      ['main.mon'],
    ],
    [
      'sources of a device',
      'busbar.yaml',
      'from: bus.low',
      'from: main.¦',
      ['main.vocal', 'main.guitar'],
      ['main.sub'],
    ],
    ['sinks', 'busbar.yaml', 'to: main.sub', 'to: ma¦', ['main.mon', 'main.sub'], ['main.vocal', 'bus']],
    ['sinks in a list', 'busbar.yaml', 'to: main.sub', 'to:\n      - ¦', ['main.mon', 'main.sub'], ['main.vocal']],
    ['sources in a mix', 'busbar.yaml', '      voice: -6 dB\n', '      ¦\n', ['voice', 'main.guitar'], ['second']],
    [
      'a side-chain',
      'busbar.yaml',
      '{ downmix: mono }',
      '{ ducker: { key: ¦ } }',
      ['voice', 'main.vocal'],
      ['main.sub'],
    ],
    ['templates', 'busbar.yaml', 'use: preamp, with: { in: $mic }', 'use: ¦', ['preamp'], ['voice']],
    ['params of a template', 'busbar.yaml', 'with: { in: $mic }', 'with: { ¦ }', ['in', 'threshold'], ['gain']],
    [
      'values for a template',
      'busbar.yaml',
      'with: { in: $mic }',
      'with: { in: ¦ }',
      ['main.vocal', 'bus'],
      ['main.mon'],
    ],
    ['params', 'busbar.yaml', 'gain: $trim', 'gain: $¦', ['$trim', '$mic'], ['$threshold']],
    ['params inside a template', 'parts/templates.yaml', '$threshold', '$¦', ['$threshold', '$in', '$trim'], []],
    ['ports to align', 'parts/devices.yaml', '[mon, sub]', '[mon, ¦]', ['sub', 'vocal'], ['main.sub']],
    [
      'nodes to extend',
      'busbar.yaml',
      'sub:\n    from: bus.low',
      'sub:\n    extends: ¦',
      ['tops', 'voice'],
      ['preamp', 'main'],
    ],
    ['keys at the top', 'busbar.yaml', 'machines:', '¦\nmachines:', ['engine', 'devices'], ['graph', 'mix']],
    [
      'keys of a machine',
      'busbar.yaml',
      '    when: { host: "nowhere-*" }\n',
      '    ¦\n',
      ['when', 'devices'],
      ['machines'],
    ],
    [
      'targets of controls',
      'busbar.yaml',
      'target: bus.ceiling.ceiling',
      'target: ¦',
      ['bus.ceiling.ceiling', 'bus.ceiling.bypass', 'voice.compressor.ratio'],
      ['bus.ceiling.lookahead', 'bus'],
    ],
    ['inputs to play into', 'busbar.test.yaml', '{ main.vocal: {', '{ ¦ main.vocal: {', ['main.guitar'], ['main.mon']],
    ['stimuli', 'busbar.test.yaml', '{ sine: 997 Hz }', '{ ¦ }', ['sine', 'noise', 'impulse'], ['gain']],
    [
      'assertions',
      'busbar.test.yaml',
      '    expect:\n',
      '    expect:\n      - ¦\n',
      ['level', 'latency', 'silence'],
      ['compressor'],
    ],
    ['signals to listen to', 'busbar.test.yaml', 'at: main.mon', 'at: ¦', ['main.mon', 'bus', 'bus.ceiling'], []],
    ['nothing in a comment', 'busbar.yaml', 'machines:', '# from: ¦\nmachines:', [], ['main.vocal']],
  ])('%s', async (_, name, from, to, wanted, unwanted) => {
    await change(name, from, to);
    const labels = await editor.labels(name);
    expect(labels).toEqual(expect.arrayContaining([...wanted]));
    expect(labels.filter((label) => unwanted.includes(label))).toEqual([]);
    if (wanted.length === 0) expect(labels).toEqual([]);
  });

  test('what is accepted replaces the word and brings what must follow', async () => {
    await change('busbar.yaml', '[{ downmix: mono }]', '\n      - comp¦');
    const items = await editor.completion('busbar.yaml');
    const range = { start: { line: 18, character: 8 }, end: { line: 18, character: 12 } };
    expect(items.find((i) => i.label === 'compressor')).toMatchObject({
      textEdit: { range, newText: 'compressor: { threshold: $1, ratio: $2 }' },
      insertTextFormat: 2,
    });
    expect(items.find((i) => i.label === 'gain')?.textEdit).toEqual({ range, newText: 'gain: ' });
  });

  test('a name that has just been typed is offered, whatever else is broken', async () => {
    await change('busbar.yaml', '  tops: {', '  fresh: { from: main.guitar }\n  x: { from: fr¦, to: [ }\n  tops: {');
    expect(await editor.labels('busbar.yaml')).toContain('fresh');
    await change('busbar.yaml', 'controls:', '  x: { from: ¦\n: : [[ }\ncontrols:');
    expect(await editor.labels('busbar.yaml')).toEqual(expect.arrayContaining(['sub', 'bus.low', 'main.vocal']));
  });
});

describe('hover', () => {
  test.each<[string, StudioFile, string, string, readonly string[]]>([
    ['a key', 'busbar.yaml', 'include:', 'incl¦ude:', ['Files that this one is laid over']],
    ['a step type', 'busbar.yaml', 'limiter:', 'lim¦iter:', ['bus.ceiling', 'latency so far 48 frames (1 ms)']],
    ['a param of a step', 'busbar.yaml', 'lookahead', 'look¦ahead', ['Default:', '`bus.ceiling.lookahead` is 1 ms']],
    ['a value', 'parts/templates.yaml', 'ratio: 3', 'ratio: ¦3', ['`voice.compressor.ratio` is 3', '`second.']],
    [
      'a value in a template',
      'parts/templates.yaml',
      'threshold: $thr',
      'thres¦hold: $thr',
      ['`voice.compressor.threshold` is -26 dBFS', '`second.compressor.threshold` is -20 dBFS'],
    ],
    ['a param', 'busbar.yaml', '$trim', '$tr¦im', ['param `trim`: `-3 dB`']],
    ['a node', 'busbar.yaml', '      voice:', '      voi¦ce:', ['node `voice`: 1 channel']],
    ['a node where it is declared', 'busbar.yaml', '  tops:', '  to¦ps:', ['2 channels, latency so far 48 frames']],
    ['a device', 'busbar.yaml', 'to: main', 'to: ma¦in', ['device `main`', '`guitar` 2; `vocal` 1']],
    ['nothing', 'busbar.yaml', 'channels: 2\n', 'channels: 2\n¦', []],
  ])('over %s', async (_, name, from, to, wanted) => {
    await change(name, from, to);
    const text = await editor.hover(name);
    for (const words of wanted) expect(text).toContain(words);
    expect(text === '').toBe(wanted.length === 0);
  });
});

describe('definition', () => {
  test.each<[string, StudioFile, string, string, readonly string[]]>([
    ['a node', 'busbar.yaml', '      voice:', '      voi¦ce:', ['busbar.yaml 4:2']],
    [
      'a node that a machine changes',
      'busbar.yaml',
      '  tops: { from: bus.high',
      '  to¦ps: { from: bus.high',
      ['busbar.yaml 14:2', 'busbar.yaml 24:13'],
    ],
    ['a device', 'busbar.yaml', 'to: main.sub', 'to: ma¦in.sub', ['parts/devices.yaml 1:2']],
    ['a port', 'busbar.yaml', 'to: main.sub', 'to: main.s¦ub', ['parts/devices.yaml 4:25']],
    ['a template', 'busbar.yaml', 'second: { use: preamp', 'second: { use: pre¦amp', ['parts/templates.yaml 1:2']],
    ['a param', 'busbar.yaml', '$trim', '$tr¦im', ['busbar.yaml 2:10']],
    ['a param of a template', 'parts/templates.yaml', '$threshold', '$thr¦eshold', ['parts/templates.yaml 2:36']],
    ['what a node gives', 'busbar.yaml', 'threshold: -26', 'thresh¦old: -26', ['parts/templates.yaml 2:36']],
    ['a step with an id', 'busbar.yaml', 'bus.ceiling', 'bus.ceil¦ing', ['busbar.yaml 12:23']],
    ['a file', 'busbar.yaml', 'parts/devices', 'parts/dev¦ices', ['parts/devices.yaml 0:0']],
    ['a target', 'busbar.yaml', 'target: bus.ceiling.', 'target: bus.ceil¦ing.', ['busbar.yaml 12:23']],
    ['a node in a test', 'busbar.test.yaml', 'to: bus.ceiling', 'to: b¦us.ceiling', ['busbar.yaml 6:2']],
    ['a port in a test', 'busbar.test.yaml', 'at: main.mon', 'at: main.m¦on', ['parts/devices.yaml 4:15']],
    ['an address in a param', 'busbar.yaml', 'mic: main.guitar', 'mic: main.gui¦tar', ['parts/devices.yaml 3:24']],
    ['nothing', 'busbar.yaml', '-6 dB', '-6¦ dB', []],
  ])('of %s', async (_, name, from, to, wanted) => {
    await change(name, from, to);
    expect(await editor.definition(name)).toEqual(wanted);
  });

  test('a step of a template is found from a node that uses it', async () => {
    await change('busbar.yaml', '      voice: -6', '      voice.comp¦ressor: -6');
    expect(await editor.definition('busbar.yaml')).toEqual(['parts/templates.yaml 6:8']);
  });

  test('references are in all files', async () => {
    await change('busbar.yaml', 'to: main.sub', 'to: main.s¦ub');
    expect(await editor.references('busbar.yaml')).toEqual([
      'busbar.yaml 18:13',
      'parts/devices.yaml 4:25',
      'parts/devices.yaml 5:17',
    ]);
  });
});

describe('rename', () => {
  test.each<[string, StudioFile, string, string, string, readonly [StudioFile, string | RegExp, string][]]>([
    [
      'a node',
      'busbar.yaml',
      '  bus:',
      '  b¦us:',
      'band',
      [
        ['busbar.yaml', /\bbus(?=[.:])/g, 'band'],
        ['busbar.test.yaml', /\bbus(?=[.:])/g, 'band'],
      ],
    ],
    [
      'a device',
      'busbar.yaml',
      'to: main.sub',
      'to: ma¦in.sub',
      'desk',
      [
        ['busbar.yaml', /\bmain\b/g, 'desk'],
        ['busbar.test.yaml', /\bmain\b/g, 'desk'],
        ['parts/devices.yaml', 'main:', 'desk:'],
      ],
    ],
    [
      'a port',
      'busbar.yaml',
      'to: main.sub',
      'to: main.s¦ub',
      'low',
      [
        ['busbar.yaml', 'main.sub', 'main.low'],
        ['parts/devices.yaml', /\bsub\b/g, 'low'],
      ],
    ],
    [
      'a port that a param names',
      'parts/devices.yaml',
      'guitar: 2',
      'gui¦tar: 2',
      'di-1',
      [
        ['busbar.yaml', 'main.guitar', 'main.di-1'],
        ['parts/devices.yaml', 'guitar', 'di-1'],
      ],
    ],
    [
      'a template',
      'busbar.yaml',
      'second: { use: preamp',
      'second: { use: p¦reamp',
      'channel-strip',
      [
        ['busbar.yaml', /preamp/g, 'channel-strip'],
        ['parts/templates.yaml', 'preamp', 'channel-strip'],
      ],
    ],
    ['a param', 'busbar.yaml', '$trim', '$t¦rim', 'offset', [['busbar.yaml', /trim/g, 'offset']]],
    [
      'a param of a template',
      'parts/templates.yaml',
      '$threshold',
      '$thr¦eshold',
      'level',
      [
        ['busbar.yaml', 'threshold', 'level'],
        ['parts/templates.yaml', 'threshold: { type', 'level: { type'],
        ['parts/templates.yaml', '$threshold', '$level'],
      ],
    ],
  ])('%s', async (_, name, from, to, newName, wanted) => {
    await change(name, from, to);
    const texts: Record<string, string> = { ...studio };
    for (const [file, before, after] of wanted) texts[file] = (texts[file] ?? '').replace(before, after);
    expect({ ...studio, ...(await editor.rename(name, newName)) }).toEqual(texts);
    // And nothing is wrong with it.
    for (const file of files) await editor.type(file, texts[file] ?? '');
    await editor.connection.sendRequest('textDocument/codeAction', {
      textDocument: { uri: editor.uri('busbar.yaml') },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      context: { diagnostics: [] },
    });
    expect(files.flatMap((file) => editor.shown(file).filter((d) => d.severity === 1))).toEqual([]);
  });

  test.each<[string, StudioFile, string, string, string, RegExp]>([
    ['a name with a space', 'busbar.yaml', '  bus:', '  b¦us:', 'the bus', /is no name/],
    ['capitals', 'busbar.yaml', '  bus:', '  b¦us:', 'Bus', /is no name/],
    ['a name that is taken by another kind', 'busbar.yaml', '  bus:', '  b¦us:', 'main', /main is taken/],
    ['a reserved name', 'busbar.yaml', '  bus:', '  b¦us:', 'mix', /mix is reserved/],
    ['a reserved port', 'busbar.yaml', 'to: main.sub', 'to: main.s¦ub', 'out', /out is reserved/],
    ['a port that is taken', 'busbar.yaml', 'to: main.sub', 'to: main.s¦ub', 'mon', /mon is taken/],
    [
      'a hyphen in a line of braces',
      'parts/templates.yaml',
      '$threshold',
      '$thr¦eshold',
      'a-b',
      /would not compile any more/,
    ],
    ['a step', 'busbar.yaml', 'bus.ceiling', 'bus.ceil¦ing', 'top', /named by its `id`/],
    ['a keyword', 'busbar.yaml', 'include', 'inc¦lude', 'x', /no name here/],
    ['what is declared nowhere', 'busbar.yaml', 'from: bus.low', 'from: nob¦ody', 'x', /declared in no file/],
    ['a broken text', 'busbar.yaml', '  bus:', '  x: [\n  b¦us:', 'band', /no YAML at the moment/],
  ])('refuses %s', async (_, name, from, to, newName, why) => {
    await change(name, from, to);
    await expect(editor.rename(name, newName)).rejects.toThrow(why);
  });

  test('a name that text is made into is not lost', async () => {
    const tricky = studio['busbar.yaml'].replace('mic: main.guitar', 'mic: main').replace('in: $mic', 'in: $mic.vocal');
    await editor.type('busbar.yaml', tricky.replace('in: main.vocal', 'in: main.vo¦cal'));
    await expect(editor.rename('busbar.yaml', 'singer')).rejects.toThrow(/would not compile any more: .*vocal/);
  });

  test('is prepared with the name alone', async () => {
    await change('busbar.yaml', '$trim', '$t¦rim');
    expect(await editor.prepareRename('busbar.yaml')).toMatchObject({ placeholder: 'trim' });
  });
});
