// scsynth without a clock: one synth per workload, 128 frames at a time. In: workloads. Out: a command that is told how
// many seconds to make. The synth definition (SCgf, version 2) and the score are written here. Its audio comes from and
// goes to files on a RAM disk, which a run that only passes samples on takes off.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { has } from './peer.mjs';
import { noiseFile } from './wave.mjs';
import { FRAMES, peakingBiquad, wayBiquads } from './workloads.mjs';

const RATE = 48000;
const AUDIO = 2;
const MULTIPLY = 2;
const ADD = 0;

const int32 = (n) => {
  const b = Buffer.alloc(4);
  b.writeInt32BE(n);
  return b;
};
const float32 = (x) => {
  const b = Buffer.alloc(4);
  b.writeFloatBE(x);
  return b;
};
const int16 = (n) => int32(n).subarray(2);
const name = (s) => Buffer.concat([Buffer.from([s.length]), Buffer.from(s)]);

class SynthDef {
  constants = new Map();
  units = [];
  number(x) {
    const value = Math.fround(x);
    if (!this.constants.has(value)) this.constants.set(value, this.constants.size);
    return [-1, this.constants.get(value)];
  }
  unit(type, inputs, outputs = 1, special = 0) {
    this.units.push({ type, inputs: inputs.map((i) => (Array.isArray(i) ? i : this.number(i))), outputs, special });
    return [this.units.length - 1, 0];
  }
  inputs(first, count) {
    const [unit] = this.unit('In', [first], count);
    return Array.from({ length: count }, (_, i) => [unit, i]);
  }
  biquad = (x, [b0, b1, b2, a1, a2]) => this.unit('SOS', [x, b0, b1, b2, -a1, -a2]);
  times = (x, g) => this.unit('BinaryOpUGen', [x, g], 1, MULTIPLY);
  sum(list) {
    if (list.length === 1) return list[0];
    const taken = Math.min(4, list.length);
    const some = list.slice(0, taken);
    const one = taken === 2 ? this.unit('BinaryOpUGen', some, 1, ADD) : this.unit(`Sum${taken}`, some);
    return this.sum([one, ...list.slice(taken)]);
  }
  encode(title) {
    const units = this.units.flatMap(({ type, inputs, outputs, special }) => [
      name(type),
      Buffer.from([AUDIO]),
      int32(inputs.length),
      int32(outputs),
      int16(special),
      ...inputs.flatMap((pair) => pair.map(int32)),
      Buffer.alloc(outputs, AUDIO),
    ]);
    const constants = [...this.constants.keys()].map(float32);
    const body = [
      name(title),
      int32(constants.length),
      ...constants,
      int32(0),
      int32(0),
      int32(this.units.length),
      ...units,
    ];
    return Buffer.concat([Buffer.from('SCgf'), int32(2), int16(1), ...body, int16(0)]);
  }
}

const graphs = {
  through: (_, ins, { outs }) => Array.from({ length: outs }, (__, o) => ins[o % ins.length]),
  W1: (d, ins, { chains }) => chains.map((chain, c) => chain.map(peakingBiquad).reduce(d.biquad, ins[c])),
  W2: (d, ins, { gains }) =>
    gains.map((row) =>
      row.reduce((sum, g, i) => (sum ? d.unit('MulAdd', [ins[i], g, sum]) : d.times(ins[i], g)), null),
    ),
  W4: (d, ins, { nodes, sinks }) => {
    const made = new Map(ins.map((x, i) => [i, x]));
    for (const n of nodes) {
      const from = n.from.map((i) => made.get(i));
      made.set(
        n.id,
        n.kind === 'bell' ? d.biquad(from[0], peakingBiquad(n.bell)) : d.times(d.sum(from), 10 ** (n.decibels / 20)),
      );
    }
    return sinks.map((ids) => d.sum(ids.map((i) => made.get(i))));
  },
  W5: (d, ins, { ways, limited, ceiling }) =>
    ways.map((w) => {
      const late = d.unit('DelayN', [wayBiquads(w).reduce(d.biquad, ins[w.source]), 0.02, (w.frames + 0.25) / RATE]);
      return limited ? d.unit('Limiter', [late, ceiling, 0.001]) : late;
    }),
};

const padded = (s) => Buffer.concat([Buffer.from(s), Buffer.alloc(4 - (s.length % 4))]);
const message = (address, ...args) =>
  Buffer.concat([
    padded(address),
    padded(`,${args.map((a) => (typeof a === 'string' ? 's' : 'i')).join('')}`),
    ...args.map((a) => (typeof a === 'string' ? padded(a) : int32(a))),
  ]);
const bundle = (second, ...messages) => {
  const parts = messages.flatMap((m) => [int32(m.length), m]);
  const body = Buffer.concat([padded('#bundle'), int32(second), int32(0), ...parts]);
  return Buffer.concat([int32(body.length), body]);
};

export const scsynth = {
  name: 'scsynth (float)',
  missing: () => (has('scsynth') ? null : 'not installed (Debian: supercollider-server)'),
  can: (kind) => kind in graphs,
  throughIsTakenOff: true,
  build: (_, folder, title, kind, work) => {
    const place = join(folder, 'scsynth');
    mkdirSync(place, { recursive: true });
    const d = new SynthDef();
    const outs = graphs[kind](d, d.inputs(work.outs, work.ins), work);
    d.unit('Out', [0, ...outs], 0);
    const definition = join(place, `${title}.scsyndef`);
    writeFileSync(definition, d.encode(title));
    const run = (seconds) => {
      const [score, out] = [`${title}-${seconds}.osc`, 'out.wav'].map((f) => join(place, f));
      const sound = noiseFile(folder, work.ins, seconds);
      writeFileSync(
        score,
        Buffer.concat([
          bundle(0, message('/d_load', definition), message('/s_new', title, 1000, 0, 0)),
          bundle(seconds, message('/c_set', 0, 0)),
        ]),
      );
      const widths = ['-i', String(work.ins), '-o', String(work.outs), '-w', '8192', '-n', '4096', '-m', '262144'];
      return [
        'scsynth',
        ['-z', String(FRAMES), ...widths, '-D', '0', '-N', score, sound, out, String(RATE), 'WAV', 'float'],
      ];
    };
    return run;
  },
};
