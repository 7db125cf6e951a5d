// Bytes -> text. In: what a host read. Out: text, or the place and kind of what is no text.
// Invariant: text holds no byte order mark and no control character but tab and line ends.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Source } from '../../ir/source.ts';

const control = /(?![\t\n\r])\p{Cc}/u;
const hex = (n: number, digits: number) => n.toString(16).toUpperCase().padStart(digits, '0');

export interface Decoded {
  readonly text: string;
  /** The first byte that is not UTF-8, and its offset in the text. */
  readonly bad?: { readonly at: number; readonly byte: number };
}

/** Text of `bytes` with U+FFFD for what is not UTF-8, and the offset in both of the first such byte. */
export function decode(bytes: Uint8Array): Decoded {
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

/** What keeps `source` from being read as text. */
export function notText({ id, path, text }: Source, { bad }: Decoded, bytes: Uint8Array): Diagnostic | undefined {
  const at = (start: number) => ({ source: id, start, end: start + 1 });
  if (bad !== undefined) {
    const args = { path, byte: `0x${hex(bad.byte, 2)}`, looksLike: looksLike(bytes) };
    return diagnose('input/not-utf8', at(bad.at), args);
  }
  const found = control.exec(text);
  if (found === null) return undefined;
  return diagnose('input/control-character', at(found.index), { code: `U+${hex(found[0].codePointAt(0) ?? 0, 4)}` });
}
