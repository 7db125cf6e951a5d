// Controls for people: a line each. In: controls with their values. Out: name, value, what it takes, what it moves.

import { printable } from '../../compiler/diagnostics/render/cells.ts';
import type { ControlValue } from '../session/control.ts';
import { colors, type Sink } from './context.ts';

export function controlLines(controls: readonly ControlValue[], running: boolean, sink: Sink): readonly string[] {
  const { bold, dim } = colors(sink);
  const rows = controls.map((c) => [c.name, c.value ?? 'not heard', takes(c), c.target].map(printable));
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i]!.length)));
  const lines = rows.map((row) => {
    const [name = '', value = '', range = '', target = ''] = row.map((cell, i) => cell.padEnd(widths[i] ?? 0));
    return `${name}  ${bold(value)}  ${range}  ${dim(target)}`;
  });
  return running ? lines : [...lines, dim('values as the config has them: it does not run')];
}

function takes({ range, mode, invert }: ControlValue): string {
  if (range !== null) return `${range[0]} to ${range[1]}`;
  return `${mode}${invert ? ', inverted' : ''}`;
}
