// What differs between two configs, for people. In: a report. Out: text for the terminal, or Markdown for a comment on a
// pull request. Invariant: both say the same; nothing that a config wrote reaches either unescaped.

import { printable } from '../../compiler/diagnostics/render/cells.ts';
import type { DiffReport } from '../diff/report.ts';
import { type Colors, colors, type Sink } from './context.ts';

type Latency = DiffReport['latencies'][number];
type Response = DiffReport['responses']['paths'][number];

const verdicts: Readonly<Record<DiffReport['kind'], string>> = {
  none: 'A reload would not be heard.',
  live: 'A reload would let values glide, and fade nothing.',
  fade: 'A reload would fade the old into the new.',
  reopen: 'A reload would open devices anew',
};

function verdictOf({ kind, differs, reopen, opened, closed }: DiffReport): string {
  if (!differs) return 'No differences.';
  if (kind !== 'reopen') return verdicts[kind];
  const devices = [...new Set([...reopen, ...opened, ...closed])];
  return `${verdicts.reopen}: ${devices.join(', ')}.`;
}

const inFrames = (l: Latency['before']) => (l === null ? 'none' : `${l.frames} frames (${l.ms} ms)`);

function latencyWords({ before, after }: Latency): string {
  if (before === null) return `${inFrames(after)}, new`;
  if (after === null) return `no such path any more, it had ${inFrames(before)}`;
  const more = Number((after.ms - before.ms).toFixed(3));
  return `${inFrames(before)} -> ${inFrames(after)}, ${more > 0 ? '+' : ''}${more} ms`;
}

function responseWords({ deviationDb, atHz, heard }: Response): string {
  if (deviationDb === null) return heard === 'before' ? 'silent now' : 'heard now, silent before';
  const by = `${deviationDb > 0 ? '+' : ''}${deviationDb} dB`;
  return atHz === null ? `${by} everywhere` : `up to ${by}, at ${atHz >= 1000 ? `${atHz / 1000} kHz` : `${atHz} Hz`}`;
}

const notCompared = ({ why }: DiffReport['responses']) => `Responses were not compared: ${why}.`;

export function diffText(report: DiffReport, sink: Sink): string {
  const c = colors(sink);
  const paint: Readonly<Record<DiffReport['kind'], Colors[keyof Colors]>> = {
    none: c.dim,
    live: c.green,
    fade: c.yellow,
    reopen: c.red,
  };
  const { a, b, changes, latencies, responses, differs } = report;
  const lines = [
    c.bold(`${a} -> ${b}`),
    ...changes.map(({ text, kind }) => {
      const words = printable(text);
      return `  ${words.slice(0, words.length - kind.length)}${paint[kind](kind)}`;
    }),
    ...section(
      c.bold('latency'),
      latencies.map((l) => `${printable(`${l.from} -> ${l.to}`)}  ${latencyWords(l)}`),
    ),
    ...section(
      c.bold('response, dynamics at rest'),
      responses.paths.map((r) => `${printable(`${r.from} -> ${r.to}`)}  ${responseWords(r)}`),
    ),
    ...(differs && !responses.compared ? [c.dim(notCompared(responses))] : []),
    verdictOf(report),
  ];
  return `${lines.join('\n')}\n`;
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

/** Of a cell: what Markdown and HTML would read as their own. */
const cell = (text: string): string =>
  printable(text).replace(/[\\|`*_<>[\]#~&]/g, (character) => `&#${character.codePointAt(0)};`);

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return ['', line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(cell)))];
}

export function diffMarkdown(report: DiffReport): string {
  const { a, b, changes, latencies, responses, differs } = report;
  const lines = [
    '### busbar diff',
    '',
    `${cell(a)} → ${cell(b)}: ${cell(verdictOf(report))}`,
    ...table(
      ['what', 'before', 'after', 'reload'],
      changes.map(({ target, from, to, kind }) => [target, from ?? '', to ?? '', kind]),
    ),
    ...table(
      ['latency from', 'to', 'is'],
      latencies.map((l) => [l.from, l.to, latencyWords(l)]),
    ),
    ...table(
      ['response from', 'to', 'differs, dynamics at rest'],
      responses.paths.map((r) => [r.from, r.to, responseWords(r)]),
    ),
    ...(differs && !responses.compared ? ['', notCompared(responses)] : []),
  ];
  return `${lines.join('\n')}\n`;
}
