// An editor without a window: the real client library, over stdio, with `busbar lsp` from the sources. In: files and
// what is typed. Out: what the server answers and publishes. Nothing here waits for time: only for messages.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type CodeAction,
  type CompletionItem,
  createProtocolConnection,
  type Diagnostic,
  type DocumentSymbol,
  type Hover,
  type InitializeResult,
  type Location,
  type LogMessageParams,
  MessageType,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the cursor is in a text: taken out before the text is used. */
const CURSOR = '¦';

export class Editor {
  readonly child: ChildProcess;
  readonly connection: ProtocolConnection;
  readonly folder: string;
  readonly logged: string[] = [];
  initialized: InitializeResult = { capabilities: {} };
  readonly #shown = new Map<string, readonly Diagnostic[]>();
  readonly #waiting = new Set<() => void>();
  readonly #texts = new Map<string, string>();
  #version = 0;
  #fault: Error | undefined;

  constructor(folder: string, words: readonly string[]) {
    this.folder = folder;
    const main = ['--import', import.meta.resolve('jiti/register'), join(root, 'runtime/cli/main.ts')];
    this.child = spawn(process.execPath, [...main, 'lsp', ...words], {
      cwd: this.folder,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const { stdin, stdout } = this.child;
    if (stdin === null || stdout === null) throw new Error('no pipes');
    this.connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, diagnostics }: PublishDiagnosticsParams) => {
        this.#shown.set(uri, diagnostics);
        for (const look of [...this.#waiting]) look();
      },
    );
    this.connection.onNotification('window/logMessage', ({ type, message }: LogMessageParams) => {
      if (type === MessageType.Error) this.#fault = new Error(message);
      this.logged.push(message);
      for (const look of [...this.#waiting]) look();
    });
    this.connection.listen();
  }

  async begin(): Promise<void> {
    const completion = { completionItem: { snippetSupport: true } };
    const capabilities = { textDocument: { completion } };
    const params = { processId: process.pid, rootUri: pathToFileURL(this.folder).href, capabilities };
    this.initialized = await this.connection.sendRequest('initialize', params);
    await this.connection.sendNotification('initialized', {});
  }

  /** Says good-bye as an editor does; the exit code. */
  async end(): Promise<number | null> {
    const gone = new Promise<number | null>((resolve) => this.child.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    return gone;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  uri(name: string): string {
    return pathToFileURL(this.path(name)).href;
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  async open(name: string, text: string): Promise<void> {
    const opened = this.#take(name, text);
    const textDocument = { uri: this.uri(name), languageId: 'yaml', version: ++this.#version, text: opened };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
  }

  /** Replaces the whole text, unsaved; a cursor in it is where requests ask. */
  async type(name: string, text: string): Promise<void> {
    const typed = this.#take(name, text);
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri(name), version: ++this.#version },
      contentChanges: [{ text: typed }],
    });
  }

  async save(name: string): Promise<void> {
    this.write(name, this.#texts.get(name) ?? '');
    await this.connection.sendNotification('textDocument/didSave', { textDocument: { uri: this.uri(name) } });
  }

  async close(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri: this.uri(name) } });
    }
  }

  #cursor: Position = { line: 0, character: 0 };

  #take(name: string, text: string): string {
    const at = text.indexOf(CURSOR);
    const lines = text.slice(0, Math.max(at, 0)).split('\n');
    if (at >= 0) this.#cursor = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    const plain = text.replace(CURSOR, '');
    this.#texts.set(name, plain);
    return plain;
  }

  /** Resolves once `holds` does; looks whenever something is published or logged. Rejects where the server is at fault. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const isDone = holds();
        if (!isDone && this.#fault === undefined) return;
        this.#waiting.delete(look);
        if (isDone) resolve();
        else reject(this.#fault);
      };
      this.#waiting.add(look);
      look();
    });
  }

  shown(name: string): readonly Diagnostic[] {
    return this.#shown.get(this.uri(name)) ?? [];
  }

  /** `code line:character` of what is shown, once `code` is, or once nothing is. */
  async codes(name: string, wanted: string | undefined): Promise<readonly string[]> {
    await this.until(() => {
      const codes = this.shown(name).map((d) => d.code);
      return wanted === undefined ? codes.length === 0 : codes.includes(wanted);
    });
    return this.shown(name).map((d) => `${d.code} ${d.range.start.line}:${d.range.start.character}`);
  }

  #ask<T>(method: string, name: string, more: object = {}): Promise<T> {
    const params = { textDocument: { uri: this.uri(name) }, position: this.#cursor, ...more };
    return this.connection.sendRequest(method, params);
  }

  async completion(name: string): Promise<readonly CompletionItem[]> {
    return (await this.#ask<CompletionItem[] | null>('textDocument/completion', name)) ?? [];
  }

  async labels(name: string): Promise<readonly string[]> {
    return (await this.completion(name)).map((item) => item.label);
  }

  async hover(name: string): Promise<string> {
    const hover = await this.#ask<Hover | null>('textDocument/hover', name);
    return hover === null ? '' : (hover.contents as { value: string }).value;
  }

  /** `file line:character`. */
  async definition(name: string): Promise<readonly string[]> {
    return this.#places((await this.#ask<Location[] | null>('textDocument/definition', name)) ?? []);
  }

  async references(name: string): Promise<readonly string[]> {
    const context = { includeDeclaration: true };
    return this.#places((await this.#ask<Location[] | null>('textDocument/references', name, { context })) ?? []);
  }

  #places(found: readonly Location[]): readonly string[] {
    const inFolder = (uri: string) => uri.slice(pathToFileURL(this.folder).href.length + 1);
    return found.map(({ uri, range }) => `${inFolder(uri)} ${range.start.line}:${range.start.character}`);
  }

  /** The texts after it, by name. Rejects where it is refused. */
  async rename(name: string, newName: string): Promise<Readonly<Record<string, string>>> {
    const edit = await this.#ask<WorkspaceEdit | null>('textDocument/rename', name, { newName });
    return this.#applied(edit?.changes ?? {});
  }

  prepareRename(name: string): Promise<{ readonly placeholder: string } | null> {
    return this.#ask('textDocument/prepareRename', name);
  }

  codeActions(name: string): Promise<readonly CodeAction[]> {
    const range = { start: this.#cursor, end: this.#cursor };
    return this.#ask('textDocument/codeAction', name, { range, context: { diagnostics: this.shown(name) } });
  }

  applied(action: CodeAction): Readonly<Record<string, string>> {
    return this.#applied(action.edit?.changes ?? {});
  }

  async formatted(name: string): Promise<string> {
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await this.#ask<TextEdit[] | null>('textDocument/formatting', name, { options });
    return this.#applied({ [this.uri(name)]: edits ?? [] })[name] ?? '';
  }

  async symbols(name: string): Promise<readonly DocumentSymbol[]> {
    return (await this.#ask<DocumentSymbol[] | null>('textDocument/documentSymbol', name)) ?? [];
  }

  #applied(changes: Readonly<Record<string, readonly TextEdit[]>>): Readonly<Record<string, string>> {
    return Object.fromEntries(
      [...this.#texts].flatMap(([name, text]) => {
        const edits = changes[this.uri(name)];
        return edits === undefined ? [] : [[name, applyTo(text, edits)]];
      }),
    );
  }
}

function applyTo(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: Position) =>
    lines.slice(0, line).reduce((sum, l) => sum + l.length + 1, 0) + character;
  return edits
    .map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), newText }))
    .sort((a, b) => b.start - a.start)
    .reduce((now, { start, end, newText }) => now.slice(0, start) + newText + now.slice(end), text);
}
