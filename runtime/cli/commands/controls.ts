// busbar controls: the names that a config gives to live params. In: a config, or the run that plays it. Out: each with
// its target, what it takes, and its value: as it is now in the run, or else as the config has it.

import { resolve } from 'node:path';
import { printable } from '../../../compiler/diagnostics/render/cells.ts';
import { ask } from '../../control/client.ts';
import { type EngineFile, runningEngines } from '../../control/engine-files.ts';
import type { ControlsReport } from '../../control/messages.ts';
import type { ControlValue } from '../../session/control.ts';
import { Values } from '../../session/values.ts';
import type { Arguments } from '../arguments.ts';
import { chooseEngine } from '../choose-engine.ts';
import { compileConfig, reportNoPlan } from '../compile-config.ts';
import type { Context } from '../context.ts';
import { controlLines } from '../controls-text.ts';
import { exitCode } from '../exit-code.ts';
import { discoverConfig } from '../find-config.ts';
import { printError } from '../print-error.ts';

export async function run(args: Arguments, context: Context): Promise<number> {
  const engine = engineOf(args, context);
  const controls = engine === undefined ? await ofConfig(args, context) : await ofEngine(engine, context);
  if (controls === undefined) return exitCode.problems;
  const { out } = context;
  const running = engine !== undefined;
  if (args.has('names')) out.write(controls.map((c) => `${printable(c.name)}\n`).join(''));
  else if (args.has('json')) out.write(`${JSON.stringify({ running, controls }, null, 2)}\n`);
  else out.write(controls.length === 0 ? 'No controls.\n' : `${controlLines(controls, running, out).join('\n')}\n`);
  return exitCode.ok;
}

/** The engine that plays the config which is meant; undefined where none does. */
function engineOf(args: Arguments, context: Context): EngineFile | undefined {
  const { cwd, env } = context;
  if (args.has('engine')) return chooseEngine(args, context);
  const config = args.positionals[0] ?? discoverConfig(cwd).path;
  if (config === undefined) return runningEngines(env).length === 0 ? undefined : chooseEngine(args, context);
  const [only, ...more] = runningEngines(env).filter((e) => e.config === resolve(cwd, config));
  return more.length === 0 ? only : chooseEngine(args, context);
}

async function ofEngine(engine: EngineFile, { err }: Context): Promise<readonly ControlValue[] | undefined> {
  const reply = await ask<ControlsReport>(engine, 'GET', '/controls');
  if (reply.ok) return reply.value.controls;
  printError(err, reply.problem.message, reply.problem.help);
  return undefined;
}

async function ofConfig(args: Arguments, context: Context): Promise<readonly ControlValue[] | undefined> {
  const { result } = await compileConfig(args, args.positionals[0], context);
  const { plan, controls } = result;
  if (plan === undefined) {
    await reportNoPlan(result, args, context);
    return undefined;
  }
  const values = new Values();
  values.take(plan, controls);
  return values.controls(plan);
}
