// Mutants of the CoreAudio back end: for each way in which a HAL trips its clients, the handling taken out. Out: wrong lines, each
// under the trap that it stands for, and the test over the simulated HAL that must turn red.

import type { Mutant } from './mutant.ts';

/** `only`: words of the test's name. */
const mutant = (part: string, name: string, search: string, replace: string, only: string): Mutant => ({
  name,
  area: 'coreaudio',
  file: `native/devices/coreaudio/${part}`,
  search,
  replace,
  tests: ['test/native/coreaudio-plain.test.ts'],
  only,
  target: 'busbar_coreaudio_test',
});

/** Devices have clocks of their own. */
const clocks = [
  mutant(
    'io.cpp',
    'the HAL’s time is not used',
    'return host_.ns(ticks) +',
    'return 0 * host_.ns(ticks) +',
    'our own clocks',
  ),
  mutant(
    'io.cpp',
    'a safety offset on the wrong side of the edge',
    ': static_cast<double>(form_.input_safety);',
    ': -static_cast<double>(form_.input_safety);',
    'our own clocks',
  ),
  mutant(
    'sample_clock.h',
    'frames are numbered as the HAL numbers them',
    'step.first = next_;',
    'step.first = static_cast<std::uint64_t>(sample_time);',
    'a loop through cables',
  ),
];

/** An aggregate slips where nobody is compensated, is empty at first, and refuses a UID that is there. */
const aggregates = [
  mutant(
    'aggregate.cpp',
    'nobody is compensated',
    '.follows && !in_step',
    '.follows && !in_step && false',
    'is compensated',
  ),
  mutant(
    'aggregate.cpp',
    'two of which nothing is known run in step',
    '(domain != 0 && clock_domain_of',
    '(clock_domain_of',
    'is compensated',
  ),
  mutant(
    'aggregate.cpp',
    'all are compensated, in step or not',
    '(domain != 0 && clock_domain_of',
    '(domain == 1 && clock_domain_of',
    'one clock domain',
  ),
  mutant('aggregate.cpp', 'a coarse compensation', 'kDriftQuality = 0x60', 'kDriftQuality = 0x20', 'one clock domain'),
  mutant(
    'aggregate.cpp',
    'an aggregate is taken before it is ready',
    'ready = is_ready(device_, parts);',
    'ready = is_ready(device_, parts) || until > Deadline{};',
    'empty for a while',
  ),
  mutant(
    'aggregate.cpp',
    'a member that went is waited for',
    'return ready || went() != parts.end();',
    'return ready;',
    'unplugged in the midst',
  ),
  mutant(
    'aggregate.cpp',
    'all aggregates have one UID',
    'made.fetch_add(1) + 1',
    'made.load() + 1',
    'two native aggregates',
  ),
  mutant(
    'aggregate.cpp',
    'one try is enough',
    'return !error || error.fault == DeviceFault::gone ? error : try_to_make(options, parts, listeners);',
    'return error;',
    'cannot be made',
  ),
  mutant(
    'unit.cpp',
    'members’ channels are counted as used',
    'before += output ? parts_[i].outputs : parts_[i].inputs;',
    'before += used;',
    'a native aggregate: one stream',
  ),
];

/** A rate that is written comes later or never, and may be announced before; a buffer size is bent without a word. */
const settling = [
  mutant(
    'rate.cpp',
    'a rate is there when it was written',
    'return is_close(stays, rate_hz) || !is_alive(device);',
    'return true;',
    'settles late',
  ),
  mutant(
    'rate.cpp',
    'a notice is the change that it tells of',
    '  settle(notices, std::chrono::steady_clock::now() + kPatience,',
    '  if (notices.wait(std::chrono::steady_clock::now() + kPatience) != 0) return {};\n  settle(notices, std::chrono::steady_clock::now(),',
    'settles late',
  ),
  mutant(
    'rate.cpp',
    'a device that went is waited for',
    'return is_close(stays, rate_hz) || !is_alive(device);',
    'return is_close(stays, rate_hz);',
    'pulled while its rate settles',
  ),
  mutant(
    'rate.cpp',
    'a period is as it was wished',
    'granted = has;',
    'granted = wanted == 0 ? has : wanted;',
    'a period is',
  ),
];

/** What is pulled stops without a call, and may not say so. */
const unplugging = [
  mutant(
    'watch.cpp',
    'nothing is looked at',
    'if (std::optional<Loss> loss = look_at_part(part)) return loss;',
    '(void)part;',
    'unplugged',
  ),
  mutant('watch.cpp', 'cycles go on when it is lost', '  door_->shut();\n', '', 'a rate that somebody'),
  mutant(
    'unit.cpp',
    'a format may change unheard',
    'listeners_.add(stream, kAudioStreamPropertyVirtualFormat);',
    '(void)stream;',
    'a format that somebody',
  ),
  mutant(
    'unit.cpp',
    'nothing is looked at before the first cycle',
    'loss = look(Notices::kAsked);',
    '',
    'pulled before its first cycle',
  ),
  mutant('watch.cpp', 'a device may stand still', 'return still_ >= kStill;', 'return false;', 'stands still'),
  mutant(
    'watch.cpp',
    'a rate may change',
    'if (std::fabs(rate_hz - form_.rate_hz) >= 0.5)',
    'if (rate_hz < 0)',
    'somebody else',
  ),
];

