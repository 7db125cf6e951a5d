// A first config for the devices that are here. In: an inventory. Out: the config, with every device pinned, and its
// tests; undefined where nothing here plays. Invariant: it is silent until somebody wants it otherwise, for a microphone
// in front of a loudspeaker howls.

import { pin } from '../../compiler/passes/match/pin.ts';
import { selectorText } from '../../compiler/passes/match/words.ts';
import { reservedNames } from '../../schema/config.ts';
import type { DeviceFacts, Inventory } from '../../schema/inventory.ts';
import type { Beginning } from './template.ts';

/** Of what shares its hardware with others every system has more than anybody wants to declare. */
const MOST_DEVICES = 8;
const MOST_CHANNELS = 64;

interface Found {
  readonly name: string;
  readonly facts: DeviceFacts;
  readonly inputs: number;
  readonly outputs: number;
}

export function fromDevices(inventory: Inventory): Beginning | undefined {
  const found = named(inventory);
  const sink = best(found, (d) => d.outputs);
  if (sink === undefined) return undefined;
  const source = sink.inputs > 0 ? sink : best(found, (d) => d.inputs);
  const rate = rateOf([sink, ...(source === undefined ? [] : [source])]);
  const from = source === undefined ? undefined : `${source.name}.input.1`;
  return { config: configOf(found, inventory, sink, source, from, rate), tests: testsOf(sink, from) };
}

/** Hardware of its own, each with a name that an address can have. */
function named({ devices }: Inventory): readonly Found[] {
  const taken = new Set<string>(reservedNames).add('input').add('listen').add('studio');
  return devices
    .filter((d) => d.backend !== 'jack' && (d.usb !== null || d.card !== null))
    .slice(0, MOST_DEVICES)
    .map((facts) => {
      const base = nameLike(facts.card ?? facts.name);
      let name = base;
      for (let n = 2; taken.has(name); n++) name = `${base}-${n}`;
      taken.add(name);
      const channels = (of: DeviceFacts['inputs']) => Math.min(MOST_CHANNELS, of?.channels[1] ?? 0);
      return { name, facts, inputs: channels(facts.inputs), outputs: channels(facts.outputs) };
    });
}

function nameLike(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return plain === '' ? 'interface' : plain.slice(0, 24);
}

/** The default one, else that with the most channels. */
const best = (found: readonly Found[], channels: (d: Found) => number): Found | undefined =>
  found
    .filter((d) => channels(d) > 0)
    .sort((a, b) => b.facts.isDefault.length - a.facts.isDefault.length || channels(b) - channels(a))[0];

/** What all of them can run at; 48 kHz where they can. */
function rateOf(devices: readonly Found[]): number {
  const rates = devices.map(({ facts }) => new Set([...(facts.inputs?.rates ?? []), ...(facts.outputs?.rates ?? [])]));
  const able = (rate: number) => rates.every((r) => r.size === 0 || r.has(rate));
  return [48_000, 44_100, 96_000].find(able) ?? 48_000;
}

const span = (channels: number): string => (channels === 1 ? '1' : `1-${channels}`);
const lines = (...text: readonly (string | false)[]): string => `${text.filter((l) => l !== false).join('\n')}\n`;

function configOf(
  found: readonly Found[],
  inventory: Inventory,
  sink: Found,
  source: Found | undefined,
  from: string | undefined,
  rate: number,
): string {
  const devices = found.flatMap(({ name, facts, inputs, outputs }) => {
    const rest = outputs > 2 ? `, more: ${outputs === 3 ? '3' : `3-${outputs}`}` : '';
    return [
      `  ${name}: # ${facts.name.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')}`,
      `    match: ${selectorText(pin(facts, inventory.devices))}`,
      ...(inputs > 0 ? [`    inputs: { input: ${span(inputs)} }`] : []),
      ...(outputs > 0 ? [`    outputs: { main: ${span(Math.min(2, outputs))}${rest} }`] : []),
    ];
  });
  const isApart = source !== undefined && source !== sink;
  return lines(
    '# yaml-language-server: $schema=./.busbar/schema.json',
    '# What is plugged in here. `busbar run` plays it; nothing is heard before `busbar set /input/on true`.',
    'busbar: 1',
    'name: studio',
    `engine: { rate: ${rate / 1000} kHz }`,
    'params: { muted: true }',
    '',
    'devices:',
    ...devices,
    '',
    isApart && 'aggregates:',
    isApart && '  # Two devices, two clocks: one is resampled to the other.',
    isApart && `  studio: { clock: ${sink.name}, members: [${sink.name}, ${source.name}] }`,
    isApart && '',
    'graph:',
    '  input:',
    from === undefined ? '    channels: 1' : `    from: ${from}`,
    '    do:',
    from === undefined && '      - tone: { freq: 440 Hz, level: -20 dBFS }',
    '      - mute: { id: key, muted: $muted }',
    '  listen:',
    '    from: input',
    '    do:',
    '      - gain: { id: level, gain: -20 dB, max: 0 dB }',
    '      - limiter: -3 dBFS',
    `    to: ${sink.name}.main`,
    '',
    'controls:',
    '  /input/on: { target: input.key.muted, invert: true }',
    '  /listen/level: { target: listen.level.gain, range: [-60 dB, 0 dB] }',
  );
}

function testsOf(sink: Found, from: string | undefined): string {
  const play = from !== undefined && `    play: { ${from}: { sine: 440 Hz } }`;
  return lines(
    '# yaml-language-server: $schema=./.busbar/tests.schema.json',
    'busbar: 1',
    'tests:',
    '  nothing is heard until it is wanted:',
    play,
    '    expect:',
    `      - silence: ${sink.name}.main`,
    '  what is wanted is heard, at a level that harms nobody:',
    play,
    '    set: { params.muted: false }',
    '    expect:',
    `      - level: { at: ${sink.name}.main, is: ${from === undefined ? '-43' : '-40'} dBFS }`,
  );
}
