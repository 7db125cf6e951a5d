// Request -> files. In: the path of the entry, the host and the options of the context. Out: the entry and all that it
// includes, `busbar.local.yaml` beside it and what options add, each parsed where it stands, or why not.
// Reading and parsing are one pass, for only a file that was parsed tells what it includes.

import { diagnose } from '../diagnostics/catalog.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { ConfigFile, Loaded, Override } from '../ir/document.ts';
import type { ReadResult, Span } from '../ir/source.ts';
import { FileReader, MAX_BYTES } from './load/file-reader.ts';
import { parse } from './parse.ts';
import type { ReadContext, ReadPass } from './pass.ts';

/** What one machine changes and nobody commits; stands beside the entry. */
const LOCAL = 'busbar.local.yaml';

type Failure = Extract<ReadResult, { ok: false }>;

export function refused(path: string, { reason, detail }: Failure, span: Span): Diagnostic {
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

function overrides(context: ReadContext): Promise<readonly Override[]> {
  return Promise.all(
    (context.options.set ?? []).map(async ({ path, value }) => {
      const source = context.addSource('--set', `${path}=${value}`);
      const valueAt = path.length + 1;
      const { value: read, diagnostics } = await parse({ ...source, text: ' '.repeat(valueAt) + value });
      return { source, path, valueAt, ...(read && { read }), diagnostics };
    }),
  );
}

/** The local file; `null` where there is none, or nothing in it yet; `undefined` when it cannot be used. */
async function readLocal(
  reader: FileReader,
  path: string,
  read: ReadResult,
  context: ReadContext,
): Promise<ConfigFile | null | undefined> {
  if (read.ok) {
    const isEmpty = !/^\s*[^\s#]/m.test(new TextDecoder().decode(read.bytes));
    return isEmpty ? null : reader.read(path, read.bytes, 'part');
  }
  if (read.reason === 'missing') return null;
  const { id } = context.addSource(path, '');
  reader.found.add(refused(path, read, { source: id, start: 0, end: 0 }));
  return undefined;
}

export const load: ReadPass<string, Loaded> = async (entry, context) => {
  const { host, options } = context;
  const localPath = host.resolve(entry, LOCAL);
  const [read, localRead] = await Promise.all([host.read(entry, MAX_BYTES), host.read(localPath, MAX_BYTES)]);
  if (!read.ok) {
    const { id } = context.addSource(entry, '');
    return { diagnostics: [refused(entry, read, { source: id, start: 0, end: 0 })] };
  }
  const reader = new FileReader(context);
  const file = await reader.read(entry, read.bytes, 'entry');
  const local = entry === localPath ? null : await readLocal(reader, localPath, localRead, context);
  const diagnostics = reader.found.all;
  if (file === undefined || local === undefined) return { diagnostics };
  const machine = options.machine === undefined ? null : context.addSource('--machine', options.machine);
  const value = {
    sources: context.sources,
    entry: file,
    local,
    machine,
    facts: host.machine ?? null,
    overrides: await overrides(context),
  };
  return { value, diagnostics };
};
