// A progress bar. In: a share from 0 to 1, as often as one likes. Out: one line, redrawn; nothing off a terminal.

import type { Sink } from './context.ts';

const CELLS = 30;
const REDRAW_MS = 50;

export interface ProgressBar {
  show(share: number): void;
  clear(): void;
}

export function progressBar(sink: Sink, label: string): ProgressBar {
  let drawn = false;
  let last = Number.NEGATIVE_INFINITY;
  return {
    show: (share) => {
      const now = performance.now();
      if (!sink.isTerminal || (now - last < REDRAW_MS && share < 1)) return;
      last = now;
      drawn = true;
      const full = Math.round(share * CELLS);
      sink.write(
        `\r${label} ${'█'.repeat(full)}${'░'.repeat(CELLS - full)} ${String(Math.floor(share * 100)).padStart(3)} %`,
      );
    },
    clear: () => {
      if (drawn) sink.write('\r\x1b[K');
      drawn = false;
    },
  };
}
