// The language server: requests of an editor -> the parts that answer them. In: a connection, how to compile. Out: answers.
// Invariant: a fault of ours is logged and answered, and never ends the server; an editor would only start it again.

import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  LSPErrorCodes,
  type Position,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { SourceHost } from '../../compiler/ir/source.ts';
import { jsonSchema } from '../../schema/json-schema.ts';
import { testJsonSchema } from '../../schema/tests/json-schema.ts';
import { codeActionsAt } from './code-actions.ts';
import { completionAt } from './completion.ts';
import { definitionAt, referencesAt } from './definition.ts';
import { formatDocument } from './format-document.ts';
import { hoverAt } from './hover.ts';
import { outlineOf } from './outline.ts';
import { overlayHost } from './overlay-host.ts';
import { pathOf, rangeOf, uriOf } from './positions.ts';
import { type Asked, isTests } from './project.ts';
import { Publisher } from './publish-diagnostics.ts';
import { CannotRename, rename, renamedAt } from './rename.ts';
import { SchemaView } from './schema-at.ts';
import { type View, Views } from './view.ts';
import { Workspace } from './workspace.ts';

export interface ServerOptions {
  readonly version: string;
  readonly asked: Asked;
  /** Files on disk; programs of the config print to `print`. */
  readonly filesOf: (cwd: string, print: (text: string) => void) => SourceHost;
}

const capabilities: InitializeResult['capabilities'] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
  completionProvider: { triggerCharacters: ['.', '$', ' '] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  renameProvider: { prepareProvider: true },
  codeActionProvider: { codeActionKinds: ['quickfix'] },
  documentFormattingProvider: true,
  documentSymbolProvider: true,
};

export function serve(connection: Connection, { version, asked, filesOf }: ServerOptions): void {
  const documents = new TextDocuments(TextDocument);
  const schemas = { config: new SchemaView(jsonSchema()), tests: new SchemaView(testJsonSchema()) };
  const schemaOf = ({ path }: View): SchemaView => (isTests(path) ? schemas.tests : schemas.config);
  const openText = (path: string) => workspace.openText(path);
  const hostOf = (cwd: string) =>
    overlayHost(
      filesOf(cwd, (text) => connection.console.info(text)),
      cwd,
      openText,
    );
  const publisher = new Publisher((path, diagnostics) => {
    void connection.sendDiagnostics({ uri: uris.get(path) ?? uriOf(path), diagnostics: [...diagnostics] });
  }, openText);
  const failed = (e: unknown) => connection.console.error(e instanceof Error ? (e.stack ?? e.message) : String(e));
  const checked = () => publisher.update(workspace.projects);
  const workspace: Workspace = new Workspace({ hostOf, asked, checked, failed });
  const views = new Views(workspace);
  /** As the editor spells them. */
  const uris = new Map<string, string>();
  let withSnippets = false;
  let canWatch = false;

  connection.onInitialize(({ capabilities: client }: InitializeParams): InitializeResult => {
    canWatch = client.workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false;
    withSnippets = client.textDocument?.completion?.completionItem?.snippetSupport ?? false;
    return { capabilities, serverInfo: { name: 'busbar', version } };
  });

  connection.onInitialized(() => {
    if (!canWatch) return;
    const watchers = [{ globPattern: '**/*.{yaml,yml,ts,js,json,wav,txt}' }];
    connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(failed);
  });

  documents.onDidOpen(({ document }) => {
    const path = pathOf(document.uri);
    if (path === undefined) return;
    uris.set(path, document.uri);
    workspace.opened(path, document.getText());
  });
  documents.onDidChangeContent(({ document }) => {
    const path = pathOf(document.uri);
    if (path !== undefined && workspace.openText(path) !== document.getText())
      workspace.changed(path, document.getText());
  });
  documents.onDidSave(({ document }) => {
    const path = pathOf(document.uri);
    if (path !== undefined) workspace.saved([path]);
  });
  documents.onDidClose(({ document }) => {
    const path = pathOf(document.uri);
    if (path === undefined) return;
    workspace.closed(path);
    views.forget(path);
    uris.delete(path);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    workspace.saved(changes.flatMap(({ uri }) => pathOf(uri) ?? []));
  });

  /** The text that a request is about, where it is part of a config. */
  const at = async <T>(
    uri: string,
    position: Position,
    then: (view: View, offset: number) => T,
  ): Promise<Awaited<T> | null> => {
    const path = pathOf(uri);
    if (path === undefined) return null;
    await workspace.ready(path);
    const view = views.of(path);
    const offset = documents.get(uri)?.offsetAt(position);
    return view === undefined || offset === undefined ? null : await then(view, offset);
  };
  const top: Position = { line: 0, character: 0 };

  connection.onCompletion(({ textDocument: { uri }, position }) =>
    at(uri, position, (view, offset) => [...completionAt(view, schemaOf(view), offset, withSnippets)]),
  );
  connection.onHover(({ textDocument: { uri }, position }) =>
    at(uri, position, (view, offset) => hoverAt(view, schemaOf(view), offset) ?? null),
  );
  connection.onDefinition(({ textDocument: { uri }, position }) =>
    at(uri, position, (view, offset) => [...definitionAt(view, offset)]),
  );
  connection.onReferences(({ textDocument: { uri }, position, context }) =>
    at(uri, position, (view, offset) => [...referencesAt(view, offset, context.includeDeclaration)]),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }) => at(uri, top, (view) => [...outlineOf(view.file)]));
  connection.onDocumentFormatting(({ textDocument: { uri } }) =>
    at(uri, top, (view) => [...formatDocument(view.path, view.file.source.text)]),
  );
  connection.onCodeAction(async ({ textDocument: { uri }, range, context }) => {
    await workspace.settle();
    return at(uri, top, ({ path }) =>
      workspace.projectsOf(path).flatMap((p) => codeActionsAt(p, path, range, context.diagnostics, openText)),
    );
  });

  /** A refusal is shown as it is. */
  const refusing = async <T>(act: () => T | Promise<T>): Promise<T | ResponseError> => {
    try {
      return await act();
    } catch (e) {
      if (e instanceof CannotRename) return new ResponseError(LSPErrorCodes.RequestFailed, e.message);
      throw e;
    }
  };
  connection.onPrepareRename(({ textDocument: { uri }, position }) =>
    refusing(() =>
      at(uri, position, (view, offset) => {
        const mention = renamedAt(view, offset);
        return { range: rangeOf(view.file.source, mention), placeholder: mention.name };
      }),
    ),
  );
  connection.onRenameRequest(({ textDocument: { uri }, position, newName }) =>
    refusing(() =>
      at(uri, position, (view, offset) => rename(view, offset, newName, hostOf(view.project?.folder ?? '.'))),
    ),
  );

  documents.listen(connection);
  connection.listen();
}
