// What one request looks at. In: the path of a text. Out: its tree, the config it is part of, and what all files of that
// declare and mention, as they are now. Invariant: nothing waits for a compile; names come from the texts themselves.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isProgram } from '../../compiler/ir/program.ts';
import type { Source } from '../../compiler/ir/source.ts';
import { testsIn } from '../tests/find-files.ts';
import { type Declarations, declarationsOf } from './declarations.ts';
import { discovered } from './discovered.ts';
import { type FileTree, FileTrees } from './file-tree.ts';
import { type Mention, mentionsOf, sameThing } from './mentions.ts';
import type { Project } from './project.ts';
import type { Workspace } from './workspace.ts';

export class View {
  readonly file: FileTree;
  /** `undefined`: a part that no config includes. */
  readonly project: Project | undefined;
  readonly declared: Declarations;
  /** Files of the config, as they are. */
  readonly files: readonly FileTree[];
  #mentions: readonly Mention[] | undefined;

  constructor(file: FileTree, project: Project | undefined, files: readonly FileTree[], named: readonly FileTree[]) {
    this.file = file;
    this.project = project;
    this.files = files;
    this.declared = declarationsOf(named.flatMap((f) => (f.tree === undefined ? [] : [f.tree.value])));
  }

  get path(): string {
    return this.file.source.path;
  }

  /** Files that are no YAML at the moment. */
  get broken(): readonly FileTree[] {
    return this.files.filter((f) => !f.isWhole);
  }

  get mentions(): readonly Mention[] {
    this.#mentions ??= mentionsOf(this.files, this.declared);
    return this.#mentions;
  }

  sourceOf(path: string): Source | undefined {
    return this.files.find((f) => f.source.path === path)?.source;
  }

  /** The name at `offset` of this file. */
  mentionAt(offset: number): Mention | undefined {
    const here = this.mentions.filter((m) => m.path === this.path && m.start <= offset && offset <= m.end);
    return here.find((m) => m.isDefinition) ?? here[0];
  }

  /** Every mention of what `mention` names, each place once. */
  allOf(mention: Mention): readonly Mention[] {
    const seen = new Set<string>();
    return this.mentions.filter((m) => {
      const key = `${m.path}:${m.start}`;
      if (!sameThing(m, mention) || seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  }
}

/** Tests beside a config, which name its parts. */
function testsOf({ entry, folder }: Project): readonly string[] {
  try {
    return testsIn('.', folder)
      .map((name) => resolve(folder, name))
      .filter((tests) => discovered(tests) === entry);
  } catch {
    return []; // the folder is gone
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

export class Views {
  readonly #workspace: Workspace;
  readonly #trees = new FileTrees();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** `undefined` for a text that is no part of a config, and for programs, which have a language server of their own. */
  of(path: string): View | undefined {
    const text = this.#workspace.openText(path);
    const [project] = this.#workspace.projectsOf(path);
    if (text === undefined || project === undefined || isProgram(path)) return undefined;
    const texts = new Map([...project.texts].filter(([other]) => !isProgram(other)));
    for (const other of texts.keys()) texts.set(other, this.#workspace.openText(other) ?? texts.get(other) ?? '');
    if (!project.isTests)
      for (const tests of testsOf(project)) texts.set(tests, this.#workspace.openText(tests) ?? read(tests));
    texts.set(path, text);
    const files = [...texts].map(([other, now]) => this.#trees.of(other, now));
    const named = [...texts].flatMap(([other, now]) => this.#trees.withNames(other, now));
    return new View(this.#trees.of(path, text), project, files, named);
  }

  forget(path: string): void {
    this.#trees.forget(path);
  }
}
