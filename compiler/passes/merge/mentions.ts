// Text with params in it. In: text such as `$room/$channel.wav`. Out: its pieces, in order.
// `$name` ends at the first character that is not a small letter, a digit or `_`; `${name}` anywhere; `$$` is a dollar sign.

export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'param'; readonly name: string; readonly at: number; readonly end: number }
  | { readonly kind: 'bad'; readonly text: string; readonly at: number; readonly end: number };

const mention = /\$(?:\$|\{([^}]*)\}|([a-z][a-z0-9_]*))?/g;
const name = /^[a-z][a-z0-9_-]*$/;

export function pieces(text: string): readonly Piece[] {
  const out: Piece[] = [];
  let done = 0;
  const plain = (until: number) => {
    if (until > done) out.push({ kind: 'text', text: text.slice(done, until) });
  };
  for (const match of text.matchAll(mention)) {
    const [whole, braced, unbraced] = match;
    const at = match.index;
    plain(at);
    done = at + whole.length;
    const found = braced ?? unbraced;
    if (whole === '$$') out.push({ kind: 'text', text: '$' });
    else if (found !== undefined && name.test(found)) out.push({ kind: 'param', name: found, at, end: done });
    else {
      // A lone dollar sign takes the character after it along, so that the message shows what was tried.
      const end = whole === '$' ? Math.min(at + 2, text.length) : done;
      out.push({ kind: 'bad', text: text.slice(at, end), at, end: done });
    }
  }
  plain(text.length);
  return out;
}

/** Filled in where a file is opened. */
export const fileParams = ['rate', 'channel'] as const;
/** Filled in where a recording is opened. */
export const recordParams = ['date', 'time', 'host'] as const;

/** `text` as it stands in a file name that still has params: dollar signs doubled. */
export const escapeDollars = (text: string): string => text.replaceAll('$', '$$$$');
