// Help texts. In: the table of verbs. Out: words for a terminal of any width.

import type { OptionSpecs } from './arguments.ts';
import { type Context, colors } from './context.ts';
import { commonOptions, type Verb, verbs } from './verbs.ts';

const WIDEST = 100;

/** Breaks `text` at spaces so that lines after the first start with `indent`. */
function wrap(text: string, columns: number, indent: string): string {
  const width = Math.max(30, Math.min(columns, WIDEST) - indent.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join(`\n${indent}`);
}

/** Two columns: names and what they mean. */
function table(rows: readonly (readonly [string, string])[], columns: number): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  const indent = ' '.repeat(width + 4);
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${wrap(text, columns, indent)}\n`).join('');
}

const optionRows = (options: OptionSpecs): [string, string][] =>
  Object.entries(options)
    .filter(([, o]) => !o.notYet)
    .map(([name, o]) => [`${o.short ? `-${o.short}, ` : ''}--${name}${o.value ? ` ${o.value}` : ''}`, o.summary]);

export function generalHelp({ out }: Context): string {
  const { bold } = colors(out);
  return [
    `${bold('busbar VERB [CONFIG] [options]')}\n`,
    'Compiles a config of devices, routing and DSP to a plan, and runs it.\n',
    table(
      verbs.map((v) => [v.name, v.summary]),
      out.columns,
    ),
    table([...optionRows(commonOptions), ['-V, --version', 'the version']], out.columns),
    'busbar VERB --help says more about a verb; busbar alone says what is here and what to do next.\n',
  ].join('\n');
}

export function verbHelp(verb: Verb, { out }: Context): string {
  const { bold } = colors(out);
  return [
    `${bold(`busbar ${verb.name} ${verb.usage}`)}\n`,
    `${verb.summary[0]?.toUpperCase()}${verb.summary.slice(1)}.\n`,
    table(optionRows({ ...verb.options, ...commonOptions }), out.columns),
    verb.notes.map((n) => `${wrap(n, out.columns, '')}\n`).join(''),
  ].join('\n');
}
