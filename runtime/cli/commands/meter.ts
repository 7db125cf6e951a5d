// busbar meter: levels of the running engine. In: how long. Out: bars that move on a terminal; else one reading, or as
// many as come in the time; with --json an event per line.

import { ask, follow } from '../../control/client.ts';
import type { EngineFile } from '../../control/engine-files.ts';
import type { StatusReport } from '../../control/messages.ts';
import { catchSignals } from '../../interruption.ts';
import type { RunEvent } from '../../session/events.ts';
import type { Arguments } from '../arguments.ts';
import { chooseEngine } from '../choose-engine.ts';
import type { Context, Sink } from '../context.ts';
import { parseDuration } from '../duration.ts';
import { exitCode } from '../exit-code.ts';
import { levelLines } from '../levels-text.ts';
import { printError } from '../print-error.ts';

export async function run(args: Arguments, context: Context): Promise<number> {
  const engine = chooseEngine(args, context);
  const seconds = await secondsOf(args, engine);
  const { out, err } = context;
  const show = args.has('json') ? printJson(out) : printBars(out);
  const end = new AbortController();
  const signals = catchSignals();
  signals.signal.addEventListener('abort', () => end.abort());
  const timer = seconds === undefined ? undefined : setTimeout(() => end.abort(), 1000 * seconds);
  const onlyOne = seconds === undefined && !out.isTerminal;
  try {
    await follow(engine, end.signal, (event) => {
      if (event.event !== 'meter' || end.signal.aborted) return;
      show(event);
      if (onlyOne) end.abort();
    });
    if (!end.signal.aborted) printError(err, 'The engine has stopped.', '');
  } finally {
    clearTimeout(timer);
    signals.release();
  }
  return exitCode.ok;
}

/** `--for`; frames count at the engine's rate. */
async function secondsOf(args: Arguments, engine: EngineFile): Promise<number | undefined> {
  const length = args.value('for');
  if (length === undefined) return undefined;
  const reply = length.includes('frames') ? await ask<StatusReport>(engine, 'GET', '/status') : undefined;
  return parseDuration(length, reply?.ok ? reply.value.rateHz : 48_000);
}

type Meter = Extract<RunEvent, { event: 'meter' }>;

const printJson = (out: Sink) => (event: Meter) => out.write(`${JSON.stringify(event)}\n`);

/** On a terminal each reading is written over the one before. */
function printBars(out: Sink): (event: Meter) => void {
  let before = 0;
  return ({ devices }) => {
    const lines = levelLines(devices, out);
    const up = before > 0 && out.isTerminal ? `\x1b[${before}A` : '';
    const clear = out.isTerminal ? '\x1b[K' : '';
    // Lines of devices that went are cleared, so that nothing of them stays.
    const blank = Math.max(0, before - lines.length);
    out.write(up + [...lines, ...Array<string>(blank).fill('')].map((line) => `${line}${clear}\n`).join(''));
    before = lines.length + blank;
  };
}
