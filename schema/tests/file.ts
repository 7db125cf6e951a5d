// A file of tests, `*.test.yaml`: its keys, and those of a test. In: nothing. Out: tables and words by their name.

import { keyTable } from '../forms.ts';
import { time } from '../param.ts';
import { assertions } from './assertions.ts';
import { stimuli } from './stimuli.ts';
import { key, special, type TestWord } from './word.ts';

export { assertions, stimuli };

/** Longest test, in ms: what is heard is held in memory. */
const LONGEST_MS = 600_000;

const overrides = { 'params.sub_gain': '-3 dB' };

export const testTable = keyTable({
  play: special('What is played, by device input; what is not named is silent.', {
    'interface.mic': { sine: '997 Hz' },
  }),
  for: key('How long.', time('', { min: 1, max: LONGEST_MS, default: 1000 }), { example: '1 s' }),
  settle: key(
    'What is left out at the beginning of measures of what is steady.',
    time('', { min: 0, max: LONGEST_MS, default: 250 }),
    {
      example: '250 ms',
    },
  ),
  set: special('Values of the config that are others in this test, as `--set` names them; controls too.', overrides),
  expect: special('What must hold, a list.', [{ level: { at: 'daw.rec.1', is: '-16.2 dBFS' } }], true),
});

export const testFileTable = keyTable({
  busbar: { summary: 'Version of the language.', form: { form: 'version' }, example: 1 },
  config: {
    summary: 'The config that is tested, relative to this file; the one in its folder or above when left out.',
    form: { form: 'text' },
    example: 'busbar.yaml',
  },
  machine: { summary: 'The machine whose config it is, as `--machine`.', form: { form: 'text' }, example: 'laptop' },
  set: special('Values of the config that are others in these tests, as `--set` names them; controls too.', overrides),
  tests: special('Tests by name, in words.', { 'the voice is recorded': {} }, true),
});

const byType = (words: readonly TestWord[]) => new Map(words.map((w) => [w.type, w]));

export const stimulusByType: ReadonlyMap<string, TestWord> = byType(stimuli);
export const assertionByType: ReadonlyMap<string, TestWord> = byType(assertions);
