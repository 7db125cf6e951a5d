// How a run shows itself: events as JSON, line by line; words, line by line; or words above a picture on a terminal that
// can be drawn on. In: a session. Out: what is printed, and the exit code where it does not start. Invariant: one line of
// JSON per event, nothing else on that stream.

import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { renderJson } from '../../compiler/diagnostics/render/json.ts';
import { renderText, summary } from '../../compiler/diagnostics/render/text.ts';
import type { CompileResult } from '../../compiler/request.ts';
import type { RunEvent } from '../session/events.ts';
import type { Refusal } from '../session/playing.ts';
import type { Session } from '../session.ts';
import { diagnosticPaint, warningsOf } from './compile-config.ts';
import { type Context, colors, type Sink } from './context.ts';
import { exitCode } from './exit-code.ts';
import { listen } from './keyboard.ts';
import { printError } from './print-error.ts';
import { openScreen } from './run-screen.ts';
import { eventLines } from './run-text.ts';
import { RunView } from './run-view.ts';

export interface Report {
  /** It does not start: says why. Resolves to the exit code. */
  refused(result: CompileResult, refusal: Refusal | undefined): Promise<number>;
  close(): void;
}

/** What was compiled last. */
interface Latest {
  readonly latest: CompileResult | undefined;
}

export function reportRun(session: Session, compiler: Latest, json: boolean, context: Context): Report {
  if (json) return reportJson(session, context.out);
  const { out } = context;
  const canDraw = out.isTerminal && context.env.TERM !== 'dumb';
  return canDraw ? reportOnScreen(session, compiler, context) : reportLines(session, compiler, context);
}

function reportJson(session: Session, out: Sink): Report {
  const print = (event: object) => out.write(`${JSON.stringify(event)}\n`);
  const forget = session.subscribe(print);
  return {
    refused: async ({ diagnostics, sources }, refusal) => {
      const reason = refusal?.problems.map((p) => p.message).join(' ') ?? 'the config does not compile';
      const told = renderJson(diagnostics, sources).diagnostics;
      forget();
      print({ event: 'rejected', reason, diagnostics: told, time: 0 });
      return codeOf(diagnostics, refusal);
    },
    close: forget,
  };
}

function reportLines(session: Session, compiler: Latest, { out, err }: Context): Report {
  const warned = new Set<string>();
  const forget = session.subscribe((event) => {
    for (const line of [...eventLines(event, colors(out)), ...complaints(event, compiler, warned, out)])
      out.write(`${line}\n`);
  });
  return { refused: refusedIn(err, forget), close: forget };
}

function reportOnScreen(session: Session, compiler: Latest, { out, err }: Context): Report {
  const screen = openScreen(out);
  const view = new RunView();
  const warned = new Set<string>();
  const giveBack = listen(process.stdin, () => process.emit('SIGINT'));
  const forget = session.subscribe((event) => {
    const lines = [...eventLines(event, colors(out)), ...complaints(event, compiler, warned, out)];
    if (event.event === 'stopped') screen.close();
    if (event.event === 'rejected') view.saved(`not taken: ${event.reason}`, 'red');
    if (event.event === 'reloaded') view.saved(event.changes[0]?.text ?? 'nothing to hear', 'green');
    if (lines.length > 0) screen.print(lines);
    if (event.event === 'meter') screen.draw(view.block(session.status(), session.levels(), out.rows));
  });
  const close = () => {
    forget();
    screen.close();
    giveBack();
  };
  return { refused: refusedIn(err, close), close };
}

/** The diagnostics that belong to an event, and warnings that were not shown before. */
function complaints(event: RunEvent, { latest }: Latest, warned: Set<string>, sink: Sink): readonly string[] {
  if (latest === undefined) return [];
  const isNew = ({ code, message }: Diagnostic) => {
    const key = `${code} ${message}`;
    const known = warned.has(key);
    warned.add(key);
    return !known;
  };
  const isTaken = event.event === 'started' || event.event === 'reloaded';
  const found = warningsOf(latest);
  const told = event.event === 'rejected' ? found : isTaken ? found.filter(isNew) : [];
  return told.length === 0 ? [] : textOf(told, latest.sources, sink).split('\n');
}

const textOf = (diagnostics: readonly Diagnostic[], sources: CompileResult['sources'], sink: Sink): string =>
  renderText(diagnostics, sources, { paint: diagnosticPaint(sink), width: sink.columns });

const refusedIn =
  (err: Sink, close: () => void) =>
  async ({ diagnostics, sources }: CompileResult, refusal: Refusal | undefined): Promise<number> => {
    close();
    if (refusal === undefined) {
      err.write(`${textOf(diagnostics, sources, err)}\n\n${summary(diagnostics)}\n`);
    }
    for (const { message, help } of refusal?.problems ?? []) printError(err, message, help);
    return codeOf(diagnostics, refusal);
  };

/** A machine without the devices is another failure than a config with mistakes. */
function codeOf(diagnostics: readonly Diagnostic[], refusal: Refusal | undefined): number {
  if (refusal !== undefined) return refusal.of === 'devices' ? exitCode.noEngine : exitCode.problems;
  const errors = diagnostics.filter((d) => d.severity === 'error');
  return errors.every((d) => d.code === 'device/not-found') ? exitCode.noEngine : exitCode.problems;
}
