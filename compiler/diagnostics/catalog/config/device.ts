// Codes about devices as they are declared.

import type { Entry } from '../../entry.ts';
import { entry, listed, page, quote } from '../../entry.ts';

export const deviceEntries = {
  'device/windows-backend': entry<{ backend: string }>({
    severity: 'error',
    title: 'No live audio on Windows',
    message: ({ backend }) => `${quote(backend)} is a back end of Windows, where busbar does not run live`,
    help: () =>
      'Run busbar on Linux or macOS, or in a Linux VM with the interface passed through; check, plan, test and render work everywhere.',
    explain: page(
      `MME, DirectSound, WASAPI, WDM-KS and ASIO have neither aggregates nor dependable real-time scheduling, so busbar has
no live audio there. On Windows it checks, plans, diffs, tests and renders. To play, run it on Linux or macOS, or in a Linux
virtual machine with the interface passed through, and leave \`backend\` out or name alsa, coreaudio or jack.`,
      'devices:\n  main: { backend: asio, outputs: { mon: 1-2 } }',
      'devices:\n  main: { outputs: { mon: 1-2 } }',
    ),
  }),

  'device/key-not-for-backend': entry<{ key: string; backend: string; backends: readonly string[] }>({
    severity: 'error',
    title: 'Key of another back end',
    message: ({ key, backend }) =>
      `${quote(key)} means nothing for ${backend === 'default' ? 'a device without `backend`' : `the back end ${quote(backend)}`}`,
    help: ({ backends }) => {
      const named = backends.filter((b) => b !== 'default');
      return `It belongs to ${listed(named, 'or')}${backends.includes('default') ? ', or to a device without `backend`' : ''}.`;
    },
    explain: page(
      `\`read\` and \`write\` are files of \`file\` and \`virtual\` devices, \`clock\` is the simulated clock of \`virtual\`
ones, \`connect\` is JACK’s, \`match\` and \`exclusive\` are for hardware.`,
      'main: { backend: jack, read: in.wav, inputs: { mic: 1 } }',
      'main: { backend: file, read: in.wav, inputs: { mic: 1 } }',
    ),
  }),

  'clock/overlap': entry<{ of: string; at: string }>({
    severity: 'error',
    title: 'Overlapping times',
    message: ({ of, at }) => `at ${at} the one before of ${quote(of)} is not over`,
    help: () => 'Move one of them, or make it one that lasts longer.',
    explain: page(
      `A simulated clock can stall, or be pulled out, once at a time: what begins while the one before lasts would have no
meaning. An \`unplug\` without \`for\` lasts for good.`,
      'clock: { stalls: [ { at: 3 s, for: 2 s }, { at: 4 s, for: 50 ms } ] }',
      'clock: { stalls: [ { at: 3 s, for: 50 ms }, { at: 4 s, for: 50 ms } ] }',
    ),
  }),

  'device/match': entry<{ key: string; text: string; problem: string }>({
    severity: 'error',
    title: 'Selector cannot match',
    message: ({ key, text, problem }) => `${quote(key)} cannot be ${quote(text)}: ${problem}`,
    help: () => '`busbar devices --pin` prints selectors of the devices that are here.',
    explain: page(
      'A selector says which device is meant. This one could not match any, whatever is plugged in.',
      'match: { usb: UMC1820 }',
      'match: { usb: "1397:0503" }',
    ),
  }),

  'aggregate/member-twice': entry<{ aggregate: string; device: string }>({
    severity: 'error',
    title: 'Member named twice',
    message: ({ device }) => `${quote(device)} is a member twice`,
    help: () => 'Name each device once: its place in the list is its place in the channels.',
    explain: page(
      'The order of members is the order of the aggregate’s channels, so each device has one place.',
      'room: { clock: main, members: [main, daw, main] }',
      'room: { clock: main, members: [main, daw] }',
    ),
  }),

  'port/channels': entry<{ text: string; problem: string }>({
    severity: 'error',
    title: 'Not channels of a port',
    message: ({ text, problem }) => `${quote(text)} is not channels of a port: ${problem}`,
    help: () => 'Write `1`, `1-2` or a list such as `[1, 2, 7-8]`; hardware channels count from 1.',
    explain: page(
      'A port stands for hardware channels of its device, counted from 1: one, a range, or a list of both, in order.',
      'outputs: { mon: 0-1 }',
      'outputs: { mon: 1-2 }',
    ),
  }),

  'port/overlap': entry<{ port: string; other: string; channels: string }>({
    severity: 'error',
    title: 'Outputs overlap',
    message: ({ port, other, channels }) => `${quote(port)} and ${quote(other)} both name output ${channels}`,
    help: () => 'Give each output channel to one port, and use channels in addresses for parts of it: `main.mon.1`.',
    explain: page(
      `An output channel is driven by one node. Two ports with a channel in common could not both be used, and one of them
would fall silent where nobody expects it. Input ports may overlap.`,
      'outputs: { mon: 1-2, phones: 2-3 }',
      'outputs: { mon: 1-2, phones: 3-4 }',
    ),
  }),

  'port/twin': entry<{ port: string; other: string }>({
    severity: 'hint',
    title: 'Inputs are the same',
    message: ({ port, other }) => `${quote(port)} and ${quote(other)} are the same input channels`,
    help: () => 'Is one of the numbers mistyped?',
    explain: page(
      'Two input ports of the same channels are two names for one signal. That works, and is often a mistyped number.',
      'inputs: { mic: 1, guitar: 1 }',
      'inputs: { mic: 1, guitar: 2 }',
    ),
  }),
} satisfies Record<string, Entry<never>>;
