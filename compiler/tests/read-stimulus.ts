// What is played into an input. In: a field. Out: the stimulus; undefined, with a diagnostic, where it cannot be used.

import { stimulusByType } from '../../schema/tests/file.ts';
import type { ReadContext } from '../passes/pass.ts';
import type { Field, Walk } from '../passes/validate/walk.ts';
import { decodeWav } from '../wav.ts';
import { readWord } from './read-word.ts';
import type { Stimulus } from './types.ts';
import { WordValues } from './word-values.ts';

/** Ten minutes of eight channels of floats, and room to spare. */
const MAX_WAV_BYTES = 2 ** 30;

export interface StimulusPlace {
  readonly rateHz: number;
  /** Of the port. */
  readonly channels: number;
}

export async function readStimulus(
  walk: Walk,
  field: Field,
  place: StimulusPlace,
  context: ReadContext,
): Promise<Stimulus | undefined> {
  const read = readWord(walk, field, 'a stimulus', stimulusByType);
  if (read === undefined) return undefined;
  const before = walk.failures;
  const values = new WordValues(walk, read.fields, read.word.keys, place.rateHz);
  const stimulus = await stimulusOf(walk, read.word.type, values, place, context);
  return walk.failures > before ? undefined : stimulus;
}

async function stimulusOf(
  walk: Walk,
  type: string,
  values: WordValues,
  place: StimulusPlace,
  context: ReadContext,
): Promise<Stimulus | undefined> {
  switch (type) {
    case 'sine':
      return { type, freqHz: values.number('freq'), levelDbfs: values.number('level') };
    case 'sweep':
      return {
        type,
        fromHz: values.number('from'),
        toHz: values.number('to'),
        levelDbfs: values.number('level'),
      };
    case 'noise':
      return {
        type,
        levelDbfs: values.number('level'),
        colour: values.choice('colour'),
        seed: values.number('seed'),
      };
    case 'impulse':
      return { type, levelDbfs: values.number('level'), atMs: values.number('at') };
    case 'wav':
      return readWav(walk, values, place, context);
    default:
      return { type: 'silence' };
  }
}

async function readWav(
  walk: Walk,
  values: WordValues,
  { rateHz, channels }: StimulusPlace,
  { host, entry }: ReadContext,
): Promise<Stimulus | undefined> {
  const field = values.field('file');
  const file = values.text('file');
  if (field === undefined || file === undefined) return walk.failed();
  const path = host.resolve(entry, file);
  const problem = (text: string) => walk.fail('test/wav', field, { path, problem: text });
  const read = await host.read(path, MAX_WAV_BYTES);
  if (!read.ok) return problem(read.detail);
  const decoded = decodeWav(read.bytes);
  if (!decoded.ok) return problem(decoded.problem.message);
  const { header, channels: samples } = decoded.value;
  if (header.length === 'cut') return problem('it is cut off: it holds less than its header promises');
  if (header.rateHz !== rateHz) return problem(`it has ${header.rateHz} Hz, the device runs at ${rateHz} Hz`);
  if (samples.length !== 1 && samples.length !== channels) {
    return problem(`it has ${samples.length} channels, the port ${channels}`);
  }
  return { type: 'wav', file, samples };
}
