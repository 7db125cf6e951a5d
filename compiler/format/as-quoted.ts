// Quoted text as it was quoted: what an escape stands for may not be written plainly, or not be seen. In: the tags of a
// schema. Out: the same, but words in quotes are written from their source. Only the indent of further lines is new.

import { isScalar, type Scalar, type ScalarTag, type Tags } from 'yaml';

const isText = (tag: Tags[number]): tag is ScalarTag => typeof tag === 'object' && tag.tag === 'tag:yaml.org,2002:str';

function quoted(item: unknown): string | undefined {
  const token = isScalar(item) ? (item as Scalar).srcToken : undefined;
  return token?.type === 'double-quoted-scalar' || token?.type === 'single-quoted-scalar' ? token.source : undefined;
}

export const asQuoted = (tags: Tags): Tags =>
  tags.map((tag) => {
    if (!isText(tag)) return tag;
    const stringify: NonNullable<ScalarTag['stringify']> = (item, context, ...rest) => {
      const [first, ...more] = quoted(item)?.split('\n') ?? [];
      if (first === undefined) return tag.stringify?.(item, context, ...rest) ?? String(item.value);
      return [first, ...more.map((line) => line.replace(/^[ \t]*(?=.)/, context.indent))].join('\n');
    };
    return { ...tag, stringify };
  });
