// Request -> sources. In: the path of the entry, the host and `--set` options of the context. Out: text, or why not.
// Invariant: at most `MAX_BYTES` are read; text holds no byte order mark and no control character but tab and line ends.

import { diagnose } from '../diagnostics/catalog.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Loaded, Override } from '../ir/document.ts';
import type { ReadResult } from '../ir/source.ts';
import type { ReadContext, ReadPass } from './pass.ts';

/** Longest config that is read. */
export const MAX_BYTES = 4 * 2 ** 20;

const control = /(?![\t\n\r])\p{Cc}/u;
const hex = (n: number, digits: number) => n.toString(16).toUpperCase().padStart(digits, '0');

type Failure = Extract<ReadResult, { ok: false }>;

function refused(path: string, { reason, detail }: Failure, span: Diagnostic['span']): Diagnostic {
  switch (reason) {
    case 'missing':
      return diagnose('input/not-found', span, { path });
    case 'directory':
      return diagnose('input/directory', span, { path });
    case 'denied':
      return diagnose('input/denied', span, { path });
    case 'too-large':
      return diagnose('input/too-large', span, { path, limit: `${MAX_BYTES / 2 ** 20} MB` });
    case 'failed':
      return diagnose('input/unreadable', span, { path, detail });
  }
}

/** Text of `bytes` with U+FFFD for what is not UTF-8, and the offset in both of the first such byte. */
function decode(bytes: Uint8Array): { text: string; bad?: { at: number; byte: number } } {
  const text = new TextDecoder('utf-8').decode(bytes);
  const first = text.indexOf('\uFFFD');
  if (first < 0) return { text };
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const encoder = new TextEncoder();
  for (let at = first, byteAt = mark, done = 0; at >= 0; at = text.indexOf('\uFFFD', done)) {
    byteAt += encoder.encode(text.slice(done, at)).length;
    // U+FFFD that somebody wrote is EF BF BD; anything else is a byte that could not be read.
    if (bytes[byteAt] !== 0xef || bytes[byteAt + 1] !== 0xbf || bytes[byteAt + 2] !== 0xbd) {
      return { text, bad: { at, byte: bytes[byteAt] ?? 0 } };
    }
    byteAt += 3;
    done = at + 1;
  }
  return { text };
}

function looksLike(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return 'UTF-16';
  return bytes.subarray(0, 4096).includes(0) ? 'a binary file' : '';
}

function overrides(context: ReadContext): readonly Override[] {
  return (context.options.set ?? []).map(({ path, value }) => {
    const source = context.addSource('--set', `${path}=${value}`);
    return { source, path, valueAt: path.length + 1 };
  });
}

export const load: ReadPass<string, Loaded> = async (entry, context) => {
  const read = await context.host.read(entry, MAX_BYTES);
  const { text, bad } = read.ok ? decode(read.bytes) : { text: '' };
  const source = context.addSource(entry, text);
  const at = (start: number, end: number) => ({ source: source.id, start, end });
  if (!read.ok) return { diagnostics: [refused(entry, read, at(0, 0))] };
  if (bad !== undefined) {
    const args = { path: entry, byte: `0x${hex(bad.byte, 2)}`, looksLike: looksLike(read.bytes) };
    return { diagnostics: [diagnose('input/not-utf8', at(bad.at, bad.at + 1), args)] };
  }
  const found = control.exec(text);
  if (found !== null) {
    const code = `U+${hex(found[0].codePointAt(0) ?? 0, 4)}`;
    return { diagnostics: [diagnose('input/control-character', at(found.index, found.index + 1), { code })] };
  }
  if (/\.[cm]?[jt]s$/.test(entry)) {
    return { diagnostics: [diagnose('language/not-yet', at(0, 0), { what: 'a config in TypeScript or JavaScript' })] };
  }
  const set = overrides(context);
  return { value: { sources: context.sources, entry: source, overrides: set }, diagnostics: [] };
};