/** Calls come from foreign threads, after they were taken back too, and the IO thread must ask for nothing. */
const threads = [
  {
    ...mutant(
      '',
      'who is called late finds what was there',
      'if (is_open) visit',
      'if (is_open || place.inside != nullptr) visit',
      'finds nobody',
    ),
    file: 'native/rt/doorway.h',
  },
  mutant('unit.cpp', 'a door stays open', 'if (door_) door_->shut();', '', 'where the service hangs a stream'),
  mutant(
    'stream.cpp',
    'what cannot be opened waits for a service that hangs',
    'within_deadline([unit = std::move(unit)]() mutable { return unit.reset(), true; }, kClosing);\n    return *opened;',
    'unit.reset();\n    return *opened;',
    'where the service hangs what cannot be opened',
  ),
  mutant(
    'io.cpp',
    'the IO thread asks the HAL',
    'const std::int64_t time_ns = edge_time(time, frames);',
    'const std::int64_t time_ns = edge_time(time, frames);\n  AudioTimeStamp asked{};\n  (void)AudioObjectHasProperty(1, reinterpret_cast<const AudioObjectPropertyAddress*>(&asked));',
    'inside a cycle',
  ),
  mutant(
    'unit.cpp',
    'IO is not stopped before it ends',
    '    AudioDeviceStop(device_, proc_);\n',
    '',
    'inside a cycle',
  ),
  mutant(
    'io.cpp',
    'an overload and its gap are two xruns',
    'if (step.first < std::exchange(forgives_until_, 0)) continue;',
    '',
    'an overload',
  ),
  mutant('sample_clock.h', 'a gap moves no position', 'next_ += step.skipped;', '', 'an overload'),
];

/** What is taken is counted: aggregates, listeners, procs, objects of CoreFoundation. */
const leaks = [
  mutant('hog.cpp', 'hog mode stays', '  device_ = device;\n', '', 'hog mode is taken'),
  mutant(
    'unit.cpp',
    'a workgroup is asked for and kept',
    'form_.output_safety = safety_offset(device_, true);',
    'form_.output_safety = safety_offset(device_, true);\n  (void)find<void*>(device_, at(kAudioDevicePropertyIOThreadOSWorkgroup));',
    'one direction alone',
  ),
  mutant(
    'aggregate.cpp',
    'an aggregate stays',
    'AudioHardwareDestroyAggregateDevice(device_);',
    '{}',
    'cannot be made',
  ),
  mutant(
    'listeners.cpp',
    'listeners stay',
    'AudioObjectRemovePropertyListener(h.object, &h.address, hear, door_.token());',
    '(void)h;',
    'without a start',
  ),
  mutant('unit.cpp', 'procs stay', '    AudioDeviceDestroyIOProcID(device_, proc_);\n', '', 'one direction alone'),
  mutant(
    'system.cpp',
    'a name of CoreFoundation’s is never released',
    'const CFStringRef qualifier = wanted.get();',
    'const CFStringRef qualifier = to_cf(uid).release();',
    'without a start',
  ),
];

/** Defaults that move, hog mode as a toggle, buffers without memory, several streams, other formats, a daemon that restarts. */
const others = [
  mutant('plugs.cpp', 'defaults move unheard', 'kAudioHardwarePropertyDefaultInputDevice, ', '', 'other defaults'),
  mutant(
    'hog.cpp',
    'hog mode is written without a look',
    'owner != kNobody) return owner == getpid()',
    'owner != kNobody && false) return owner == getpid()',
    'hog mode',
  ),
  mutant('convert.cpp', 'every buffer has memory', 'buffer.mData != nullptr && ', '', 'buffers without memory'),
  mutant(
    'layout.cpp',
    'all channels are in the first stream',
    'while (place.channel >= layout[place.buffer].channels)',
    'while (false)',
    'channels stand',
  ),
  mutant(
    'layout.cpp',
    'every stream is of floats',
    'case 2: return SampleFormat::s16;',
    'case 2: return SampleFormat::f32;',
    'channels stand',
  ),
  mutant(
    'unit.cpp',
    'hog mode of another is given back after a restart',
    'if (io_ && listeners_.notices().is_restarted())',
    'if (false)',
    'after a restart is not given back',
  ),
  mutant(
    'aggregate.cpp',
    'an aggregate is destroyed by its number',
    ' && uid_of(device_) == uid_)',
    ')',
    'under its old number',
  ),
  mutant(
    'listeners.h',
    'a service that was restarted is waited for',
    'if (now >= until || notices.is_restarted()) return false;',
    'if (now >= until) return false;',
    'starts anew in the midst',
  ),
  mutant(
    'system.cpp',
    'inputs have the default of outputs',
    'return default_device(wants_outputs);',
    'return default_device(wants_outputs || true);',
    'is the default device',
  ),
  mutant('io.cpp', 'zeros are nothing to tell', 'if (zeros_.see(in_, n))', 'if (false)', 'exactly zero'),
  mutant(
    'latency.cpp',
    'streams take no time',
    'slowest = std::max(slowest,',
    'slowest = std::min(slowest,',
    'a loop through cables',
  ),
];

/** The microphone is given by program: who does not ask hears silence, without an error. */
const permission = [
  mutant(
    'unit.cpp',
    'inputs are opened without a question',
    'if (request.inputs > 0)\n    if (DeviceError e = ask_for_microphone()) return e;',
    '',
    'the microphone is asked for',
  ),
  mutant(
    'microphone.cpp',
    'an answer is not waited for',
    'question().answered.wait_for(lock, patience, [] { return !question().is_open; });',
    '(void)patience;',
    'the microphone is asked for',
  ),
];

export const coreaudioMutants: readonly Mutant[] = [
  ...clocks,
  ...aggregates,
  ...settling,
  ...unplugging,
  ...threads,
  ...leaks,
  ...others,
  ...permission,
];
