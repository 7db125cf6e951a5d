// Devices for people. In: an inventory. Out: a block of lines per device, and what each back end leaves out.

import { printable } from '../../compiler/diagnostics/render/cells.ts';
import type { BackendFacts, DeviceFacts, DirectionFacts, HardwareBackend, Inventory } from '../../schema/inventory.ts';
import { type Colors, colors, type Sink } from './context.ts';

/** What is true of every device of a back end, and decides what a latency in the list means. */
const traits: Readonly<Record<HardwareBackend, string>> = {
  alsa: 'never follows the default device; latency is that of its buffers, without converters and the USB bus',
  jack: 'ports are ours, as many as the config declares; the period and the rate are the server’s; latency is as its ports report',
  coreaudio:
    'f32, converted by the driver alone; latency is as the device reports: converter, safety offset, stream and a buffer',
};

export function devicesText({ devices, backends }: Inventory, sink: Sink): string {
  const c = colors(sink);
  const blocks = devices.map((device) => `${block(device, c).join('\n')}\n`);
  if (devices.length === 0) blocks.push('No sound hardware is here.\n');
  return `${blocks.join('\n')}\n${backends.map((b) => backendLine(b, devices, c)).join('')}`;
}

function block(device: DeviceFacts, c: Colors): readonly string[] {
  const { name, id, backend, busy } = device;
  return [
    `${c.bold(printable(name))}  ${c.dim(backend)}  ${printable(id)}`,
    ...direction('inputs', device.inputs),
    ...direction('outputs', device.outputs),
    `  ${printable(traitsOf(device).join('; '))}`,
    ...(busy === null ? [] : [`  ${c.yellow(`busy: ${printable(busy)}`)}`]),
  ];
}

function direction(title: string, facts: DirectionFacts | null): readonly string[] {
  if (facts === null) return [];
  const { channels, rates, formats, periods, latency, names } = facts;
  const cells = [
    channels[1] === 0 ? 'channels not known' : span(channels, 'channel'),
    rates.length === 0 ? 'rates not known' : `${rates.map((r) => r / 1000).join(', ')} kHz`,
    formats.length === 0 ? 'formats not known' : formats.join(', '),
    periods[1] === 0 ? 'periods not known' : `periods of ${span(periods, 'frame')}`,
    latency === null ? 'latency known once open' : `latency ${latency} frames`,
  ];
  const lines = [`  ${title.padEnd(8)} ${cells.join(' | ')}`];
  if (names.length > 0) lines.push(`  ${''.padEnd(8)} named ${names.map(printable).join(', ')}`);
  return lines;
}

function span([min, max]: readonly [number, number], word: string): string {
  if (min === max) return `${max} ${word}${max === 1 ? '' : 's'}`;
  return `${min} to ${max} ${word}s`;
}

function traitsOf({
  sharing,
  converts,
  pitch,
  isDefault,
  transport,
  usb,
  serial,
  port,
  clock,
}: DeviceFacts): readonly string[] {
  return [
    sharing === 'exclusive' ? 'one program at a time' : 'shared with other programs',
    converts.length === 0 ? 'converts nothing' : `converts ${converts.join(' and ')} by itself`,
    ...(pitch === true ? ['its clock can be steered'] : []),
    ...(isDefault.length > 0 ? [`default ${isDefault.join(' and ')}`] : []),
    ...(transport === undefined || usb !== null ? [] : [attachment(transport)]),
    ...(usb === null ? [] : [`USB ${usb}`]),
    ...(serial === null ? [] : [`serial ${serial}`]),
    ...(port === null ? [] : [`port ${port}`]),
    ...(clock === null ? [] : [`clock ${clock}`]),
  ];
}

/** A headset’s microphone makes the whole device a telephone. */
const attachment = (transport: string): string =>
  transport === 'bluetooth'
    ? 'bluetooth: its rate drops to 16 or 24 kHz while its microphone is open'
    : printable(transport);

function backendLine({ backend, absent }: BackendFacts, devices: readonly DeviceFacts[], c: Colors): string {
  if (absent !== null) return `${backend}: ${c.yellow(`not here: ${printable(absent)}`)}\n`;
  if (!devices.some((d) => d.backend === backend)) return `${backend}: no devices\n`;
  return c.dim(`${backend}: ${traits[backend]}\n`);
}

/** Beside pins of several clocks, `first` and `second` for names of the user's. */
const together = [
  'Devices that meet in the graph are declared as one:',
  'aggregates: { room: { clock: first, members: [first, second] } }',
];

/** What to paste under a device of a config. */
export function pinsText(pins: readonly { readonly facts: DeviceFacts; readonly match: string }[], sink: Sink): string {
  const c = colors(sink);
  if (pins.length === 0) return `${c.dim('# no device is here that `match` could name')}\n`;
  const width = (d: DirectionFacts | null) => d?.channels[1] ?? 0;
  const blocks = pins.map(({ facts, match }) => {
    const title = `# ${facts.name}: ${width(facts.inputs)} in, ${width(facts.outputs)} out`;
    return `${c.dim(printable(title))}\nmatch: ${printable(match)}\n`;
  });
  const clocks = new Set(pins.map(({ facts }) => facts.clock ?? facts.card ?? facts.id)).size;
  if (clocks > 1) blocks.push(c.dim(`# ${clocks} clocks are here. ${together.join('\n# ')}`).concat('\n'));
  return blocks.join('\n');
}
