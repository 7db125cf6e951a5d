// One command line. In: words and a context. Out: an exit code, words on the two streams.
// Invariant: no exception leaves; each kind of failure has its code and says what to do next.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { suggest } from '../../compiler/diagnostics/suggest.ts';
import { EngineError, type EngineErrorKind } from '../engine-error.ts';
import { notYet, parseArguments, UsageError } from './arguments.ts';
import type { Context } from './context.ts';
import { joinUnits } from './duration.ts';
import { exitCode } from './exit-code.ts';
import { printError } from './print-error.ts';
import { commonOptions, plannedVerbs, type Verb, verbs } from './verbs.ts';

const codeOf: Readonly<Record<EngineErrorKind, number>> = {
  engine: exitCode.noEngine,
  input: exitCode.problems,
  output: exitCode.cannotWrite,
  interrupted: exitCode.interrupted,
};

/** Runs one command line (without node and script) and resolves to its exit code. */
export async function runCommandLine(words: readonly string[], context: Context): Promise<number> {
  try {
    return await dispatch(words, context);
  } catch (e) {
    if (e instanceof UsageError || e instanceof EngineError) {
      printError(context.err, e.message, e.help);
      return e instanceof UsageError ? exitCode.usage : codeOf[e.kind];
    }
    const { reportBug } = await import('./report-bug.ts');
    reportBug(e, words, context);
    return exitCode.bug;
  }
}

async function dispatch(words: readonly string[], context: Context): Promise<number> {
  const [first, ...rest] = words;
  if (first === undefined) return (await import('./overview.ts')).overview(context, false);
  if (first === '--version' || first === '-V') {
    const { version } = await import('./version.ts');
    context.out.write(`${version()}\n`);
    return exitCode.ok;
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    const verb = first === 'help' && rest[0] !== undefined ? findVerb(rest[0], context) : undefined;
    return printHelp(verb, context);
  }
  if (first.startsWith('-')) return optionsFirst(words, context);
  const verb = findVerb(first, context);
  const args = parseArguments(joinUnits(rest), { ...verb.options, ...commonOptions }, `busbar ${verb.name}`);
  if (args.has('help')) return printHelp(verb, context);
  const extra = args.positionals[verb.positionals.most];
  if (extra !== undefined) {
    throw new UsageError(
      `busbar ${verb.name} does not know what to do with ${extra}.`,
      `busbar ${verb.name} ${verb.usage}`,
    );
  }
  const command = await verb.load();
  return command.run(args, context);
}

/** `busbar --json check`: options may stand before the verb only where every verb has them. */
async function optionsFirst(words: readonly string[], context: Context): Promise<number> {
  const at = words.findIndex((word) => !word.startsWith('-'));
  const options = at < 0 ? words : words.slice(0, at);
  const stray = options.find((word) => !Object.hasOwn(commonOptions, word.slice(2)));
  if (stray !== undefined) {
    throw new UsageError(`${stray} is no verb.`, 'Options come after the verb: busbar VERB [CONFIG] [options].');
  }
  if (options.includes('--help')) return printHelp(undefined, context);
  if (at < 0) return (await import('./overview.ts')).overview(context, options.includes('--json'));
  return dispatch([...words.slice(at), ...options], context);
}

function findVerb(word: string, context: Context): Verb {
  const verb = verbs.find((v) => v.name === word);
  if (verb) return verb;
  if (plannedVerbs.includes(word)) throw notYet(`busbar ${word}`);
  if (existsSync(resolve(context.cwd, word))) {
    throw new UsageError(`${word} is no verb but a file.`, `Did you mean \`busbar check ${word}\`?`);
  }
  const meant = suggest(word, [...verbs.map((v) => v.name), ...plannedVerbs]);
  const help = meant ? `Did you mean \`busbar ${meant}\`?` : '`busbar --help` lists the verbs.';
  throw new UsageError(`busbar has no verb ${word}.`, help);
}

async function printHelp(verb: Verb | undefined, context: Context): Promise<number> {
  const { generalHelp, verbHelp } = await import('./help.ts');
  context.out.write(verb ? verbHelp(verb, context) : generalHelp(context));
  return exitCode.ok;
}
