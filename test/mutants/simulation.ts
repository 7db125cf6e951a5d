// Mutants of the simulation and of the crossings that it and the live engine share.

import type { Mutant } from './mutant.ts';

const clocks = ['test/simulation/clocks.test.ts'];
const mishaps = ['test/simulation/mishaps.test.ts'];
const latency = ['test/simulation/latency.test.ts'];

export const simulationMutants: readonly Mutant[] = [
  {
    name: 'what an overrun lost is not counted',
    area: 'simulation',
    file: 'native/simulation/simulated_stream.cpp',
    search: '  lost += static_cast<std::uint64_t>(first() - before);\n',
    replace: '  static_cast<void>(before);\n',
    tests: mishaps,
    only: 'default headroom',
  },
  {
    name: 'a buffer holds whatever a stall lasts',
    area: 'simulation',
    file: 'native/simulation/simulated_stream.cpp',
    search: 'if (late <= static_cast<std::int64_t>(buffer_)) return false;',
    replace: 'if (late <= static_cast<std::int64_t>(100 * buffer_)) return false;',
    tests: mishaps,
    only: 'default headroom',
  },
  {
    name: 'seeds are not asked',
    area: 'simulation',
    file: 'native/simulation/simulated_clock.h',
    search: 'random_.seed(model_.seed, 0);',
    replace: 'random_.seed(0, 0);',
    tests: clocks,
    only: 'same seed',
  },
  {
    name: 'a master comes back with a step',
    area: 'simulation',
    file: 'native/simulation/simulated_stream.cpp',
    search: '  fade_.emplace(rate_hz_);\n',
    replace: '',
    tests: mishaps,
    only: 'is the master',
  },
  {
    name: 'a device that is pulled out is cut off',
    area: 'simulation',
    file: 'native/simulation/simulation.cpp',
    search: '    link.leaving = std::move(link.member);\n',
    replace: '    link.leaving = std::move(link.member);\n    runner.remove(*link.leaving);\n',
    tests: mishaps,
    only: 'is silence for the others',
  },
  {
    name: 'the plan begins with the streams',
    area: 'simulation',
    file: 'native/simulation/simulation.cpp',
    search: 'if (domain.plan && stream.first() >= 0) {',
    replace: 'if (domain.plan) {',
    tests: clocks,
    only: 'generators',
  },
  {
    name: 'what a consumer’s restart left out is worked off like a drift',
    area: 'crossing',
    file: 'native/clock/crossing.h',
    search: '    consumer_restarted_ = true;\n',
    replace: '',
    tests: mishaps,
    only: 'short stall',
  },
  {
    name: 'silence at a crossing is not counted',
    area: 'crossing',
    file: 'native/clock/crossing.cpp',
    search: '  if (began_) lost_.fetch_add(frames, std::memory_order_relaxed);\n',
    replace: '',
    tests: mishaps,
    only: 'default headroom',
  },
  {
    name: 'errors of the delay are made worse',
    area: 'crossing',
    file: 'native/clock/drift_loop.h',
    search: '* (1 + correction);',
    replace: '* (1 - correction);',
    tests: clocks,
    only: 'drift',
  },
  {
    name: 'the delay of what a member sends is counted in the master’s frames',
    area: 'crossing',
    file: 'native/live/member.cpp',
    search: 'crossing.frames / master_frames_, resample',
    replace: 'crossing.frames / 1.0, resample',
    tests: latency,
    only: 'rates, seed 101',
  },
];
