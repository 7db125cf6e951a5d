// Codes about cycles, latency and levels along a path.

import type { Entry } from '../../entry.ts';
import { entry, few, page, quote } from '../../entry.ts';

const MOST = 8;
const ms = (n: number): string => `${Number(n.toFixed(3))} ms`;

export const timingEntries = {
  'graph/cycle': entry<{ path: readonly string[]; problem: string }>({
    severity: 'error',
    title: 'Cycle without a delay',
    message: ({ path, problem }) => `cycle: ${path.map((p) => `${quote(p)}`).join(' -> ')}${problem}`,
    help: () => 'Put a `delay` of a frame or more on the cycle, or break it.',
    explain: page(
      `A signal that depends on itself needs a \`delay\` on the way round; any whole number of frames from one up is exact.
The latency of other steps on the cycle is taken from that delay, so it must be at least one frame longer than they are. A delay
that can be bypassed, is limited to some channels or is set to a fraction of a frame closes no cycle.`,
      `echo: { mix: { main.mic: 0 dB, feedback: 0 dB }, to: main.mon }
feedback: { from: echo, do: [ { gain: -6 dB } ] }`,
      `echo: { mix: { main.mic: 0 dB, feedback: 0 dB }, to: main.mon }
feedback: { from: echo, do: [ { delay: 250 ms }, { gain: -6 dB } ] }`,
    ),
  }),

  'latency/over-budget': entry<{ from: string; to: string; ms: number; budgetMs: number; parts: readonly string[] }>({
    severity: 'error',
    title: 'Latency over budget',
    message: ({ from, to, ms: has, budgetMs }) =>
      `${quote(from)} -> ${quote(to)} takes ${ms(has)}, the budget is ${ms(budgetMs)}`,
    help: ({ parts }) => `It is made of ${few(parts, MOST)}.`,
    explain: page(
      `\`engine.latency_budget\` is checked for every path from a device in to a device out: steps that look ahead, the
alignment that waits for them, and crossings between clocks.`,
      `engine: { latency_budget: 1 ms }
graph: { vocal: { from: main.mic, do: [ { limiter: { lookahead: 5 ms } } ], to: main.mon } }`,
      `engine: { latency_budget: 8 ms }
graph: { vocal: { from: main.mic, do: [ { limiter: { lookahead: 5 ms } } ], to: main.mon } }`,
    ),
  }),

  'latency/bands-apart': entry<{ step: string; frames: number; ms: number }>({
    severity: 'warning',
    title: 'Bands leave at different times',
    message: ({ step, frames, ms: apart }) =>
      `the bands of ${quote(step)} reach their outputs ${frames} frames (${ms(apart)}) apart`,
    help: () => 'Name the ports in `align:` of the device, or use `delay` to say that it is meant.',
    explain: page(
      `The bands of a crossover sum to the original only if they leave together. Channels of one port do; ports do where
the device’s \`align:\` names them.`,
      `devices: { main: { inputs: { in: 1 }, outputs: { tops: 1, sub: 2 } } }
graph:
  speaker: { from: main.in, do: [ { crossover: { at: 80 Hz } } ] }
  tops: { from: speaker.high, do: [ { limiter: -1 dBFS } ], to: main.tops }
  sub: { from: speaker.low, to: main.sub }`,
      'devices: { main: { inputs: { in: 1 }, outputs: { tops: 1, sub: 2 }, align: [tops, sub] } }',
    ),
  }),

  'gain/headroom': entry<{ sink: string; db: number; boosts: readonly string[] }>({
    severity: 'hint',
    title: 'Boost without headroom',
    message: ({ sink, db }) => `a full-scale input can reach ${quote(sink)} ${db.toFixed(1)} dB over full scale`,
    help: ({ boosts, db }) =>
      `${few(boosts, MOST)}: take ${db.toFixed(1)} dB off somewhere on the path, or end it with a limiter.`,
    explain: page(
      `Inside, levels above full scale do no harm; at an output they clip. The sum of boosts along a path, cuts
taken off, says how far a signal can go over: filters count with their highest gain, whatever the frequency.`,
      'phones: { from: daw.music, do: [ { lowshelf: { freq: 100 Hz, gain: 6 dB } } ], to: main.phones }',
      'phones: { from: daw.music, do: [ { gain: -6 dB }, { lowshelf: { freq: 100 Hz, gain: 6 dB } } ], to: main.phones }',
    ),
  }),
} satisfies Record<string, Entry<never>>;
