// The tree of one text. In: a path and what stands in it now, broken or not. Out: values with places, and the last tree
// that had no mistake in it, for names that a half-typed line hides. Invariant: never throws; one text is read once.

import type { Source } from '../../compiler/ir/source.ts';
import { parseAtOnce } from '../../compiler/passes/parse/at-once.ts';
import { readBroken } from '../../compiler/passes/parse/library-reader.ts';
import type { Tree } from '../../compiler/passes/parse/tree.ts';

export interface FileTree {
  readonly source: Source;
  /** As far as it can be read; `undefined` where nothing can. */
  readonly tree: Tree | undefined;
  /** False: the text is no YAML. */
  readonly isWhole: boolean;
}

export function readTree(path: string, text: string): FileTree {
  const source = { id: 0, path, text };
  const { value } = parseAtOnce(source);
  return { source, tree: value ?? readBroken(source), isWhole: value !== undefined };
}

/** Trees by path: of the text as it is, and of the last one that was whole. */
export class FileTrees {
  readonly #now = new Map<string, FileTree>();
  readonly #whole = new Map<string, FileTree>();

  of(path: string, text: string): FileTree {
    const known = this.#now.get(path);
    if (known?.source.text === text) return known;
    const read = readTree(path, text);
    this.#now.set(path, read);
    if (read.isWhole) this.#whole.set(path, read);
    return read;
  }

  /** The tree of `text`, and where that is broken the last whole one before it. */
  withNames(path: string, text: string): readonly FileTree[] {
    const now = this.of(path, text);
    const whole = this.#whole.get(path);
    return now.isWhole || whole === undefined ? [now] : [now, whole];
  }

  forget(path: string): void {
    this.#now.delete(path);
    this.#whole.delete(path);
  }
}
