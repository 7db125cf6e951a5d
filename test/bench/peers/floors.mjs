// What the arithmetic of a workload takes by itself on this core (native/floor.cpp). In: the core, the binary. Out: of a
// workload, names and seconds per second of sound.

import { execFileSync } from 'node:child_process';
import { wayBiquads } from './workloads.mjs';

const RATE = 48000;
const LANES = 8;

export function floors(core, binary) {
  const ns = JSON.parse(execFileSync('taskset', ['-c', core, binary], { encoding: 'utf8' }));
  const perSecond = (count, each) => count * RATE * each * 1e-9;
  const of = {
    W1: ({ chains }) => [['floor, double', perSecond(chains.length * chains[0].length, ns.lanes)]],
    W2: ({ ins, outs }) => [['floor, double', perSecond(ins * outs, ns.matrix)]],
    W3: ({ outs }) => [['floor, float', outs * ns.response]],
    // Filters that wait for each other; what stands beside another could share its vectors.
    W4: ({ nodes }) => {
      const alone = nodes.filter((n) => n.kind === 'bell').length;
      return [['floor, double, each filter alone', perSecond(alone, ns.lone)]];
    },
    // Lanes are as long as the longest way.
    W5: ({ ways }) => [
      [
        'floor, double, no limiter',
        perSecond(LANES * Math.max(...ways.map((way) => wayBiquads(way).length)), ns.lanes),
      ],
    ],
  };
  return (kind, work) => of[kind](work);
}
