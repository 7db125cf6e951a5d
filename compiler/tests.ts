// A file of tests, from text to what can be run: START HERE for `busbar test`. In: a `*.test.yaml` and where its config is.
// Out: tests bound to the channels of plans, or what is wrong with the file, at the token. The config is compiled as ever;
// tests are looked up in its checked graph. Running them is for the runtime.
//
//   tests ── parse ── read-test ── read-word, addresses ──┐            text to what is played and expected where
//   config ── compile ── variant: checked graph ──────────┴── taps ── compile again, with a device per inner signal

import type { Inventory } from '../schema/inventory.ts';
import { testFileTable, testTable } from '../schema/tests/file.ts';
import { CompileContext } from './compile-context.ts';
import { withChains } from './diagnostics/chain.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { keepQuotes } from './diagnostics/keep-quotes.ts';
import { byPlace } from './diagnostics/span.ts';
import { isMap } from './ir/document.ts';
import type { SourceHost, Sources } from './ir/source.ts';
import { MendedFiles, withMends } from './mends.ts';
import { FileReader, MAX_BYTES } from './passes/load/file-reader.ts';
import { refused } from './passes/load.ts';
import { checkVersion } from './passes/validate/engine.ts';
import { readText } from './passes/validate/values.ts';
import { type Field, kindOf, Walk } from './passes/validate/walk.ts';
import type { CompileOptions, CompileRequest } from './request.ts';
import { readChange } from './tests/read-change.ts';
import { readTest, type TestDraft } from './tests/read-test.ts';
import { blame, readSettings, type Setting, throughControls } from './tests/settings.ts';
import type { TestCase, TestedConfig } from './tests/types.ts';
import { Variant, withSettings } from './tests/variant.ts';

export interface TestsRequest {
  /** The file of tests, as the host reads it. */
  readonly entry: string;
  readonly host: SourceHost;
  /** The config of a file that names none; undefined: there is none. */
  readonly config: string | undefined;
  readonly options?: CompileOptions;
  readonly inventory?: Inventory | undefined;
}

export interface CompiledTests {
  /** Of the file of tests. */
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
  /** The config, as it stands without what single tests change. */
  readonly config: TestedConfig | undefined;
  /** Present when neither has an error. */
  readonly tests?: readonly TestCase[];
}

export async function compileTests(request: TestsRequest): Promise<CompiledTests> {
  const files = new MendedFiles(request.host);
  const again = () => attempt({ ...request, host: files.host });
  const first = await again();
  const { diagnostics, sources } = await withMends(first, files, again);
  return { ...first, sources, diagnostics: [...diagnostics].sort(byPlace) };
}

async function attempt(request: TestsRequest): Promise<CompiledTests> {
  const context = new CompileContext({ entry: request.entry, host: request.host });
  const reader = new TestsReader(request, context);
  const drafts = await reader.read();
  const { found, config } = reader;
  const { sources } = context;
  const diagnostics = withChains(found, sources).map((d) => keepQuotes(d, sources));
  const told = { diagnostics, sources, config };
  const failed = diagnostics.some((d) => d.severity === 'error') || config?.result.plan === undefined;
  return failed ? told : { ...told, tests: drafts.map(caseOf) };
}

const caseOf = ({ variant, ...test }: TestDraft): TestCase => ({
  ...test,
  plan: variant.plan,
  request: variant.request,
  taps: variant.taps,
});

class TestsReader {
  config: TestedConfig | undefined;
  readonly #request: TestsRequest;
  readonly #context: CompileContext;
  readonly #files: FileReader;
  readonly #walk: Walk;
  /** By what is set. */
  readonly #variants = new Map<string, Promise<Variant>>();
  readonly #changed: Variant[] = [];

  constructor(request: TestsRequest, context: CompileContext) {
    this.#request = request;
    this.#context = context;
    this.#files = new FileReader(context);
    this.#walk = new Walk(context.sources);
  }

