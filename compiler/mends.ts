// What a config with mistakes is told. In: what its first compile found, and a way to compile it again. Out: the mistakes that
// have mends, and what is left when all of those are mended, at the places of what was written. Invariant: applying the mend
// of one leaves exactly the others: none of them brings another to light, for that was looked for behind it already; and
// what follows from a mistake that has a mend is not said beside it.

import type { Diagnostic, Edit } from './diagnostics/diagnostic.ts';
import { Trail } from './diagnostics/trail.ts';
import type { ReadResult, SourceHost, Sources } from './ir/source.ts';

export interface Told {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
}

/** A mend may uncover another: one for each name of an address, one for each pair of clocks that meet. */
const MOST_ROUNDS = 16;

/** Files as they are, each read once, and programs, each run once; what was mended is read as it would be then. */
export class MendedFiles {
  readonly host: SourceHost;
  readonly #reads = new Map<string, Promise<ReadResult>>();
  readonly #texts = new Map<string, Uint8Array>();

  constructor(files: SourceHost) {
    const runs = new Map<string, ReturnType<NonNullable<SourceHost['evaluate']>>>();
    const { evaluate } = files;
    this.host = {
      read: (path, limit) => this.#read(files, path, limit),
      resolve: (from, path) => files.resolve(from, path),
      isOutside: (entry, path) => files.isOutside(entry, path),
      sha256: (bytes) => files.sha256(bytes),
      ...(evaluate && { evaluate: (path) => once(runs, path, () => evaluate.call(files, path)) }),
      ...(files.machine && { machine: files.machine }),
    };
  }

  mend(path: string, text: string): void {
    this.#texts.set(path, new TextEncoder().encode(text));
  }

  #read(files: SourceHost, path: string, limit: number): Promise<ReadResult> {
    const bytes = this.#texts.get(path);
    if (bytes !== undefined) return Promise.resolve({ ok: true, bytes });
    return once(this.#reads, `${limit} ${path}`, () => files.read(path, limit));
  }
}

function once<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

/** `again` compiles what `files` read then. */
export async function withMends(first: Told, files: MendedFiles, again: () => Promise<Told>): Promise<Told> {
  const trail = new Trail(first.sources);
  const told = new Map<string, Diagnostic>();
  const tell = (found: readonly Diagnostic[], sources: Sources) => {
    const back = found.map((d) => trail.back(d, sources));
    for (const d of back) told.set(keyOf(d), d);
  };
  let round = first;
  for (let i = 0; i < MOST_ROUNDS; i++) {
    const { sources } = round;
    const fresh = errors(round).filter((d) => !told.has(keyOf(trail.back(d, sources))));
    const mended = next(fresh, sources);
    if (mended.length === 0) break;
    tell(mended, sources);
    for (const [path, text] of trail.apply(mended, sources)) files.mend(path, text);
    round = await again();
  }
  if (round === first) return first;
  tell(errors(round), round.sources);
  const others = first.diagnostics.filter((d) => d.severity !== 'error');
  return { diagnostics: [...others, ...told.values()], sources: trail.sources };
}

const errors = ({ diagnostics }: Told) => diagnostics.filter((d) => d.severity === 'error');
const keyOf = ({ code, span, message }: Diagnostic) => `${code} ${span.source} ${span.start} ${span.end} ${message}`;

/**
 * Mistakes to mend next: all those whose edits replace words, but for one that stands where another does; where there are
 * none, the first whose edits only add some, which may be what another mend makes needless.
 */
function next(found: readonly Diagnostic[], sources: Sources): readonly Diagnostic[] {
  const mendable = found.filter(({ edits }) => edits.length > 0 && edits.every((e) => !isOption(sources, e)));
  const taken: Edit[] = [];
  const replacing = mendable.filter(({ edits }) => {
    if (edits.some((e) => isAddition(e) || taken.some((t) => meets(e, t)))) return false;
    taken.push(...edits);
    return true;
  });
  return replacing.length > 0 ? replacing : mendable.slice(0, 1);
}

const isAddition = ({ span }: Edit): boolean => span.start === span.end;

const meets = ({ span: a }: Edit, { span: b }: Edit): boolean =>
  a.source === b.source && a.start < b.end && b.start < a.end;

/** What a command line says is no file that can be mended. */
const isOption = (sources: Sources, { span }: Edit): boolean => sources[span.source]?.path.startsWith('--') ?? true;
