// Every broken config says exactly what is marked in it, every offered edit mends it, every code has a config.

import { describe, expect, it } from 'vitest';
import { codes, explain } from '../../compiler/diagnostics/explain.ts';
import { renderJson } from '../../compiler/diagnostics/render/json.ts';
import { renderText } from '../../compiler/diagnostics/render/text.ts';
import { place, sourceOf } from '../../compiler/diagnostics/span.ts';
import { addedBy, mendedTexts } from '../support/mends.ts';
import { cases, compileCase, type Said } from './broken-case.ts';

const all = cases();

function said({ diagnostics, sources }: Said): readonly string[] {
  return diagnostics
    .map((d) => {
      const source = sourceOf(sources, d.span);
      const at = place(source, d.span);
      return `${d.code} ${source.path} ${at.line}:${at.column}-${at.endLine}:${at.endColumn}`;
    })
    .sort();
}

describe.each(all)('$name', (c) => {
  it('says what is marked, and no more', async () => {
    const result = await compileCase(c);
    expect(said(result)).toEqual(c.expected);
    expect(result.plan === undefined).toBe(result.diagnostics.some((d) => d.severity === 'error'));
  });

  it('produces the code that it is named after', () => {
    const own = c.expected.map((e) => e.split(' ')[0] ?? '');
    expect(own.some((code) => c.name.startsWith(code.replace('/', '-')))).toBe(true);
  });

  it('is mended by every edit that is offered', async () => {
    const result = await compileCase(c);
    for (const d of result.diagnostics) {
      if (explain(d.code)?.fixable === true && !c.options.set)
        expect(d.edits.length, `${d.code} offers an edit`).toBeGreaterThan(0);
      if (d.edits.length === 0) continue;
      const fixed = await compileCase(c, mendedTexts(result.sources, d));
      const count = (r: Said) => r.diagnostics.filter((x) => x.code === d.code).length;
      expect(count(fixed), `${d.code} is gone`).toBeLessThan(count(result));
      expect(addedBy(d, result, fixed), `the edit of ${d.code} adds nothing`).toEqual([]);
    }
  });

  it('can be printed, and says what to do', async () => {
    const { diagnostics, sources } = await compileCase(c);
    expect(renderText(diagnostics, sources)).toContain(diagnostics[0]?.code);
    expect(renderJson(diagnostics, sources).diagnostics).toHaveLength(diagnostics.length);
    for (const d of diagnostics) expect(d.help !== '' || d.edits.length > 0, d.code).toBe(true);
  });
});

describe('the catalogue', () => {
  it('has no code that no config produces', () => {
    const produced = new Set(all.flatMap((c) => c.expected.map((e) => e.split(' ')[0] ?? '')));
    expect(codes.filter((code) => !produced.has(code))).toEqual([]);
  });
});
