// busbar diff: what one config changes in another. In: two configs, files or revisions of git. Out: changes, latency and
// responses, as text, Markdown or JSON; exit code 2 where there are any.

import { realpathSync, statSync } from 'node:fs';
import { join, normalize, relative, resolve } from 'node:path';
import { diffStudios, type Studio } from '../../../compiler/diff/studios.ts';
import { compile } from '../../../compiler/index.ts';
import type { Config } from '../../../compiler/ir/config.ts';
import type { EquippedGraph } from '../../../compiler/ir/graph.ts';
import type { SourceHost } from '../../../compiler/ir/source.ts';
import { type DiffReport, diffReport } from '../../diff/report.ts';
import { compareResponses, type Responses } from '../../diff/responses.ts';
import { findRevision, type Revision } from '../../git/revision.ts';
import { createRevisionHost } from '../../git/revision-host.ts';
import { loadAddon } from '../../native.ts';
import { STDIN } from '../../source-host.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { compileOptions, givenInventory, hostOf, programsOf, reportNoPlan } from '../compile-config.ts';
import type { Context } from '../context.ts';
import { diffMarkdown, diffText } from '../diff-text.ts';
import { exitCode } from '../exit-code.ts';
import { entryPath } from '../find-config.ts';

/** What one of the two words means. */
interface Side {
  readonly path: string | undefined;
  readonly revision: Revision | undefined;
}

type Compared = Studio & { readonly graph: EquippedGraph };

export async function run(args: Arguments, context: Context): Promise<number> {
  const print = printerOf(args, context);
  const [first, second] = args.positionals;
  if (first === undefined) throw new UsageError('busbar diff needs a config or a revision.', 'busbar diff HEAD~1');
  const [a, b] = [await sideOf(first, context), second === undefined ? here(context) : await sideOf(second, context)];
  const sides = [
    { ...a, path: a.path ?? b.path ?? entryPath(context.cwd, undefined) },
    { ...b, path: b.path ?? a.path ?? entryPath(context.cwd, undefined) },
  ];
  const studios: Compared[] = [];
  for (const side of sides) {
    const studio = await compileSide(side, args, context);
    if (studio === undefined) return exitCode.problems;
    studios.push(studio);
  }
  const [before, after] = studios as [Compared, Compared];
  const diff = diffStudios(before, after);
  const responses: Responses = diff.kind === 'none' ? { compared: true, paths: [] } : responsesOf(before, after);
  const [nameA = '', nameB = ''] = sides.map(nameOf);
  const report = diffReport(nameA, nameB, diff, responses);
  print(report);
  return report.differs ? exitCode.differs : exitCode.ok;
}

function printerOf(args: Arguments, { out }: Context): (report: DiffReport) => void {
  const format = args.value('format') ?? (args.has('json') ? 'json' : 'text');
  if (args.has('json') && format !== 'json') {
    throw new UsageError(`--json and --format ${format} contradict each other.`);
  }
  if (format === 'text') return (report) => out.write(diffText(report, out));
  if (format === 'markdown') return (report) => out.write(diffMarkdown(report));
  if (format === 'json') return (report) => out.write(`${JSON.stringify(report, null, 2)}\n`);
  throw new UsageError(`There is no format ${format}.`, 'Formats: text, markdown, json.');
}

/** The config that is found here, as it is now. */
const here = ({ cwd }: Context): Side => ({ path: entryPath(cwd, undefined), revision: undefined });

/** A file; else a revision, with the config's path in it after a colon if need be. */
async function sideOf(word: string, { cwd }: Context): Promise<Side> {
  if (word === '-') return { path: STDIN, revision: undefined };
  if (isFile(resolve(cwd, word))) return { path: word, revision: undefined };
  const [, name = word, path] = /^([^:]+):(.+)$/.exec(word) ?? [];
  const revision = await findRevision(name, cwd);
  if (revision !== undefined) return { path: path && pathIn(revision, path, cwd), revision };
  throw new UsageError(
    `${word} is neither a file nor a revision of a git repository here.`,
    'busbar diff old.yaml new.yaml, or busbar diff HEAD~1',
  );
}

/** As git reads it: from the top of the repository, or from here where it starts with a dot. */
const pathIn = ({ top }: Revision, path: string, cwd: string): string =>
  /^\.{1,2}\//.test(path) ? normalize(path) : relative(realpathSync(cwd), join(top, path));

function isFile(path: string): boolean {
  try {
    return !statSync(path).isDirectory();
  } catch {
    return false;
  }
}

const nameOf = ({ path = '', revision }: Side): string => (revision === undefined ? path : `${revision.name}:${path}`);

/** undefined: it does not compile, and that is said. */
async function compileSide(
  side: Side & { path: string },
  args: Arguments,
  context: Context,
): Promise<Compared | undefined> {
  const { revision, path: entry } = side;
  const old = revision && createRevisionHost(revision, context.cwd, programsOf(args, context));
  try {
    const host: SourceHost = old?.host ?? (await hostOf(entry, args, context));
    const made: { config?: Config; graph?: EquippedGraph } = {};
    const inventory = await givenInventory(args, context);
    const result = await compile({
      entry,
      host,
      options: compileOptions(args),
      inventory,
      trace: (pass, value) => {
        if (pass === 'match') made.config = value as Config;
        if (pass === 'assets') made.graph = value as EquippedGraph;
      },
    });
    const { plan, controls } = result;
    const { config, graph } = made;
    if (plan !== undefined && config !== undefined && graph !== undefined) return { plan, controls, config, graph };
    context.err.write(`${nameOf(side)} does not compile.\n`);
    await reportNoPlan(result, args, context);
    return undefined;
  } finally {
    old?.close();
  }
}

function responsesOf(a: Compared, b: Compared): Responses {
  const loaded = loadAddon();
  if (!loaded.ok) return { compared: false, why: 'the native engine is not here, or is of another version' };
  const { Kernel } = loaded.addon;
  return compareResponses(a, b, { make: (spec) => new Kernel(spec) });
}
