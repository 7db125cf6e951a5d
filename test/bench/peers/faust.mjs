// Faust, scalar code with state in double: the form of it that is fastest on this work. In: workloads. Out: a program that
// is told how many seconds to make, per workload.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileCpp, has } from './peer.mjs';
import { peakingBiquad, wayBiquads } from './workloads.mjs';

const biquad = (c) => `fi.tf2(${c.map((x) => x.toPrecision(17)).join(',')})`;
const series = (list) => list.map(biquad).join(':');
const sources = {
  W1: ({ chains }) => `process = ${chains.map((c) => `(${series(c.map(peakingBiquad))})`).join(',')};`,
  W2: ({ ins, gains }) =>
    `process = si.bus(${ins}) <: ${gains.map((row) => `(${row.map((g) => `*(${g})`).join(',')} :> _)`).join(',')};`,
  W4: ({ nodes, sinks }) => {
    const sum = (ids) => ids.map((i) => `n${i}`).join('+');
    const line = (n) =>
      n.kind === 'bell'
        ? `n${n.id} = n${n.from[0]} : ${biquad(peakingBiquad(n.bell))};`
        : `n${n.id} = (${sum(n.from)})*(${10 ** (n.decibels / 20)});`;
    const inputs = Array.from({ length: 8 }, (_, i) => `n${i}`).join(',');
    return `process(${inputs}) = ${sinks.map(sum).join(',')} with { ${nodes.map(line).join('\n')} };`;
  },
  W5: ({ ways, limited, ceiling }) => {
    const limiter = `lim(x) = x*min(1,${ceiling}/max(e,1e-9)) letrec { 'e = max(abs(x),e*0.9998); };`;
    const way = (w) =>
      `(${w.source === 0 ? '_,!' : '!,_'}:${series(wayBiquads(w))}:@(${w.frames})${limited ? ':lim' : ''})`;
    return `${limited ? limiter : ''}\nprocess = _,_ <: ${ways.map(way).join(',')};`;
  },
};

export const faust = {
  name: 'Faust (double, scalar)',
  missing: () => (has('faust') && has('g++') ? null : 'not installed (Debian: faust, g++)'),
  can: (kind) => kind in sources,
  build: (root, folder, name, kind, work) => {
    const [dsp, header, program] = ['dsp', 'hh', 'bin'].map((end) => join(folder, `faust-${name}.${end}`));
    writeFileSync(dsp, `import("stdfaust.lib");\n${sources[kind](work)}\n`);
    execFileSync('faust', ['-lang', 'cpp', '-double', '-t', '0', dsp, '-o', header], { stdio: 'inherit' });
    compileCpp(join(root, 'test/bench/peers/faust.cpp'), program, `-DGENERATED="${header}"`, '-DFAUSTFLOAT=double');
    return (seconds) => [program, [String(seconds)]];
  },
};