  get found(): readonly Diagnostic[] {
    return [...this.#files.found.all, ...this.#walk.found.all];
  }

  async read(): Promise<readonly TestDraft[]> {
    const root = await this.#root();
    const keys = root && this.#walk.keys(root, 'a file of tests', testFileTable);
    if (root === undefined || keys === undefined) return [];
    checkVersion(this.#walk, root, keys.get('busbar'));
    const compile = this.#compileRequest(root, keys);
    if (compile === undefined) return [];
    const settings = await this.#settings(keys.get('set'), compile);
    const base = await this.#variant(compile, settings);
    this.config = { entry: compile.entry, result: base.result };
    const isThere = !this.#isMissing(compile, base, keys.get('config') ?? root);
    if (!isThere || base.checked === undefined) {
      this.#walk.found.addAll(blame(this.#walk, base.result, settings));
      return [];
    }
    const drafts: TestDraft[] = [];
    const tests = keys.get('tests');
    for (const field of (tests && this.#walk.entries(tests, 'a map of tests by name')) ?? []) {
      const draft = await this.#test(field, compile, settings);
      if (draft !== undefined) drafts.push(draft);
    }
    for (const variant of [...(await Promise.all(this.#variants.values())), ...this.#changed]) await variant.settle();
    return drafts;
  }

  async #root(): Promise<Field | undefined> {
    const { entry, host } = this.#request;
    const read = await host.read(entry, MAX_BYTES);
    if (!read.ok) {
      const { id } = this.#context.addSource(entry, '');
      this.#walk.found.add(refused(entry, read, { source: id, start: 0, end: 0 }));
      return undefined;
    }
    const file = await this.#files.read(entry, read.bytes, 'entry');
    if (file === undefined) return undefined;
    const { value, places } = file;
    this.#context.locate({ value, places, sources: this.#context.sources, removed: [] });
    const root: Field = { value, place: places, at: '', name: 'the tests' };
    if (isMap(value)) return root;
    const wants = 'keys such as `tests:`';
    this.#walk.say('value/shape', this.#walk.firstLine(root), { of: 'a file of tests', wants, got: kindOf(value) });
    return undefined;
  }

  #compileRequest(root: Field, keys: ReadonlyMap<string, Field>): CompileRequest | undefined {
    const { entry, host, options, inventory, config } = this.#request;
    const text = (name: string) => {
      const field = keys.get(name);
      return field && readText(this.#walk, field);
    };
    const [named, machine] = [text('config'), text('machine')];
    const path = named === undefined ? config : host.resolve(entry, named);
    if (path === undefined) {
      this.#walk.say('test/no-config', this.#walk.firstLine(root), { path: '' });
      return undefined;
    }
    return { entry: path, host, inventory, options: { ...(machine === undefined ? {} : { machine }), ...options } };
  }

  #isMissing({ entry }: CompileRequest, { result }: Variant, field: Field): boolean {
    const missing = result.diagnostics.some(
      (d) => d.code === 'input/not-found' && result.sources[d.span.source]?.path === entry,
    );
    if (missing) this.#walk.note('test/no-config', field, { path: entry });
    return missing;
  }

  #variant(compile: CompileRequest, settings: readonly Setting[]): Promise<Variant> {
    const key = JSON.stringify(settings.map(({ path, value }) => [path, value]));
    const variant = this.#variants.get(key) ?? Variant.of(withSettings(compile, settings));
    this.#variants.set(key, variant);
    return variant;
  }

  #settings(field: Field | undefined, compile: CompileRequest): Promise<readonly Setting[]> {
    return throughControls(this.#walk, readSettings(this.#walk, field), async () => {
      const { result } = await this.#variant(compile, []);
      return result.plan && result.controls;
    });
  }

  async #test(field: Field, compile: CompileRequest, base: readonly Setting[]): Promise<TestDraft | undefined> {
    const walk = this.#walk;
    const keys = walk.keys(field, `the test \`${field.name}\``, testTable);
    if (keys === undefined) return undefined;
    const settings = [...base, ...(await this.#settings(keys.get('set'), compile))];
    const variant = await this.#variant(compile, settings);
    const { checked } = variant;
    if (checked === undefined) {
      walk.found.addAll(blame(walk, variant.result, settings));
      return undefined;
    }
    const context = this.#context;
    return readTest(field, keys, {
      walk,
      context,
      variant,
      checked,
      change: async (word, addresses, running) => {
        const request = withSettings(compile, settings);
        const taps = running.listening;
        const set = (f: Field | undefined) => this.#settings(f, compile);
        const read = await readChange(word, { walk, context, addresses, request, taps, settings: set });
        if (read?.kind === 'plan') this.#changed.push(read.plan);
        return read;
      },
    });
  }
}
