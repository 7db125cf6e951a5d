// Assertions that cannot fail, by name. In: what became of each under mutants. Out: text, and JSON.

import { printable } from '../../compiler/diagnostics/render/cells.ts';
import type { Sources } from '../../compiler/ir/source.ts';
import type { Mutated } from './mutate.ts';
import { jsonPlace } from './report-json.ts';
import { type Paint, placeText } from './report-text.ts';

export interface FileMutated {
  readonly file: string;
  readonly sources: Sources;
  readonly mutated: readonly Mutated[];
}

export const canFail = ({ noticed }: Mutated): boolean => noticed !== null;

export function renderMutated(files: readonly FileMutated[], paint: Paint, isVerbose: boolean): string {
  const lines = files.flatMap(({ sources, mutated }) =>
    mutated.flatMap((m) => {
      const what = `${m.assertion.type} of “${printable(m.test.name)}”`;
      const place = paint.dim(placeText(sources, m.assertion.span));
      if (canFail(m)) return isVerbose ? [paint.dim(`  ${what} notices: ${printable(m.noticed ?? '')}`)] : [];
      return [`  ${paint.red('cannot fail')} ${what}  ${place}`, `    ${why(m)}`];
    }),
  );
  const all = files.flatMap((f) => f.mutated);
  const weak = all.filter((m) => !canFail(m)).length;
  const verdict =
    weak === 0
      ? paint.green(`Every one of ${all.length} assertions notices a mutant.`)
      : paint.red(`${weak} of ${all.length} assertions notice no mutant.`);
  return `${[...lines, verdict].join('\n')}\n`;
}

const why = ({ tried }: Mutated): string =>
  tried === 0
    ? 'nothing in the graph touches what it measures'
    : `it holds under all ${tried} mutants that touch its signals: ask for more`;

/** A public shape: fields are added, never renamed; every field is always present. */
export const mutatedJson = (files: readonly FileMutated[]) => {
  const assertions = files.flatMap(({ sources, mutated }) =>
    mutated.map(({ test, assertion, noticed, tried }) => ({
      test: test.name,
      type: assertion.type,
      ...jsonPlace(sources, assertion.span),
      noticed,
      tried,
    })),
  );
  return { assertions, cannotFail: assertions.filter((a) => a.noticed === null).length };
};
