// Which running engine a verb talks to. In: the working directory, `--engine PID`. Out: its file.
// Invariant: of several, the one that plays the config found here; never one by chance.

import { resolve } from 'node:path';
import { noEngine } from '../control/client.ts';
import { type EngineFile, runningEngines } from '../control/engine-files.ts';
import { type Arguments, UsageError } from './arguments.ts';
import type { Context } from './context.ts';
import { discoverConfig } from './find-config.ts';

/** Throws UsageError where none or several would do, EngineError `engine` where none runs. */
export function chooseEngine(args: Arguments, { cwd, env }: Context): EngineFile {
  const engines = runningEngines(env);
  if (engines.length === 0) throw noEngine();
  const named = args.value('engine');
  if (named !== undefined) {
    const engine = engines.find((e) => String(e.pid) === named);
    if (engine === undefined) throw new UsageError(`There is no engine ${named}.`, listOf(engines));
    return engine;
  }
  const [only, ...more] = engines;
  if (only !== undefined && more.length === 0) return only;
  const here = discoverConfig(cwd).path;
  const own = engines.filter((e) => here !== undefined && e.config === resolve(cwd, here));
  const [first, ...others] = own;
  if (first !== undefined && others.length === 0) return first;
  throw new UsageError('Several engines run.', `Say which with --engine PID. ${listOf(engines)}`);
}

const listOf = (engines: readonly EngineFile[]): string =>
  `These run: ${engines.map((e) => `${e.pid} (${e.config})`).join(', ')}.`;
