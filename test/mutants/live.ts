// Mutants of the live engine: edges of streams, queues between clocks, changes by runner, threads.

import type { Mutant } from './mutant.ts';

const once = ['test/native/live.test.ts'];
const changes = ['test/native/live-changes.test.ts'];
const streams = ['test/native/live-streams.test.ts'];

export const liveMutants: readonly Mutant[] = [
  {
    name: 'streams begin and end at once',
    area: 'live',
    file: 'native/live/stream_edge.cpp',
    search: '  fade.process(out_.data(), static_cast<std::uint32_t>(out_.size()), frames);\n',
    replace: '',
    tests: once,
  },
  {
    name: 'the way out takes as long as the way in',
    area: 'live',
    file: 'native/live/edge_fade.cpp',
    search: 'at_ -= std::min(at_, 2u);',
    replace: 'at_ -= std::min(at_, 1u);',
    tests: once,
  },
  {
    name: 'inputs that are no numbers come in',
    area: 'live',
    file: 'native/live/stream_edge.cpp',
    search: 'to[i] = std::isfinite(in_[c][i]) ? in_[c][i] : 0;',
    replace: 'to[i] = in_[c][i];',
    tests: once,
  },
  {
    name: 'levels are told twice',
    area: 'live',
    file: 'native/live/levels.cpp',
    search: 'taken.swap(banks_[before]);',
    replace: 'taken = banks_[before];',
    tests: once,
  },
  {
    name: 'a queue breaks off with a step',
    area: 'live',
    file: 'native/live/fifo.cpp',
    search: 'to[c][i] = in * to[c][i] + out * held_[c];',
    replace: 'to[c][i] += 0 * (in + out);',
    tests: streams,
    only: 'drift apart',
  },
  {
    name: 'a queue is read before it has its delay',
    area: 'live',
    file: 'native/live/fifo.cpp',
    search: 'if (filling_ ? ring_.readable() >= delay_ :',
    replace: 'if (filling_ ? ring_.readable() >= delay_ / 2 && (delay_ /= 2) > 0 :',
    tests: streams,
    only: 'through queues',
  },
  {
    name: 'every runner takes every pair of parts',
    area: 'live',
    file: 'native/live/live_changes.cpp',
    search: 'if (stage) {\n      std::erase_if',
    replace: 'if (stage && !before) {\n      std::erase_if',
    tests: streams,
    only: 'each its own domain',
  },
  {
    name: 'a change takes nothing over',
    area: 'live',
    file: 'native/live/live_changes.cpp',
    search: 'runner.player.number() == last_change_ ? runner.player.plan() : nullptr;',
    replace: 'nullptr;',
    tests: changes,
    only: 'not a bit differs',
  },
  {
    name: 'slots are devices by their place in the plan',
    area: 'live',
    file: 'native/live/live_changes.cpp',
    search: '      of_runner[k]->slots = given.slots;\n',
    replace: '',
    tests: streams,
    only: 'slots of their own',
  },
  {
    name: 'a lost driver keeps its runner',
    area: 'live',
    file: 'native/live/live_streams.cpp',
    search: 'if (stream.drives) runner.remove_driver();',
    replace: 'if (stream.drives) return;',
    tests: streams,
    only: 'stand-in',
  },
  {
    name: 'nobody hears SIGXCPU',
    area: 'live',
    file: 'native/rt/thread_priority.cpp',
    search: '  sigaction(SIGXCPU, &action, &before);\n',
    replace: '  static_cast<void>(action);\n',
    tests: ['test/native/live-limits.test.ts'],
  },
  {
    name: 'the last of a recording is not written',
    area: 'live',
    file: 'native/devices/stream_files.cpp',
    search: '      store(*output);\n      if (FileError e = output->writer.close())',
    replace: '      if (FileError e = output->writer.close())',
    tests: once,
    only: 'fades out over 10 ms',
  },
];
