// The state of a running engine for people. In: a report. Out: lines; what needs no word has none.

import { printable } from '../../compiler/diagnostics/render/cells.ts';
import type { StatusReport } from '../control/messages.ts';
import type { RunDevice } from '../session/events.ts';
import { type Colors, colors, type Sink } from './context.ts';
import { driftText } from './drift-text.ts';
import { latencyText, rateText, secondsText } from './units-text.ts';
import { valueText } from './values-text.ts';

export function statusText(status: StatusReport, sink: Sink): string {
  const c = colors(sink);
  const { load, xruns, realtime, latencies, moved, rateHz } = status;
  const lines = [
    `${c.bold(printable(status.name || status.config))}  ${rateText(rateHz)}, quantum ${status.quantum} frames, ${status.instructionSet}, running for ${secondsText(status.time)} (process ${status.pid})`,
    ...row('config', [printable(status.config)]),
    ...row(
      'devices',
      status.devices.map((d) => deviceText(d, c)),
    ),
    ...row('load', [
      `${percent(load.mean)} of a period (99 % of them under ${percent(load.p99)}, worst ${percent(load.worst)})`,
    ]),
    ...row('xruns', [xruns === 0 ? '0' : c.yellow(String(xruns))]),
    ...row('thread', [realtime.granted ? realtime.detail : c.yellow(`not real-time: ${printable(realtime.detail)}`)]),
    ...row(
      'latency',
      latencies.map((l) => `${printable(l.from)} -> ${printable(l.to)}  ${latencyText(l.frames, rateHz)}`),
    ),
    ...row('reload', reloadLines(status, c)),
    ...row(
      'moved',
      moved.map((v) => valueText(v, sink)),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const WIDTH = 9;
const row = (title: string, texts: readonly string[]): readonly string[] =>
  texts.map((text, i) => `${(i === 0 ? title : '').padEnd(WIDTH)}${text}`);

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function deviceText(device: RunDevice, c: Colors): string {
  const { name, backend, id, state, note, rateHz, period, periods, format } = device;
  const about = note === '' ? '' : `: ${printable(note)}`;
  if (state !== 'open') return `${printable(name)}  ${c.yellow(state)}${about}`;
  const latency = [
    ...(device.inputLatencyFrames > 0 ? [`in ${device.inputLatencyFrames}`] : []),
    ...(device.outputLatencyFrames > 0 ? [`out ${device.outputLatencyFrames}`] : []),
  ];
  const frames = latency.length === 0 ? '' : `, latency ${latency.join(', ')} frames`;
  const drift = device.drift === null ? '' : `; to its master: ${driftText(device.drift)}`;
  return `${printable(name)}  ${backend} ${printable(id)}, ${rateText(rateHz)}, ${printable(format)}, ${periods} x ${period} frames${frames}${drift}${about}`;
}

function reloadLines({ lastReload, lastRejection, stale, time, reloads }: StatusReport, c: Colors): readonly string[] {
  const ago = (when: number) => `${secondsText(Math.max(0, time - when))} ago`;
  const lines: string[] = [];
  if (lastReload !== null) {
    const { kind, changes, ms } = lastReload;
    const what = changes.map((change) => printable(change.text)).join('; ');
    lines.push(
      `${reloads} so far, the last ${ago(lastReload.time)}: ${kind}, after ${ms.toFixed(0)} ms${what && `: ${what}`}`,
    );
  }
  if (stale) {
    const why = lastRejection === null ? '' : `, ${ago(lastRejection.time)}: ${printable(lastRejection.reason)}`;
    lines.push(c.yellow(`the last save was refused${why}; an older config plays`));
  }
  return lines;
}
