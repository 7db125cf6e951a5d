// Where the values of a program were written. In: syntax trees, as the loader translates each file. Out: a mark on every
// list, map and call of the program, so that whoever holds the value later can ask where it came from.
// Invariant: a program runs as it would without marks; only what has a place in a file is marked.

import type { Mark } from '../../compiler/ir/program.ts';

/** Where a value was made. Spans are in the file of `at`. */
export interface Made {
  readonly at: Mark;
  /** Of a map: its keys and values, by key. */
  readonly entries?: ReadonlyMap<string, { readonly key: Mark; readonly value: Mark }>;
  /** Of a list: its items, up to the first `...`. */
  readonly items?: readonly Mark[];
  /** Of a call: the function’s name and the first argument. */
  readonly call?: { readonly name: string; readonly callee: Mark; readonly argument: Mark | undefined };
}

/** An import as it is written, and where. */
export interface Import {
  readonly name: string;
  readonly at: Mark;
}

/** The little of a syntax tree (Babel’s) that is read here. */
interface Node {
  readonly type: string;
  readonly start?: number | null;
  readonly end?: number | null;
  readonly key?: Node;
  readonly value?: unknown;
  readonly name?: string;
  readonly computed?: boolean;
  readonly properties?: readonly Node[];
  readonly elements?: readonly (Node | null)[];
  readonly callee?: Node;
  readonly property?: Node;
  readonly arguments?: readonly Node[];
  readonly source?: Node | null;
}
interface Path {
  readonly node: Node;
  replaceWith(node: unknown): void;
}
interface State {
  readonly file: { readonly code: string; readonly opts: { readonly sourceFileName: string } };
}
interface Types {
  identifier(name: string): unknown;
  numericLiteral(value: number): unknown;
  callExpression(callee: unknown, args: readonly unknown[]): unknown;
}

/** A file, and how many characters its mark of byte order takes: the compiler's text is without. */
interface Text {
  readonly file: number;
  readonly mark: number;
}

/** Global name of the function that marks a value. */
const MARK = '__busbarMark';

export class Marks {
  /** Files in the order in which they were translated. */
  readonly files: string[] = [];
  readonly imports: Import[] = [];
  private readonly made: Made[] = [];
  private readonly of = new WeakMap<object, Made>();
  /** Nodes that were read, and the number of what they make until they are wrapped. */
  private readonly seen = new WeakMap<Node, number | undefined>();

  constructor() {
    Object.defineProperty(globalThis, MARK, { value: (id: number, value: unknown) => this.mark(id, value) });
  }

  where(value: object): Made | undefined {
    return this.of.get(value);
  }

  fileOf(path: string): number {
    const known = this.files.indexOf(path);
    return known >= 0 ? known : this.files.push(path) - 1;
  }

  /** A plug-in of Babel that wraps what makes values: `{ … }` becomes `__busbarMark(7, { … })`. */
  readonly plugin = ({ types }: { readonly types: Types }) => {
    // Read on the way in, when what is inside still has its places; wrapped on the way out.
    const wrap = (read: (node: Node, text: Text) => Made | undefined) => ({
      enter: ({ node }: Path, state: State) => {
        if (typeof node.start !== 'number' || this.seen.has(node)) return;
        const made = read(node, this.textOf(state));
        this.seen.set(node, made === undefined ? undefined : this.made.push(made) - 1);
      },
      exit: (path: Path) => {
        const id = this.seen.get(path.node);
        if (id === undefined) return;
        this.seen.set(path.node, undefined);
        path.replaceWith(types.callExpression(types.identifier(MARK), [types.numericLiteral(id), path.node]));
      },
    });
    const note = (path: Path, state: State) => this.noteImport(path.node.source, state);
    return {
      visitor: {
        ObjectExpression: wrap(readMap),
        ArrayExpression: wrap(readList),
        CallExpression: wrap(readCall),
        Program: { enter: (_: Path, state: State) => void this.fileOf(state.file.opts.sourceFileName) },
        // On the way in: other plug-ins rewrite imports.
        ImportDeclaration: { enter: note },
        ExportNamedDeclaration: { enter: note },
        ExportAllDeclaration: { enter: note },
      },
    };
  };

  private textOf({ file: { code, opts } }: State): Text {
    return { file: this.fileOf(opts.sourceFileName), mark: code.startsWith('\uFEFF') ? 1 : 0 };
  }

  private noteImport(source: Node | null | undefined, state: State): void {
    if (typeof source?.value !== 'string') return;
    const at = markOf(source, this.textOf(state));
    this.imports.push({ name: source.value, at });
  }

  /** What a literal made belongs to the literal; a call that hands it on changes nothing. */
  private mark(id: number, value: unknown): unknown {
    const made = this.made[id];
    if (typeof value === 'object' && value !== null && made !== undefined && !this.of.has(value)) {
      this.of.set(value, made);
    }
    return value;
  }
}

const markOf = ({ start, end }: Node, { file, mark }: Text): Mark => ({
  file,
  start: Math.max(0, (start ?? 0) - mark),
  end: Math.max(0, (end ?? 0) - mark),
});

const keyOf = ({ key, computed }: Node): string | undefined => {
  if (key === undefined || computed === true) return undefined;
  if (key.type === 'Identifier') return key.name;
  return typeof key.value === 'string' || typeof key.value === 'number' ? String(key.value) : undefined;
};

function readMap(node: Node, text: Text): Made {
  const entries = new Map<string, { key: Mark; value: Mark }>();
  for (const property of node.properties ?? []) {
    const name = keyOf(property);
    if (property.type !== 'ObjectProperty' || name === undefined) continue;
    entries.set(name, { key: markOf(property.key as Node, text), value: markOf(property.value as Node, text) });
  }
  return { at: markOf(node, text), entries };
}

function readList(node: Node, text: Text): Made {
  const elements = node.elements ?? [];
  const spread = elements.findIndex((e) => e === null || e.type === 'SpreadElement');
  const known = (spread < 0 ? elements : elements.slice(0, spread)) as readonly Node[];
  return { at: markOf(node, text), items: known.map((e) => markOf(e, text)) };
}

function readCall(node: Node, text: Text): Made | undefined {
  const { callee } = node;
  if (callee === undefined || callee.type === 'Super' || callee.type === 'Import') return undefined;
  const named = callee.type === 'MemberExpression' ? callee.property : callee;
  if (named?.name === undefined) return { at: markOf(node, text) };
  const [first] = node.arguments ?? [];
  const argument = first === undefined ? undefined : markOf(first, text);
  return { at: markOf(node, text), call: { name: named.name, callee: markOf(named, text), argument } };
}
