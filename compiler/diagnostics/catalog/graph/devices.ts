// Codes about devices as they are found: what a config asks for against what a machine has.

import type { Entry } from '../../entry.ts';
import { entry, few, listed, page, quote } from '../../entry.ts';

const rates = (hz: readonly number[]): string => hz.map((r) => `${r} Hz`).join(', ');
const because = (why: string): string => (why === '' ? '' : `: ${why}`);

export const inventoryEntries = {
  'device/not-found': entry<{ device: string; why: string; here: readonly string[] }>({
    severity: 'error',
    title: 'Device is not here',
    message: ({ device, why }) => `no device is here that ${quote(device)} could be${because(why)}`,
    help: ({ why, here }) => {
      const start = why === '' ? 'Plug it in' : 'Mend that';
      const without = 'say what to do without it (`missing: wait`, `silence` or `prune`)';
      return here.length === 0
        ? `${start}, or ${without}. \`busbar devices\` lists what is here.`
        : `${start}, ${without}, or match one that is here: ${here.join('; ')}.`;
    },
    explain: page(
      `Nothing on this machine (or in the inventory that was given) is what \`match\` says; a device without \`match\` is the
system’s default one. \`missing\` says what happens then: \`fail\` (the default) is this error, \`wait\` begins to play when it is
there, \`silence\` plays without it until it comes, \`prune\` compiles as if the config had never named it.`,
      'expander: { match: { name: "ADA8200*" }, inputs: { drums: 1-8 } }',
      'expander: { match: { name: "ADA8200*" }, missing: silence, inputs: { drums: 1-8 } }',
    ),
  }),

  'device/absent': entry<{ device: string; port: string; missing: string }>({
    severity: 'warning',
    title: 'Plays without it',
    message: ({ device, port, missing }) => {
      if (port !== '') return `${quote(device)} has no channels for ${quote(port)}: silence in its place`;
      return `${quote(device)} is not here: ${missing === 'wait' ? 'a run waits for it' : 'silence in its place'}`;
    },
    help: ({ missing }) => `That is what \`missing: ${missing}\` asks for.`,
    explain: page(
      `The device, or the part of it that a port names, is not here, and \`missing\` says to go on: its inputs are silent and
what is sent to it is dropped, until it comes. With \`wait\` a run does not begin before the device is there; a port that it
lacks is not waited for.`,
      'expander: { match: { name: "ADA8200*" }, missing: silence, inputs: { drums: 1-8 } }',
      'expander: { match: { name: "ADA8200*" }, missing: prune, inputs: { drums: 1-8 } }',
    ),
  }),

  'device/pruned': entry<{ device: string; ports: readonly string[]; gone: readonly string[] }>({
    severity: 'warning',
    title: 'Removed with what names it',
    message: ({ device, ports }) =>
      ports.length === 0
        ? `${quote(device)} is not here and is removed`
        : `${quote(device)} has no channels for ${listed(ports)}, which ${ports.length === 1 ? 'is' : 'are'} removed`,
    help: ({ gone }) => (gone.length === 0 ? 'Nothing named it.' : `With it goes what named it: ${few(gone)}.`),
    explain: page(
      `\`missing: prune\` compiles as if the config had never named what is not here. Sources, sinks, side-chains, \`align\`, members
and drift that name it go too; a node goes when its last source went, and what names that node goes with it. All of it is listed.`,
      'expander: { match: { name: "ADA8200*" }, missing: prune, inputs: { drums: 1-8 } }',
      'expander: { match: { name: "ADA8200*" }, missing: silence, inputs: { drums: 1-8 } }',
    ),
  }),

  'device/no-hardware': entry<{ device: string; why: string }>({
    severity: 'warning',
    title: 'No sound hardware here',
    message: ({ device, why }) => `there is no sound hardware for ${quote(device)}${because(why)}`,
    help: () => 'Under `run` a virtual device takes its place: inputs are silent, nothing is heard.',
    explain: page(
      `A device that asks for whichever is the default (\`match: { default: output }\`, or no \`match\` at all) is played by a
virtual one on a machine that has no sound hardware, so that a first config runs anywhere. Any other device follows its \`missing\`.`,
      'devices:\n  main: { outputs: { mon: 1-2 } }',
      'devices:\n  main: { backend: virtual, outputs: { mon: 1-2 } }',
    ),
  }),

  'device/ambiguous': entry<{ device: string; selector: string; candidates: readonly string[] }>({
    severity: 'error',
    title: 'Several devices match',
    message: ({ device, selector }) =>
      `${quote(device)} could be several devices: all of them match ${quote(selector)}`,
    help: ({ candidates }) => `Match one of them: ${candidates.join('; ')}.`,
    explain: page(
      `A selector names one device. Where several match, none is chosen by chance or by the order of plugging: write the key that
tells the right one from the others. The serial number stays with the device; the port says where it is plugged in.`,
      'main: { match: { name: "USB Audio*" }, outputs: { mon: 1-2 } }',
      'main: { match: { usb: "1397:0509", serial: Y7AB12C3 }, outputs: { mon: 1-2 } }',
    ),
  }),

  'device/unstable-id': entry<{ id: string; is: string }>({
    severity: 'warning',
    title: 'Number depends on plugging',
    message: ({ id, is }) => `${quote(id)} is ${is} today, and may be another card tomorrow`,
    fixable: true,
    explain: page(
      `ALSA numbers cards in the order in which they are found, so a card plugged in earlier or later makes \`hw:1\` another
device. The card’s name does not change.`,
      'main: { match: { id: "hw:1" }, outputs: { mon: 1-2 } }',
      'main: { match: { id: "hw:CARD=UMC1820,DEV=0" }, outputs: { mon: 1-2 } }',
    ),
  }),

  'device/matched-twice': entry<{ device: string; other: string; is: string }>({
    severity: 'error',
    title: 'One device, two names',
    message: ({ device, other, is }) => `${quote(device)} and ${quote(other)} are the same device: ${is}`,
    help: ({ device, other }) => `Put the ports of ${quote(device)} into ${quote(other)}, or match another device.`,
    explain: page(
      `A direction of a device can be opened once, so it belongs to one device of the config. Inputs and outputs may be two.`,
      'a: { match: { usb: "1235:821d" }, outputs: { mon: 1-2 } }\nb: { match: { usb: "1235:821d" }, outputs: { phones: 3-4 } }',
      'a: { match: { usb: "1235:821d" }, outputs: { mon: 1-2, phones: 3-4 } }',
    ),
  }),

  'device/lacks-port': entry<{ device: string; port: string; direction: 'in' | 'out'; width: number; is: string }>({
    severity: 'error',
    title: 'Device lacks these channels',
    message: ({ port, direction, width, is }) => {
      const has = width === 0 ? `no ${direction}puts` : width === 1 ? `1 ${direction}put` : `${width} ${direction}puts`;
      return `${is} has ${has}: too few for ${quote(port)}`;
    },
    help: () =>
      'Correct the channels, or say what to do without the port: `missing: silence` or `missing: prune` of the device.',
    explain: page(
      `A port that the matched device has no channels for counts as missing, so \`missing\` of its device says what happens:
\`fail\` (the default) is this error, \`wait\` and \`silence\` leave it silent, \`prune\` removes it with what names it.`,
      'main: { match: { name: "Two In*" }, inputs: { mic: 3 } }',
      'main: { match: { name: "Two In*" }, inputs: { mic: 2 } }',
    ),
  }),

  'device/rate': entry<{ device: string; is: string; rateHz: number; rates: readonly number[] }>({
    severity: 'error',
    title: 'Device cannot run so',
    message: ({ device, is, rateHz }) => `${quote(device)}, ${is}, cannot run at ${rateHz} Hz`,
    help: ({ rates: can }) =>
      can.length === 0 ? 'Its inputs and outputs have no rate in common.' : `It can run at ${rates(can)}.`,
    explain: page(
      `The device’s hardware has no such rate, in a direction that the config uses. JACK runs at its server’s. Nothing is
converted silently: choose a rate of the device for \`engine.rate\`, or make the device a member of an aggregate.`,
      'engine: { rate: 22.05 kHz }',
      'engine: { rate: 48 kHz }',
    ),
  }),

  'device/format': entry<{ device: string; is: string; format: string; formats: readonly string[] }>({
    severity: 'error',
    title: 'Device lacks this format',
    message: ({ device, is, format }) => `${quote(device)}, ${is}, has no format ${quote(format)}`,
    help: ({ formats }) =>
      `${formats.length === 0 ? 'Inputs and outputs share none' : `It has ${listed(formats)}`}; \`auto\` takes the widest.`,
    explain: page(
      `The hardware does not take samples of this form. \`auto\`, the default, takes the widest that it has.`,
      'main: { format: f32, outputs: { mon: 1-2 } }',
      'main: { outputs: { mon: 1-2 } }',
    ),
  }),

  'device/period': entry<{ device: string; is: string; period: number; min: number; max: number }>({
    severity: 'error',
    title: 'Device lacks this period',
    message: ({ device, is, period }) => `${quote(device)}, ${is}, cannot deliver ${period} frames at a time`,
    help: ({ min, max }) => (min >= max ? `Its period is ${min} frames.` : `Its periods are ${min} to ${max} frames.`),
    explain: page(
      `A period is what the device delivers per wake-up, and the hardware has limits; JACK’s period is its server’s. Any period
meets any \`quantum\`.`,
      'main: { period: 7 frames, outputs: { mon: 1-2 } }',
      'main: { period: 64 frames, outputs: { mon: 1-2 } }',
    ),
  }),

  'aggregate/pruned-member': entry<{ aggregate: string; member: string; text: string }>({
    severity: 'error',
    title: 'Channels would shift',
    message: ({ aggregate, member, text }) =>
      `${quote(text)} counts channels of ${quote(aggregate)}, whose member ${quote(member)} is removed`,
    help: ({ member }) => `Name devices and ports instead, or use \`missing: silence\` for ${quote(member)}.`,
    explain: page(
      `Channels of an aggregate count over its members. Without one of them the same number would be another channel, and
nobody would hear why: name the device and its port.`,
      'drums: { from: room.in.9-16 }',
      'drums: { from: expander.drums }',
    ),
  }),
} satisfies Record<string, Entry<never>>;
