// busbar run: live, with every save heard. In: a config, files for virtual devices, a length. Out: sound; events as lines,
// as JSON, or below a picture of how it is now. A signal or the end of --for fades out; a second signal ends at once.

import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { compile } from '../../../compiler/index.ts';
import type { Evaluation } from '../../../compiler/ir/program.ts';
import type { CompileResult } from '../../../compiler/request.ts';
import type { Inventory } from '../../../schema/inventory.ts';
import type { Plan } from '../../../schema/plan.ts';
import { type ControlServer, startControl } from '../../control/server.ts';
import { EngineError } from '../../engine-error.ts';
import { catchSignals } from '../../interruption.ts';
import { takeInventory } from '../../inventory.ts';
import { loadAddon } from '../../native.ts';
import { askRtkit } from '../../rtkit.ts';
import { type ChosenFiles, DeviceFiles } from '../../session/device-files.ts';
import { watchPlugs } from '../../session/hotplug.ts';
import { warmUp } from '../../session/warm-up.ts';
import { Session } from '../../session.ts';
import { STDIN } from '../../source-host.ts';
import { type FileChange, watchFiles } from '../../watch.ts';
import type { Arguments } from '../arguments.ts';
import { compileOptions, givenInventory, hostOf } from '../compile-config.ts';
import { type Context, colors } from '../context.ts';
import { parseDuration } from '../duration.ts';
import { exitCode } from '../exit-code.ts';
import { entryPath } from '../find-config.ts';
import { chooseFiles } from '../render-files.ts';
import { reportRun } from '../run-report.ts';

export async function run(args: Arguments, context: Context): Promise<number> {
  const entry = entryPath(context.cwd, args.positionals[0]);
  const length = args.value('for');
  if (length !== undefined) parseDuration(length, 48_000); // refused before anything sounds
  const loaded = loadAddon();
  if (!loaded.ok) throw new EngineError('engine', loaded.message, loaded.help);

  const signals = catchSignals();
  const heard: { save: (change: FileChange) => void } = { save: () => {} };
  const compiler = await compilerOf(entry, args, context);
  const session = new Session({
    live: new loaded.addon.Live(),
    instructionSet: loaded.addon.instructionSet,
    config: entry,
    compile: compiler.compile,
    inventory: async () => compiler.given ?? (await takeInventory(loaded.addon)),
    files: new DeviceFiles((plan) => filesFor(plan, entry, args, context)),
    promote: askRtkit,
    watch: args.has('no-watch') || entry === STDIN ? undefined : watchFiles((change) => heard.save(change)),
  });
  heard.save = (change) => session.saved(change);
  const report = reportRun(session, compiler, args.has('json'), context);
  const readerLeft = () => process.emit('SIGTERM');
  process.stdout.once('error', readerLeft); // nobody would hear that it plays on
  const stopPlugs = watchPlugs(loaded.addon, () => session.plugged());
  const practice = new AbortController();
  let control: ControlServer | undefined;
  signals.signal.addEventListener('abort', () => session.stop('signal')); // it may still wait for its devices
  try {
    const { result, refusal } = await session.start();
    if (signals.signal.aborted) return exitCode.ok;
    if (result.plan === undefined || refusal !== undefined) return await report.refused(result, refusal);
    control = await openControl(session, entry, context);
    warmUp(compiler.practise, practice.signal);
    const seconds = length === undefined ? Number.POSITIVE_INFINITY : parseDuration(length, result.plan.rateHz);
    await session.stop(await endOf(seconds, signals.signal));
    return exitCode.ok;
  } finally {
    practice.abort();
    await session.stop('failed');
    await control?.close(); // after it has sent what the end was
    stopPlugs();
    process.stdout.off('error', readerLeft);
    report.close();
    signals.release();
  }
}

/** For other programs of this user; without it the run goes on all the same. */
async function openControl(session: Session, entry: string, context: Context): Promise<ControlServer | undefined> {
  try {
    return await startControl(session, entry === STDIN ? entry : resolve(context.cwd, entry), context.env);
  } catch (e) {
    if (!(e instanceof EngineError)) throw e;
    const { err } = context;
    err.write(`${colors(err).yellow('warning')}: ${e.message} \`busbar set\` and its kin cannot reach this run.\n`);
    return undefined;
  }
}

/** Compiles the same config again and again. Standard input is read once. */
async function compilerOf(entry: string, args: Arguments, context: Context) {
  const given = await givenInventory(args, context);
  const host = await hostOf(entry, args, context);
  const options = compileOptions(args);
  const { evaluate } = host;
  /** What programs gave when they last ran: practice does not run them again. */
  const ran = new Map<string, Evaluation>();
  const run = async (path: string, evaluate: (path: string) => Promise<Evaluation>): Promise<Evaluation> => {
    const evaluation = await evaluate(path);
    ran.set(path, evaluation);
    return evaluation;
  };
  const noting = { ...host, evaluate: evaluate && ((path: string) => run(path, evaluate)) };
  const repeating = { ...host, evaluate: evaluate && (async (path: string) => ran.get(path) ?? run(path, evaluate)) };
  const compiler = {
    given,
    /** The latest: its diagnostics can be shown with their text. */
    latest: undefined as CompileResult | undefined,
    compile: async (inventory: Inventory | undefined): Promise<CompileResult> => {
      compiler.asked = inventory;
      compiler.latest = await compile({ entry, host: noting, options, inventory });
      return compiler.latest;
    },
    /** The inventory of the latest. */
    asked: undefined as Inventory | undefined,
    /** The same once more, for nobody. */
    practise: (): Promise<CompileResult> => compile({ entry, host: repeating, options, inventory: compiler.asked }),
  };
  return compiler;
}

function filesFor(plan: Plan, entry: string, args: Arguments, { cwd }: Context): ChosenFiles {
  const words = { in: args.values('in'), out: args.values('out') };
  const chosen = chooseFiles(plan, { entry, cwd, pair: undefined, ...words });
  const given = [...words.in, ...words.out].map((word) => word.slice(0, word.indexOf('=')));
  return { ...chosen, given: new Set(given) };
}

/** Longer than a timer counts. */
const LONGEST_WAIT_S = 86_400;

async function endOf(seconds: number, signal: AbortSignal): Promise<'ended' | 'signal'> {
  for (let left = seconds; left > 0 && !signal.aborted; left -= LONGEST_WAIT_S) {
    const wait = 1000 * Math.min(left, LONGEST_WAIT_S);
    await setTimeout(wait, undefined, { signal }).catch(() => {}); // aborted: looked at above
  }
  return signal.aborted ? 'signal' : 'ended';
}
