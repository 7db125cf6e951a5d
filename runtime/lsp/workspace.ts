// The texts that are open and the configs they belong to. In: what an editor opens, changes, saves and closes. Out: calls
// to publish, one per file whose diagnostics changed. Invariant: a file is checked as part of every config that reads it,
// of the one that is found from its folder up, or, where none of them does, as a config of its own.

import { basename } from 'node:path';
import { isProgram } from '../../compiler/ir/program.ts';
import { CONFIG_NAMES } from '../cli/find-config.ts';
import { discovered } from './discovered.ts';
import { type Asked, type HostOf, isTests, Project } from './project.ts';

export interface WorkspaceHooks {
  readonly hostOf: HostOf;
  readonly asked: Asked;
  /** A compile is done: what it said may be published. */
  readonly checked: () => void;
  /** A compile failed, which is a fault of ours. */
  readonly failed: (error: unknown) => void;
}

/** After the last key stroke. */
const PAUSE_MS = 120;

/** A file that says of which version of the language it is: a config that can stand alone. */
const saysVersion = (text: string) => /^(?:busbar|"busbar"|'busbar')\s*:/m.test(text);

export class Workspace {
  readonly #hooks: WorkspaceHooks;
  readonly #open = new Map<string, string>();
  readonly #projects = new Map<string, Project>();
  readonly #joining = new Map<string, Promise<void>>();
  readonly #timers = new Map<Project, NodeJS.Timeout>();

  constructor(hooks: WorkspaceHooks) {
    this.#hooks = hooks;
  }

  get projects(): Iterable<Project> {
    return this.#projects.values();
  }

  openText(path: string): string | undefined {
    return this.#open.get(path);
  }

  projectsOf(path: string): readonly Project[] {
    const found = [...this.#projects.values()].filter((p) => p.reads(path));
    // A file of tests is a project of its own; what it tests belongs to the config first.
    return isTests(path) ? found : found.sort((a, b) => Number(a.isTests) - Number(b.isTests));
  }

  opened(path: string, text: string): void {
    this.#open.set(path, text);
    // What is opened unsaved is other than what was compiled.
    for (const project of this.projectsOf(path)) {
      if (!project.isProgram && project.texts.get(path) !== text) this.#checkSoon(project);
    }
    const joined = this.#join(path, text).finally(() => this.#joining.delete(path));
    this.#joining.set(path, joined);
  }

  /** The configs of an open file are found and have been looked at once. */
  async ready(path: string): Promise<void> {
    await this.#joining.get(path);
  }

  changed(path: string, text: string): void {
    this.#open.set(path, text);
    const projects = this.projectsOf(path);
    if (projects.length === 0 && saysVersion(text)) void this.#join(path, text);
    for (const project of projects) if (!project.isProgram) this.#checkSoon(project);
  }

  /** A file is on disk as the editor has it, or somebody else wrote it: programs run now, and only now. */
  saved(paths: readonly string[]): void {
    const programs = paths.map(discovered).filter((root) => root !== undefined && isProgram(root));
    for (const root of new Set(programs)) if (root !== undefined) this.#projectOf(root);
    for (const project of this.#projects.values()) {
      // A program that never ran may read any file.
      const mayRead = project.last === undefined || paths.some((path) => project.reads(path));
      if (mayRead) this.#checkSoon(project);
    }
  }

  closed(path: string): void {
    this.#open.delete(path);
    for (const project of this.projectsOf(path)) {
      if (this.#isOpen(project)) this.#checkSoon(project);
      else this.#drop(project);
    }
    this.#hooks.checked();
  }

  /** What waits for a pause is checked now: for requests that must not act on an old text. */
  async settle(): Promise<void> {
    const waiting = [...this.#timers.keys()].filter((project) => !project.isProgram);
    await Promise.all(waiting.map((project) => this.#check(project)));
  }

  /** Finds the configs of a file that was opened. */
  async #join(path: string, text: string): Promise<void> {
    const root = discovered(path);
    if (root !== undefined) await this.#add(root);
    const isAlone = this.projectsOf(path).length === 0 && saysVersion(text);
    if (isConfigName(path) || isTests(path) || isAlone) await this.#add(path);
    this.#dropIdle();
  }

  #projectOf(entry: string): Project {
    const project = this.#projects.get(entry) ?? new Project(entry, this.#hooks.hostOf, this.#hooks.asked);
    this.#projects.set(entry, project);
    return project;
  }

  async #add(entry: string): Promise<void> {
    const project = this.#projectOf(entry);
    if (project.last === undefined && !project.isProgram) await this.#check(project);
  }

  #checkSoon(project: Project): void {
    clearTimeout(this.#timers.get(project));
    this.#timers.set(
      project,
      setTimeout(() => void this.#check(project), PAUSE_MS),
    );
  }

  async #check(project: Project): Promise<void> {
    clearTimeout(this.#timers.get(project));
    this.#timers.delete(project);
    try {
      await project.check();
    } catch (e) {
      this.#hooks.failed(e);
    }
    this.#dropParts(project);
    if (project.isProgram) this.#dropIdle();
    this.#hooks.checked();
  }

  /** A file that stood alone and is a part now. */
  #dropParts(whole: Project): void {
    for (const project of this.#projects.values()) {
      const isPart = project !== whole && !whole.isTests && whole.texts.has(project.entry);
      if (isPart && !isConfigName(project.entry)) this.#drop(project);
    }
  }

  #isOpen(project: Project): boolean {
    return [...this.#open.keys()].some((path) => project.reads(path));
  }

  /** A config of which nothing is open: it was looked at only to see whether it reads a file. */
  #dropIdle(): void {
    for (const project of this.#projects.values()) if (!this.#isOpen(project)) this.#drop(project);
  }

  #drop(project: Project): void {
    clearTimeout(this.#timers.get(project));
    this.#timers.delete(project);
    this.#projects.delete(project.entry);
  }
}

const isConfigName = (path: string): boolean => (CONFIG_NAMES as readonly string[]).includes(basename(path));
