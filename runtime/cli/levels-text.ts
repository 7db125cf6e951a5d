// Levels for people: a bar per channel. In: levels by device. Out: as many lines for the same devices, always.

import { printable } from '../../compiler/diagnostics/render/cells.ts';
import type { ChannelLevel, DeviceLevels } from '../session/events.ts';
import { type Colors, colors, type Sink } from './context.ts';
import { driftText } from './drift-text.ts';

/** What the left end of a bar stands for. */
const FLOOR_DB = -60;
const BAR = 30;

export function levelLines(devices: readonly DeviceLevels[], sink: Sink): readonly string[] {
  const c = colors(sink);
  const rows = devices.flatMap((device) => {
    const all = [
      ...channelRows(device.name, 'in', device.inputs, 0),
      ...channelRows(device.name, 'out', device.outputs, device.clipped),
    ];
    // Told once.
    return all.map((row, i) => ({
      ...row,
      drift: i === 0 && device.drift !== null ? `  ${driftText(device.drift)}` : '',
    }));
  });
  const width = Math.max(0, ...rows.map((r) => r.title.length));
  return rows.map(({ title, level, clipped, drift }) => {
    const clip = clipped > 0 ? c.red(`  ${clipped} clipped`) : '';
    return `${title.padEnd(width)}  ${bar(level, c)}  ${decibels(level.peakDbfs)} peak ${decibels(level.rmsDbfs)} rms${clip}${c.dim(drift)}`;
  });
}

const channelRows = (name: string, direction: string, levels: readonly ChannelLevel[], clipped: number) =>
  levels.map((level, i) => ({
    title: printable(`${name} ${direction} ${i + 1}`),
    level,
    // Counted by device: told once.
    clipped: i === 0 ? clipped : 0,
  }));

function bar({ peakDbfs, rmsDbfs }: ChannelLevel, c: Colors): string {
  const cells = (db: number | null) =>
    Math.min(BAR, Math.max(0, Math.round(((db ?? FLOOR_DB) - FLOOR_DB) * (BAR / -FLOOR_DB))));
  const [rms, peak] = [cells(rmsDbfs), cells(peakDbfs)];
  const paint = peakDbfs === null || peakDbfs < -6 ? c.green : peakDbfs < 0 ? c.yellow : c.red;
  const beyond = Math.max(0, peak - rms);
  return `[${paint('#'.repeat(rms) + '-'.repeat(beyond))}${' '.repeat(BAR - rms - beyond)}]`;
}

const decibels = (db: number | null): string => (db === null ? 'silence' : `${db.toFixed(1)} dBFS`).padStart(11);
