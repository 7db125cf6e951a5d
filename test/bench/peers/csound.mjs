// csound, all in double, without a clock: one instrument per workload, 128 frames at a time, files on a RAM disk. In:
// workloads. Out: a command for so many seconds.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { has } from './peer.mjs';
import { noiseFile, responseFile } from './wave.mjs';
import { FRAMES, peakingBiquad, wayBiquads } from './workloads.mjs';

const biquad = (name, from, [b0, b1, b2, a1, a2]) => `${name} biquad ${from}, ${[b0, b1, b2, 1, a1, a2].join(', ')}`;
const chain = (name, from, sections) => sections.map((c, i) => biquad(name, i === 0 ? from : name, c));
const sum = (ids) => ids.map((i) => `an${i}`).join(' + ');

/** Lines, with inputs ai0 .. and outputs ao0 .. */
const instruments = {
  through: ({ ins, outs }) => Array.from({ length: outs }, (_, o) => `ao${o} = ai${o % ins}`),
  W1: ({ chains }) => chains.flatMap((c, i) => chain(`ao${i}`, `ai${i}`, c.map(peakingBiquad))),
  W2: ({ gains }) => gains.map((row, o) => `ao${o} = ${row.map((g, i) => `${g} * ai${i}`).join(' + ')}`),
  W3: ({ outs }, place) =>
    Array.from({ length: outs }, (_, o) => `ao${o} pconvolve ai${o}, "${place}", ${FRAMES}, ${o + 1}`),
  W4: ({ nodes, sinks }) => [
    ...Array.from({ length: 8 }, (_, i) => `an${i} = ai${i}`),
    ...nodes.map((n) =>
      n.kind === 'bell'
        ? biquad(`an${n.id}`, `an${n.from[0]}`, peakingBiquad(n.bell))
        : `an${n.id} = (${sum(n.from)}) * ${10 ** (n.decibels / 20)}`,
    ),
    ...sinks.map((ids, s) => `ao${s} = ${sum(ids)}`),
  ],
  W5: ({ ways, limited, ceiling }) =>
    ways.flatMap((way, o) => [
      ...chain(`ao${o}`, `ai${way.source}`, wayBiquads(way)),
      `ao${o} delay ao${o}, ${way.frames} / sr`,
      ...(limited
        ? [
            `ao${o} compress2 ao${o}, ao${o}, -90, ${20 * Math.log10(ceiling)}, ${20 * Math.log10(ceiling)}, 1000, 0.0005, 0.05, 0.001`,
          ]
        : []),
    ]),
};

export const csound = {
  name: 'csound (double)',
  missing: () => (has('csound') ? null : 'not installed (Debian: csound)'),
  can: (kind) => kind in instruments,
  throughIsTakenOff: true,
  build: (_, folder, title, kind, work) => {
    const response = work.responses && responseFile(folder, work.responses);
    const lines = [
      ...Array.from({ length: work.ins }, (_, i) => `ai${i} inch ${i + 1}`),
      ...instruments[kind](work, response),
      ...Array.from({ length: work.outs }, (_, o) => `outch ${o + 1}, ao${o}`),
    ];
    return (seconds) => {
      const file = join(folder, `csound-${title}-${seconds}.csd`);
      const sound = noiseFile(folder, work.ins, seconds);
      const options = `-d -m0 -W -f -i${sound} -o${join(folder, 'csound-out.wav')} -b 4096 -B 8192`;
      const orchestra = [
        `sr = 48000\nksmps = ${FRAMES}\nnchnls = ${work.outs}\nnchnls_i = ${work.ins}\n0dbfs = 1`,
        `instr 1\n${lines.join('\n')}\nendin`,
      ].join('\n');
      writeFileSync(
        file,
        `<CsoundSynthesizer>\n<CsOptions>\n${options}\n</CsOptions>\n<CsInstruments>\n${orchestra}\n</CsInstruments>\n<CsScore>\ni 1 0 ${seconds}\n</CsScore>\n</CsoundSynthesizer>\n`,
      );
      return ['csound', [file]];
    };
  },
};
