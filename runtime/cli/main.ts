#!/usr/bin/env node
// The command `busbar`: joins the process to runCommandLine.

import { processContext } from './context.ts';
import { exitCode } from './exit-code.ts';
import { runCommandLine } from './run-command-line.ts';

const words = process.argv.slice(2);
const context = processContext(words.includes('--no-color'));

process.on('uncaughtException', (e) => {
  import('./report-bug.ts').then(({ reportBug }) => {
    reportBug(e, words, context);
    process.exit(exitCode.bug);
  });
});

const code = await runCommandLine(words, context);
// A stream that failed meanwhile (a full disk behind `>`) has set its own code.
process.exitCode ??= code;
