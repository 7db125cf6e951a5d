// A live value for people: `vocal.compressor.threshold -22 dB (config: -18 dB)`.

import { printable } from '../../compiler/diagnostics/render/cells.ts';
import type { LiveValue } from '../session/control.ts';
import { colors, type Sink } from './context.ts';

export function valueText({ target, value, config }: LiveValue, sink: Sink): string {
  const { bold, dim } = colors(sink);
  const moved = config === null ? '' : ` ${dim(`(config: ${printable(config)})`)}`;
  return `${printable(target)} ${bold(printable(value))}${moved}`;
}
