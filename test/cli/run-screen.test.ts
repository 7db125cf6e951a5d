// The live picture on terminals of several sizes: nothing is torn, nothing is left behind.

import { describe, expect, test } from 'vitest';
import type { Sink } from '../../runtime/cli/context.ts';
import { openScreen } from '../../runtime/cli/run-screen.ts';
import { RunView } from '../../runtime/cli/run-view.ts';
import { FakeSession } from '../support/fake-session.ts';
import { Terminal } from '../support/terminal.ts';

function opened(columns = 40, rows = 10) {
  const terminal = new Terminal(columns, rows);
  const sink: Sink = {
    write: (text) => terminal.write(text),
    isTerminal: true,
    color: true,
    get columns() {
      return terminal.columns;
    },
    get rows() {
      return terminal.rows;
    },
  };
  return { terminal, screen: openScreen(sink) };
}

const text = (terminal: Terminal) => terminal.screen.filter((line) => line !== '');

describe('openScreen', () => {
  test('a block is drawn over itself; what is printed stays above it', () => {
    const { terminal, screen } = opened();
    screen.draw([['one'], [['green', 'two']]]);
    screen.draw([['three'], ['four']]);
    screen.print(['a line']);
    screen.draw([['five']]);
    expect(text(terminal)).toEqual(['a line', 'five']);
    expect(terminal.cursorShown).toBe(false);
    screen.close();
    expect(text(terminal)).toEqual(['a line']);
    expect(terminal.cursorShown).toBe(true);
  });

  test('no line is wider than the terminal, colours or not', () => {
    const { terminal, screen } = opened(10);
    screen.draw([['0123', ['red', '456789abc']], ['x']]);
    screen.draw([['0123', ['red', '456789abc']], ['x']]);
    expect(text(terminal)).toEqual(['012345678', 'x']);
  });

  test('no block is higher than the terminal', () => {
    const { terminal, screen } = opened(10, 4);
    for (let i = 0; i < 3; i++) screen.draw(['a', 'b', 'c', 'd', 'e'].map((line) => [line]));
    expect(text(terminal)).toEqual(['a', 'b', 'c']);
  });

  test('a long line that is printed is broken by the terminal, and the block stands below it', () => {
    const { terminal, screen } = opened(10);
    screen.draw([['block']]);
    screen.print(['0123456789abcdef']);
    screen.draw([['block']]);
    expect(text(terminal)).toEqual(['0123456789', 'abcdef', 'block']);
  });

  test('closing twice, or before anything was drawn, writes nothing that is seen', () => {
    const { terminal, screen } = opened();
    screen.close();
    screen.close();
    expect([text(terminal), terminal.cursorShown]).toEqual([[], true]);
  });
});

describe('RunView', () => {
  const session = new FakeSession();
  const flat = (rows: number, view = new RunView()) =>
    view
      .block(session.status(), session.levels(), rows)
      .map((line) => line.map((p) => (typeof p === 'string' ? p : p[1])).join(''));

  test('says what it is, how it goes, and the last save', () => {
    const view = new RunView();
    view.saved('vocal.gain -6 -> -3 dB, live', 'green');
    const lines = flat(24, view);
    expect(lines.join('\n')).toContain('48 kHz, 64 frames');
    expect(lines.join('\n')).toContain('load');
    expect(lines.at(-1)).toMatch(/^last save \d\d:\d\d:\d\d {2}vocal\.gain -6 -> -3 dB, live$/);
  });

  test('ports with the peak of their loudest channel; what does not fit is counted', () => {
    const status = session.status();
    const ports = Array.from({ length: 20 }, (_, i) => ({
      name: `p${i}`,
      direction: 'out' as const,
      channels: [i + 1],
    }));
    const devices = status.devices.slice(0, 1).map((d) => ({ ...d, name: 'main', ports }));
    const silent = { peakDbfs: null, rmsDbfs: null };
    const outputs = [{ peakDbfs: -6, rmsDbfs: -9 }, ...Array.from({ length: 19 }, () => silent)];
    const levels = [{ name: 'main', inputs: [], outputs, clipped: 0, drift: null }];
    const lines = new RunView()
      .block({ ...status, devices }, levels, 10)
      .map((line) => line.map((p) => (typeof p === 'string' ? p : p[1])).join(''));
    expect(lines).toHaveLength(8);
    expect(lines[2]).toMatch(
      /^< main\.p0 +█+.* -6\.0 dBFS {2}drift -12\.25 ppm, fill \+0\.02 frames, latency 192 frames$/,
    );
    expect(lines[3]).not.toContain('█');
    expect(lines.at(-1)).toBe('  and 15 more ports');
  });

  test.each([1, 2, 3, 5, 24])('fits %i rows as well as it can', (rows) => {
    expect(flat(rows).length).toBeLessThanOrEqual(Math.max(rows, 4));
  });
});
