// What a test expects. In: an entry of `expect`, addresses and plans to look things up in. Out: the assertion, bound to
// channels; undefined, with a diagnostic, where it cannot be used.

import { assertionByType } from '../../schema/tests/file.ts';
import type { Span } from '../ir/source.ts';
import { readAddress, readAddresses } from '../passes/validate/addresses.ts';
import type { Field, Walk } from '../passes/validate/walk.ts';
import type { TestAddresses } from './addresses.ts';
import { readMask } from './read-mask.ts';
import { type ReadWord, readWord } from './read-word.ts';
import type { Assertion, Change, Channel, Played, Route } from './types.ts';
import { WordValues } from './word-values.ts';

export interface AssertionScope {
  readonly walk: Walk;
  readonly addresses: TestAddresses;
  readonly rateHz: number;
  readonly play: readonly Played[];
  /** Compiles what a test of clicks changes to. */
  readonly change: (word: ReadWord) => Promise<Change | undefined>;
}

export async function readAssertion(field: Field, scope: AssertionScope): Promise<Assertion | undefined> {
  const { walk, rateHz } = scope;
  const word = readWord(walk, field, 'an assertion', assertionByType);
  if (word === undefined) return undefined;
  const before = walk.failures;
  const reader = new AssertionReader(word, scope, new WordValues(walk, word.fields, word.word.keys, rateHz));
  const assertion = await reader.read();
  return walk.failures > before ? undefined : assertion;
}

class AssertionReader {
  readonly #word: ReadWord;
  readonly #scope: AssertionScope;
  readonly #values: WordValues;

  constructor(word: ReadWord, scope: AssertionScope, values: WordValues) {
    this.#word = word;
    this.#scope = scope;
    this.#values = values;
  }

  async read(): Promise<Assertion | undefined> {
    const { walk } = this.#scope;
    const span = walk.key(this.#word.given);
    const v = this.#values;
    switch (this.#word.word.type) {
      case 'level':
        return this.#level(span);
      case 'silence':
        return { type: 'silence', span, at: this.#outputs('at'), belowDbfs: v.number('below') };
      case 'true_peak':
        return { type: 'true_peak', span, at: this.#outputs('at'), belowDbfs: v.number('below') };
      case 'noise_floor':
        return { type: 'noise_floor', span, at: this.#outputs('at'), belowDbfs: v.number('below') };
      case 'thd_n':
        return { type: 'thd_n', span, at: this.#outputs('at'), belowDb: v.number('below') };
      case 'clicks': {
        const change = await this.#scope.change(this.#word);
        return change && { type: 'clicks', span, at: this.#outputs('at'), change };
      }
      case 'xruns':
        return { type: 'xruns', span, device: this.#device(), most: v.number('most') };
      case 'drift':
        return {
          type: 'drift',
          span,
          device: this.#device(),
          isPpm: v.number('is'),
          withinPpm: v.number('within'),
        };
      case 'isolation':
        return {
          type: 'isolation',
          span,
          routes: this.#routes(),
          belowDb: v.number('below'),
          levelDbfs: v.number('level'),
        };
      default:
        return this.#probed(span);
    }
  }

  #probed(span: Span): Assertion | undefined {
    const v = this.#values;
    const ends = { span, from: this.#inputs('from'), to: this.#outputs('to') };
    switch (this.#word.word.type) {
      case 'response': {
        const mask = readMask(this.#scope.walk, v.field('mask'), this.#scope.rateHz);
        return { type: 'response', ...ends, mask, levelDbfs: v.number('level') };
      }
      case 'polarity':
        return { type: 'polarity', ...ends, inverted: v.choice('is') === 'inverted', levelDbfs: v.number('level') };
      case 'delay':
        return {
          type: 'delay',
          ...ends,
          isMs: v.number('is'),
          withinMs: v.optional('within'),
          levelDbfs: v.number('level'),
        };
      case 'latency':
        return { type: 'latency', ...ends, isMs: v.optional('is'), mostMs: v.optional('most') };
      default:
        return undefined;
    }
  }

  /** Without `freq`, the sine that is played; the RMS where none is. */
  #level(span: Span): Assertion | undefined {
    const v = this.#values;
    const played = new Set(this.#scope.play.flatMap(({ stimulus: s }) => (s.type === 'sine' ? [s.freqHz] : [])));
    const onlySines = this.#scope.play.every(({ stimulus: s }) => s.type === 'sine' || s.type === 'silence');
    const written = v.optional('freq');
    if (written === null && onlySines && played.size > 1) {
      return this.#scope.walk.fail('test/several-sines', this.#word.given, { count: played.size });
    }
    return {
      type: 'level',
      span,
      at: this.#outputs('at'),
      isDbfs: v.number('is'),
      withinDb: v.number('within'),
      freqHz: written ?? (onlySines ? ([...played][0] ?? null) : null),
    };
  }

  #outputs(name: string): readonly Channel[] {
    return this.#channels(this.#values.field(name), (a) => this.#scope.addresses.output(a));
  }

  #inputs(name: string): readonly Channel[] {
    return this.#channels(this.#values.field(name), (a) => this.#scope.addresses.input(a));
  }

  #channels(
    field: Field | undefined,
    find: (address: Parameters<TestAddresses['input']>[0]) => readonly Channel[] | undefined,
  ): readonly Channel[] {
    const { walk } = this.#scope;
    return (field && readAddresses(walk, field)?.flatMap((a) => find(a) ?? walk.failed() ?? [])) ?? [];
  }

  #device(): string {
    const { walk, addresses } = this.#scope;
    const field = this.#values.field('device');
    const address = field && readAddress(walk, field);
    return (address && (addresses.clocked(address) ?? walk.failed())) ?? '';
  }

  #routes(): readonly Route[] {
    const { walk, addresses } = this.#scope;
    const field = this.#values.field('routes');
    const entries = (field && walk.entries(field, 'a map from inputs to outputs')) ?? [];
    return entries.map((entry) => ({
      from: addresses.input({ text: entry.name, at: entry.at, isKey: true }) ?? walk.failed() ?? [],
      to: this.#channels(entry, (a) => addresses.output(a)),
    }));
  }
}
