// Reading the entry: every way in which a file can fail to be text.

import { describe, expect, it } from 'vitest';
import type { ReadResult, SourceHost } from '../../compiler/ir/source.ts';
import { MAX_BYTES } from '../../compiler/passes/load/file-reader.ts';
import { memoryHost } from '../support/memory-host.ts';
import { brief, ENTRY, front, read } from './front.ts';

const bytes = (...parts: readonly (string | number)[]) =>
  Uint8Array.from(parts.flatMap((p) => (typeof p === 'number' ? [p] : [...new TextEncoder().encode(p)])));
const load = async (text: string | Uint8Array, host?: SourceHost) => {
  const { diagnostics, sources, loaded } = await front(text, {}, host);
  return {
    text: loaded?.entry.source.text,
    codes: brief(read(diagnostics), sources),
    message: diagnostics[0]?.message,
  };
};
const answering = (result: ReadResult): SourceHost => ({ ...memoryHost({}), read: async () => result });

describe('load', () => {
  it('accepts a byte order mark and leaves it out', async () => {
    expect((await load(bytes(0xef, 0xbb, 0xbf, 'name: a\n'))).text).toBe('name: a\n');
  });

  it('accepts text that holds U+FFFD itself', async () => {
    expect((await load('name: \uFFFD\n')).text).toBe('name: \uFFFD\n');
  });

  it.each([
    ['missing', 'input/not-found'],
    ['directory', 'input/directory'],
    ['denied', 'input/denied'],
    ['too-large', 'input/too-large'],
    ['failed', 'input/unreadable'],
  ] as const)('says that a file is %s', async (reason, code) => {
    const { codes, text } = await load('', answering({ ok: false, reason, detail: 'disk on fire' }));
    expect(codes).toEqual([`${code} 1:1-1`]);
    expect(text).toBeUndefined();
  });

  it('hands its limit to the host, so that a file of 50 MB is not read whole', async () => {
    let limit = 0;
    const host: SourceHost = {
      ...memoryHost({}),
      read: async (_, most) => {
        limit = most;
        return { ok: false, reason: 'too-large', detail: '' };
      },
    };
    await load('', host);
    expect(limit).toBe(MAX_BYTES);
    expect(limit).toBeLessThan(10e6);
  });

  it.each([
    ['a byte of Latin-1', bytes('name: B', 0xfc, 'hne\n'), '1:8-9', /0xFC/],
    ['a byte after a byte order mark and a U+FFFD', bytes(0xef, 0xbb, 0xbf, 'a: \uFFFD', 0xfc), '1:5-6', /0xFC/],
    ['a cut sequence at the end', bytes('a: 1\nname: ', 0xe2, 0x82), '2:7-8', /0xE2/],
    ['an overlong slash', bytes('\uFFFD\n', 0xc0, 0xaf), '2:1-2', /0xC0/],
    ['a lone surrogate', bytes('a: ', 0xed, 0xa0, 0x80), '1:4-5', /0xED/],
    ['UTF-16', bytes(0xff, 0xfe, 'a', 0, ':', 0), '1:1-2', /UTF-16/],
    ['a picture', bytes(0x89, 'PNG\r\n', 0x1a, 0x0a, 0, 0, 0, 0x0d), '1:1-2', /binary/],
  ])('refuses %s at its place', async (_, content, at, message) => {
    const loaded = await load(content);
    expect(loaded.codes).toEqual([`input/not-utf8 ${at}`]);
    expect(loaded.message).toMatch(message);
  });

  it('refuses control characters', async () => {
    expect((await load('a: 1\nb: \u0000\n')).codes).toEqual(['input/control-character 2:4-5']);
    expect((await load('a: \u001b[31m\n')).codes).toEqual(['input/control-character 1:4-5']);
    expect((await load('a: 1\t# fine\r\n')).codes).toEqual([]);
  });

  it('makes every `--set` a source of its own', async () => {
    const { loaded } = await front('a: 1\n', { set: [{ path: 'params.x', value: '-6 dB' }] });
    expect(loaded?.overrides.map((o) => [o.source.path, o.source.text, o.source.text.slice(o.valueAt)])).toEqual([
      ['--set', 'params.x=-6 dB', '-6 dB'],
    ]);
  });

  it('names itself by the path that it was given', async () => {
    expect((await front('a: 1\n')).sources[0]?.path).toBe(ENTRY);
  });
});
