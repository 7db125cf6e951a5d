// A run on a terminal: what happened scrolls by, and below it stands how it is now, drawn in place. In: the session's
// status, levels and events. Out: lines. Invariant: meters fall slowly and rise at once, whatever the redraws miss.

import type { SessionStatus } from '../session/control.ts';
import type { DeviceLevels, RunDevice } from '../session/events.ts';
import type { Colors } from './context.ts';
import { driftText } from './drift-text.ts';
import type { Line, Piece } from './run-screen.ts';
import { percentText, xrunsText } from './run-text.ts';
import { rateText } from './units-text.ts';

const CELLS = 24;
const FLOOR_DBFS = -60;
/** How far a bar falls from one picture to the next. */
const FALL_DB = 2;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

export class RunView {
  private readonly shown = new Map<string, number>();
  private lastSave: Line = [];

  /** What is said of the last save. */
  saved(text: string, color: keyof Colors): void {
    const time = new Date().toTimeString().slice(0, 8);
    this.lastSave = [
      ['dim', `last save ${time}  `],
      [color, text],
    ];
  }

  /** At most `rows` lines. */
  block(status: SessionStatus, levels: readonly DeviceLevels[], rows: number): readonly Line[] {
    const ports = status.devices.flatMap((d) =>
      this.portLines(
        d,
        levels.find((l) => l.name === d.name),
      ),
    );
    const room = Math.max(0, rows - 4);
    const hidden = ports.length - room;
    return [
      [],
      headLine(status),
      ...(hidden > 0 ? ports.slice(0, Math.max(0, room - 1)) : ports),
      ...(hidden > 0 ? [[['dim', `  and ${hidden + 1} more ports`] as const]] : []),
      ...(this.lastSave.length > 0 ? [this.lastSave] : []),
    ];
  }

  private portLines(device: RunDevice, levels: DeviceLevels | undefined): readonly Line[] {
    return device.ports.map(({ name, direction, channels }, i) => {
      const side = direction === 'in' ? levels?.inputs : levels?.outputs;
      const peaks = channels.map((c) => side?.[c - 1]?.peakDbfs ?? Number.NEGATIVE_INFINITY);
      const address = `${device.name}.${name}`;
      const peak = Math.max(...peaks);
      const shown = Math.max(peak, (this.shown.get(`${direction} ${address}`) ?? peak) - FALL_DB);
      this.shown.set(`${direction} ${address}`, shown);
      const arrow = direction === 'in' ? '>' : '<';
      const state: Piece[] = device.state === 'open' ? [] : [['yellow', `  ${device.state}`]];
      const drift: Piece[] = device.drift === null || i > 0 ? [] : [['dim', `  ${driftText(device.drift)}`]];
      return [['dim', `${arrow} `], address.padEnd(20), bar(shown), levelText(shown), ...state, ...drift];
    });
  }
}

function headLine({ name, time, rateHz, quantum, load, xruns, moved, stale }: SessionStatus): Line {
  const clock = new Date(1000 * time).toISOString().slice(time < 3600 ? 14 : 11, 19);
  return [
    ['bold', name],
    ['dim', `  ${clock}  ${rateText(rateHz)}, ${quantum} frames  `],
    [load.p99 > 0.8 ? 'yellow' : 'dim', `load ${percentText(load.mean)}, worst ${percentText(load.worst)}  `],
    [xruns > 0 ? 'yellow' : 'dim', xrunsText(xruns)],
    ['dim', moved.length > 0 ? `  ${moved.length} moved by hand` : ''],
    ['red', stale ? '  the file as saved does not play' : ''],
    ['dim', '  q stops'],
  ];
}

/** A bar from -60 dBFS to full scale. */
function bar(dbfs: number): Piece {
  const share = Math.min(1, Math.max(0, 1 - dbfs / FLOOR_DBFS));
  const eighths = Number.isFinite(share) ? Math.round(8 * CELLS * share) : 0;
  const cells = `${'█'.repeat(Math.floor(eighths / 8))}${EIGHTHS[eighths % 8] ?? ''}`;
  return [dbfs >= 0 ? 'red' : dbfs > -6 ? 'yellow' : 'green', cells.padEnd(CELLS + 1)];
}

const levelText = (dbfs: number): Piece =>
  dbfs > FLOOR_DBFS * 2 ? `${dbfs.toFixed(1).padStart(6)} dBFS` : ['dim', '     -'];
