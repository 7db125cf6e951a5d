// Comments tied to what they are about, before keys move. In: a document, first its tokens, then its nodes. Out: the same,
// in which a comment beside `key:` stays on that line, one above the first key of a map is that key’s, and one that stands
// further out than what is before it belongs out there.

import { type CST, type Document, isMap, isNode, isScalar, type Pair, visit } from 'yaml';

type Give = (comments: CST.SourceToken[]) => void;

/** Comments at the end of a block that stand further out than it does, or no further in than what is around it, go there. */
export function settleComments(token: CST.Token, outer: number, give: Give): void {
  if (token.type !== 'block-map' && token.type !== 'block-seq') return;
  const items: CST.CollectionItem[] = token.items;
  for (const [i, { value }] of items.entries()) {
    if (!value) continue;
    settleComments(value, token.indent, (comments) => {
      const next = items[i + 1];
      if (next === undefined) items.push({ start: comments });
      else next.start.unshift(...comments);
    });
  }
  const last = items.at(-1);
  if (last === undefined || last.key || last.sep || last.value) return;
  const isOutside = ({ type, indent }: CST.SourceToken) =>
    type === 'comment' && (indent < token.indent || indent <= outer);
  const from = last.start.findIndex(isOutside);
  if (from < 0) return;
  const line = last.start.slice(0, from).findLastIndex((t) => t.type === 'newline') + 1;
  give(last.start.splice(line));
  if (last.start.length === 0) items.pop();
}

/** The comment on the line of `key:`, where its value starts on a later line. */
function beside(sep: readonly CST.SourceToken[]): string | undefined {
  const first = sep.find((t) => t.type === 'newline' || t.type === 'comment');
  return first?.type === 'comment' ? first.source.slice(1) || ' ' : undefined;
}

function tie(pair: Pair): void {
  const { key, value } = pair;
  const { srcToken } = pair as { srcToken?: CST.CollectionItem };
  if (!isScalar(key) || !isNode(value) || !value.commentBefore || srcToken?.sep === undefined) return;
  const comment = beside(srcToken.sep);
  // A word such as an anchor may stand between the two: the comment is the value’s.
  const isBare = !('anchor' in value && value.anchor !== undefined) && value.tag === undefined;
  if (isBare && !key.comment && comment !== undefined && value.commentBefore.startsWith(comment)) {
    key.comment = comment;
    value.commentBefore = value.commentBefore.slice(comment.length).replace(/^\n+/, '');
  }
  const first = isMap(value) && !value.flow ? value.items[0]?.key : undefined;
  if (!isBare || !isScalar(first) || !value.commentBefore) return;
  first.commentBefore = [value.commentBefore, first.commentBefore].filter(Boolean).join('\n');
  value.commentBefore = '';
}

export function tieComments(document: Document.Parsed): void {
  visit(document, {
    Map: (_, map) => {
      if (!map.flow) for (const pair of map.items) tie(pair);
    },
  });
}

/** What is written at the top of a file is about the file: it stays there when another key becomes the first. */
export function keepHead(document: Document.Parsed, change: () => void): void {
  const firstKey = () => (isMap(document.contents) ? document.contents.items[0]?.key : undefined);
  const before = firstKey();
  change();
  if (before === firstKey() || !isScalar(before) || !before.commentBefore || document.commentBefore) return;
  const [head = '', ...rest] = before.commentBefore.split('\n\n');
  document.commentBefore = head;
  before.commentBefore = rest.join('\n\n');
}
