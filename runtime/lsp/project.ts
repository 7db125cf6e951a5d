// One config as an editor has it open. In: its path, how to read files. Out: what the last compile said, and from the last
// one that got far enough the typed config. Invariant: one compile at a time; a change meanwhile is followed by another.

import { basename, dirname, relative, resolve } from 'node:path';
import { compile } from '../../compiler/index.ts';
import type { Config } from '../../compiler/ir/config.ts';
import type { Document } from '../../compiler/ir/document.ts';
import { isProgram } from '../../compiler/ir/program.ts';
import type { SourceHost, Sources } from '../../compiler/ir/source.ts';
import type { CompileRequest, CompileResult } from '../../compiler/request.ts';
import { compileTests } from '../../compiler/tests.ts';
import { discovered } from './discovered.ts';

export interface Checked {
  readonly result: Pick<CompileResult, 'diagnostics' | 'sources' | 'tried' | 'plan'>;
  /** Files that serve for their names: those of a config that is tested. */
  readonly beside: Sources;
  /** Of this compile, as far as it got. */
  readonly document: Document | undefined;
  readonly config: Config | undefined;
}

/** A compile that gave a typed config. */
export type Typed = Checked & { readonly document: Document; readonly config: Config };

/** What the command line says of every compile. */
export type Asked = Pick<CompileRequest, 'options' | 'inventory'>;

export const isTests = (path: string): boolean => /\.test\.ya?ml$/.test(path);

/** Reads files as the editor has them; `cwd` is the config's folder. */
export type HostOf = (cwd: string) => SourceHost;

export class Project {
  /** Absolute, as all paths here. */
  readonly entry: string;
  /** It runs, or what it tests does. */
  readonly isProgram: boolean;
  /** A file of tests. */
  readonly isTests: boolean;
  readonly #hostOf: HostOf;
  readonly #asked: Asked;
  last: Checked | undefined;
  lastTyped: Typed | undefined;
  /** Texts of the files that compiles read, by path. */
  #texts: ReadonlyMap<string, string> = new Map();
  #running: Promise<void> | undefined;
  #again = false;

  constructor(entry: string, hostOf: HostOf, asked: Asked) {
    this.entry = entry;
    this.isTests = isTests(entry);
    this.isProgram = isProgram(entry) || (this.isTests && isProgram(discovered(entry) ?? ''));
    this.#hostOf = hostOf;
    this.#asked = asked;
  }

  get folder(): string {
    return dirname(this.entry);
  }

  pathOf(named: string): string {
    return resolve(this.folder, named);
  }

  /** Files of the config, with what the last compile read there. */
  get texts(): ReadonlyMap<string, string> {
    return this.#texts;
  }

  /** Whether the last compile read `path`, or looked for it. */
  reads(path: string): boolean {
    return path === this.entry || (this.last?.result.tried.some((named) => this.pathOf(named) === path) ?? false);
  }

  /** Compiles what is there now; resolves when nothing newer waits. Rejects for faults of the compiler. */
  check(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      this.#take(await this.compileWith(this.#hostOf(this.folder)));
    }
  }

  async compileWith(host: SourceHost): Promise<Checked> {
    if (this.isTests) return this.#compileTests(host);
    let document: Document | undefined;
    let config: Config | undefined;
    const trace = (pass: string, value: unknown) => {
      if (pass === 'merge') document = value as Document;
      if (pass === 'validate') config = value as Config;
    };
    const result = await compile({ entry: basename(this.entry), host, trace, ...this.#asked });
    return { result, beside: [], document, config };
  }

  async #compileTests(host: SourceHost): Promise<Checked> {
    const entry = basename(this.entry);
    const found = discovered(this.entry);
    const config = found === undefined ? undefined : relative(this.folder, found);
    // What a file of tests names as its config does not run while one types it.
    const careful = this.isProgram ? host : { ...host, evaluate: undefined };
    const tests = await compileTests({ entry, host: careful, config, ...this.#asked });
    const { diagnostics, sources } = tests;
    const tested = tests.config?.result;
    const tried = [entry, ...sources.map((s) => s.path), ...(tested?.tried ?? [])];
    const result = { diagnostics, sources, tried };
    return { result, beside: tested?.sources ?? [], document: undefined, config: undefined };
  }

  #take(checked: Checked): void {
    this.last = checked;
    const { document, config, result, beside } = checked;
    if (document !== undefined && config !== undefined) this.lastTyped = { ...checked, document, config };
    // A mistake in one file can keep others from being read: they still belong to the config while they are there.
    const read = [...result.sources, ...beside]
      .filter((s) => !s.path.startsWith('--'))
      .map((s) => [this.pathOf(s.path), s.text] as const);
    this.#texts = new Map(document === undefined && !this.isTests ? [...this.#texts, ...read] : read);
  }
}
