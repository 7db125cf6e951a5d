// How a mistake came to be part of the config. In: diagnostics, sources. Out: the same with the uses and includes that
// lead to each as related places. Invariant: one mistake in a part that is used many times is said once.

import type { Sources, Span } from '../ir/source.ts';
import type { Diagnostic, Related } from './diagnostic.ts';
import { sourceOf } from './span.ts';

/** Most links of one chain that are shown, from the nearest. */
const LONGEST = 12;

const keyOf = ({ source, start, end }: Span) => `${source}:${start}:${end}`;

/** The uses that brought what stands at `span`, the nearest first, each once: where it leads furthest out. */
export function usesOf(span: Span): readonly Related[] {
  const uses = (span.via ?? []).filter((use) => keyOf(use.span) !== keyOf(span));
  const keys = uses.map((use) => keyOf(use.span));
  return uses.filter((_, i) => keys.lastIndexOf(keys[i] ?? '') === i);
}

function chainOf(span: Span, sources: Sources): readonly Related[] {
  const links: Related[] = [...usesOf(span)];
  const seen = new Set<number>();
  for (let source = sourceOf(sources, span); source.includedAt !== undefined && !seen.has(source.id); ) {
    seen.add(source.id);
    links.push({ span: source.includedAt, label: 'included here' });
    source = sourceOf(sources, source.includedAt);
  }
  return links.slice(0, LONGEST);
}

export function withChains(diagnostics: readonly Diagnostic[], sources: Sources): readonly Diagnostic[] {
  const said = new Set<string>();
  return diagnostics.flatMap((d) => {
    const what = `${keyOf(d.span)} ${d.code} ${d.message}`;
    if (said.has(what)) return [];
    said.add(what);
    const shown = new Set([d.span, ...d.related.map((r) => r.span)].map(keyOf));
    const links = chainOf(d.span, sources).filter((l) => !shown.has(keyOf(l.span)));
    return [links.length === 0 ? d : { ...d, related: [...d.related, ...links] }];
  });
}
