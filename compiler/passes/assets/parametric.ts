// Parametric lists from files. In: a name. Out: rows (code, Hz, dB, Q), the preamp first; undefined, with diagnostics at
// the lines that cannot be taken over.

import { diagnose } from '../../diagnostics/catalog.ts';
import { position } from '../../diagnostics/span.ts';
import { expandFileName } from '../../ir/file-name.ts';
import type { JsonPointer } from '../../ir/source.ts';
import type { Rows } from './fir.ts';
import { parseParametric } from './parametric-text.ts';
import { type AssetReader, textOf } from './reader.ts';

/** Sections of one filter step, less the preamp: kMaxSections of native/kernels/filter.h. */
const MAX_BANDS = 255;
const COLUMNS = 4;

export async function readParametric(
  reader: AssetReader,
  name: string,
  at: JsonPointer,
  rateHz: number,
): Promise<Rows | undefined> {
  const file = await reader.read(expandFileName(name, { rate: rateHz, channel: 1 }), at);
  if (file === undefined) return undefined;
  const { path } = file;
  const span = reader.context.span(at);
  const { rows, problems, preamps } = parseParametric(textOf(file.bytes), rateHz);
  if (problems.length > 0) {
    const source = reader.source(file);
    for (const { start, end, message } of problems) {
      const args = { path, line: position(source, start).line, problem: message };
      const related = [{ span: { source: source.id, start, end }, label: 'this line' }];
      reader.found.push(diagnose('parametric/line', span, args, { related }));
    }
    return undefined;
  }
  const bands = rows.length - 1;
  if (bands > MAX_BANDS || (bands === 0 && preamps === 0)) {
    reader.found.push(diagnose('parametric/length', span, { path, bands, most: MAX_BANDS }));
    return undefined;
  }
  return { rows: rows.length, columns: COLUMNS, data: Float64Array.from(rows.flat()) };
}
