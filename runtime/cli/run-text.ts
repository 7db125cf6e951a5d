// What a run says to people, line by line. In: its events. Out: words; none for what only figures show.

import { printable } from '../../compiler/diagnostics/render/cells.ts';
import type { Realtime, RunDevice, RunEvent, RunEventOf, RunLatency } from '../session/events.ts';
import type { Colors } from './context.ts';
import { latencyText, rateText, secondsText } from './units-text.ts';

/** Lines without their ends. */
export function eventLines(event: RunEvent, c: Colors): readonly string[] {
  switch (event.event) {
    case 'waiting':
      return [c.yellow(`waiting for ${event.devices.join(', ')}: not there yet`)];
    case 'started':
      return startedLines(event, c);
    case 'reloaded':
      return reloadedLines(event, c);
    case 'rejected':
      return [`${c.red(c.bold('not taken'))}: ${printable(event.reason)}; what played before plays on`];
    case 'xrun':
      return [
        c.yellow(`xrun: ${event.device}, ${event.kind}${event.frames > 0 ? `, ${event.frames} frames lost` : ''}`),
      ];
    case 'remark':
      return [c.yellow(`${event.device}: ${printable(event.text)}`)];
    case 'widened':
      return [
        c.yellow(`${event.device} comes late time and again: its delay is ${event.frames} frames longer from now on`),
      ];
    case 'handover': {
      const { device, to, gapMs } = event;
      const who = to === 'device' ? `${device} drives` : `a clock of the same speed drives in place of ${device}`;
      return [`${who}, after ${gapMs.toFixed(1)} ms without`];
    }
    case 'device':
      return event.state === 'lost'
        ? [c.yellow(`${event.name} is lost: ${printable(event.why)}; the others play on, and it is looked for`)]
        : [c.green(`${event.name} is back`)];
    case 'set':
      return [`${event.target} = ${event.value}`];
    case 'not-finite':
      return [c.red(`${event.node}.${event.step} made samples that are no numbers: it was muted and starts afresh`)];
    case 'realtime':
      return [realtimeLine(event, c)];
    case 'stopped':
      return [stoppedLine(event)];
    case 'drift':
    case 'meter':
      return [];
  }
}

const latencyOf = ({ frames, ms }: RunLatency): string =>
  latencyText(frames, ms > 0 ? Math.round((1000 * frames) / ms) : 1);

/** More changes, or more paths, are counted. */
const MOST_LINES = 8;

function startedLines({ devices, latencies, realtime }: RunEventOf<'started'>, c: Colors): readonly string[] {
  const rest = latencies.length - MOST_LINES;
  return [
    ...devices.map((d) => deviceLine(d, c)),
    ...latencies.slice(0, MOST_LINES).map((l) => c.dim(`${l.from} -> ${l.to}  ${latencyOf(l)}`)),
    ...(rest > 0 ? [c.dim(`and ${rest} more paths`)] : []),
    realtimeLine(realtime, c),
  ];
}

const realtimeLine = ({ granted, detail }: Realtime, c: Colors): string =>
  granted
    ? c.dim(`audio threads: ${detail}`)
    : c.yellow(`audio threads without real-time priority: ${printable(detail)}`);

function deviceLine(device: RunDevice, c: Colors): string {
  const { name, backend, id, state, note, rateHz, period, periods, format } = device;
  const form = `${rateText(rateHz)}, ${format}, ${period} x ${periods} frames`;
  const what = [backend, id === name ? '' : id].filter((w) => w !== '').join(' ');
  if (state === 'open')
    return `${c.bold(name)}  ${printable(what)}, ${form}${note === '' ? '' : ` (${printable(note)})`}`;
  return `${c.bold(name)}  ${c.yellow(printable(note))}`;
}

function reloadedLines({ kind, changes, ms, warmUpMs, gapMs }: RunEventOf<'reloaded'>, c: Colors): readonly string[] {
  const gap = gapMs === null ? '' : `, silent for ${gapMs.toFixed(0)} ms`;
  const after = c.dim(` (${(ms + warmUpMs).toFixed(0)} ms${gap})`);
  const [first, ...more] = changes.slice(0, MOST_LINES).map((change) => printable(change.text));
  if (first === undefined)
    return [`${c.green('saved')}: ${kind === 'reopen' ? 'devices opened again' : 'nothing to hear'}${after}`];
  const rest = changes.length - MOST_LINES;
  return [
    `${c.green('saved')}: ${first}${after}`,
    ...more.map((text) => `       ${text}`),
    ...(rest > 0 ? [`       and ${rest} more`] : []),
  ];
}

function stoppedLine({ time, xruns, load, reason }: RunEventOf<'stopped'>): string {
  const verb = reason === 'failed' ? 'Failed' : 'Stopped';
  return `${verb} after ${secondsText(time)}: ${xrunsText(xruns)}, load at worst ${percentText(load.worst)}, 99 % of the time below ${percentText(load.p99)}`;
}

export const xrunsText = (xruns: number): string =>
  xruns === 0 ? 'no xruns' : `${xruns} xrun${xruns === 1 ? '' : 's'}`;

/** Of the quantum: `3.1 %`, `42 %`. */
export const percentText = (share: number): string => `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;
