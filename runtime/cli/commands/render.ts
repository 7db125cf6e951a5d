// busbar render: a config over WAV files. In: a config, files by device, a length. Out: WAV files, and what was done.

import { printable } from '../../../compiler/diagnostics/render/cells.ts';
import { EngineError } from '../../engine-error.ts';
import { catchSignals } from '../../interruption.ts';
import { loadAddon } from '../../native.ts';
import { render } from '../../render.ts';
import type { Arguments } from '../arguments.ts';
import { compileConfig, filesRead, printDiagnostics, reportNoPlan, warningsOf } from '../compile-config.ts';
import { type Context, colors } from '../context.ts';
import { parseDuration } from '../duration.ts';
import { exitCode } from '../exit-code.ts';
import { printError } from '../print-error.ts';
import { progressBar } from '../progress-bar.ts';
import { chooseFiles, splitPositionals } from '../render-files.ts';
import { notes, renderJson, renderText } from '../render-summary.ts';

export async function run(args: Arguments, context: Context): Promise<number> {
  const signals = catchSignals();
  try {
    return await renderConfig(args, context, signals.signal);
  } finally {
    signals.release();
  }
}

async function renderConfig(args: Arguments, context: Context, signal: AbortSignal): Promise<number> {
  const { config, pair } = splitPositionals(args.positionals);
  const compiled = await compileConfig(args, config, context);
  const { entry, result } = compiled;
  if (!result.plan) {
    await reportNoPlan(result, args, context);
    return exitCode.problems;
  }
  if (!args.has('json')) await printDiagnostics(warningsOf(result), result.sources, context.err);
  const { plan } = result;
  const files = chooseFiles(plan, { entry, cwd: context.cwd, pair, in: args.values('in'), out: args.values('out') });
  const length = args.value('for');
  const seconds = length === undefined ? undefined : parseDuration(length, plan.rateHz);

  const loaded = loadAddon();
  if (!loaded.ok) throw new EngineError('engine', loaded.message, loaded.help);
  const bar = progressBar(args.has('json') ? { ...context.err, isTerminal: false } : context.err, 'rendering');
  const rendered = await render(loaded.addon, {
    plan,
    ...files,
    ...(seconds === undefined ? {} : { seconds }),
    keep: filesRead(compiled, context.cwd),
    progress: bar.show,
    signal,
  }).finally(bar.clear);

  const { err, out } = context;
  if (!rendered.ok) {
    for (const { message, help } of rendered.problems) printError(err, message, help);
    return exitCode.problems;
  }
  if (args.has('json')) {
    out.write(`${JSON.stringify(renderJson(plan, rendered.value, loaded.addon.instructionSet), null, 2)}\n`);
  } else {
    for (const note of notes(plan, files, rendered.value))
      err.write(`${colors(err).cyan('note')}: ${printable(note)}\n`);
    out.write(renderText(plan, rendered.value, loaded.addon.instructionSet, colors(out)));
  }
  return exitCode.ok;
}
