// busbar devices, and --inventory of the verbs that compile: what is printed, what is written, exit codes.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { alsa, direction, inventory } from '../support/inventory.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { busbar } from './run.ts';

const hda = alsa('PCH', { name: 'ALC257 Analog', isDefault: ['input', 'output'], clock: 'PCH' });
const umc = alsa('UMC1820', {
  usb: '1397:0503',
  serial: 'A1B2',
  port: '1-2',
  inputs: direction(18, { latency: 96, names: ['mic 1', 'mic 2'] }),
  outputs: null,
  busy: 'pipewire (pid 812)',
});
const machine = inventory(
  [hda, umc],
  [
    { backend: 'alsa', absent: null },
    { backend: 'jack', absent: 'no server is running' },
  ],
);
const folder = (): string => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'devices.json'), JSON.stringify(machine));
  return cwd;
};
const list = (words: readonly string[], cwd = folder()) =>
  busbar(['devices', '--inventory', 'devices.json', ...words], { cwd });

describe('devices', () => {
  test('are told with all that is known of them', async () => {
    const { code, out, err } = await list([]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(`ALC257 Analog  alsa  hw:CARD=PCH,DEV=0
  inputs   2 channels | 44.1, 48, 96 kHz | s24_3, s32 | periods of 16 to 2048 frames | latency known once open
  outputs  2 channels | 44.1, 48, 96 kHz | s24_3, s32 | periods of 16 to 2048 frames | latency known once open
  one program at a time; converts nothing; default input and output; clock PCH

UMC1820  alsa  hw:CARD=UMC1820,DEV=0
  inputs   18 channels | 44.1, 48, 96 kHz | s24_3, s32 | periods of 16 to 2048 frames | latency 96 frames
           named mic 1, mic 2
  one program at a time; converts nothing; USB 1397:0503; serial A1B2; port 1-2; clock UMC1820
  busy: pipewire (pid 812)

alsa: never follows the default device; latency is that of its buffers, without converters and the USB bus
jack: not here: no server is running
`);
  });

  test('as JSON are the inventory, and --save writes the same', async () => {
    const cwd = folder();
    const { out } = await list(['--json'], cwd);
    expect(JSON.parse(out)).toEqual(machine);
    const saved = await list(['--save', 'out.json'], cwd);
    expect(saved).toEqual({ code: 0, out: '', err: 'Wrote out.json: 2 devices.\n' });
    expect(readFileSync(join(cwd, 'out.json'), 'utf8')).toBe(out);
    expect((await list(['--save', 'no/such/out.json'], cwd)).code).toBe(74);
  });

  test('--pin prints what to paste, and pasting it matches', async () => {
    const cwd = folder();
    const { out } = await list(['--pin'], cwd);
    expect(out).toBe(`# ALC257 Analog: 2 in, 2 out
match: { id: "hw:CARD=PCH,DEV=0" }

# UMC1820: 18 in, 0 out
match: { usb: "1397:0503", serial: A1B2 }

# 2 clocks are here. Devices that meet in the graph are declared as one:
# aggregates: { room: { clock: first, members: [first, second] } }
`);
    const card = machine.devices.map((d) => ({ ...d, clock: 'word' }));
    writeFileSync(join(cwd, 'word.json'), JSON.stringify({ ...machine, devices: card }));
    expect((await busbar(['devices', '--pin', '--inventory', 'word.json'], { cwd })).out).not.toContain('clocks');
    const pins = JSON.parse((await list(['--pin', '--json'], cwd)).out);
    expect(pins[1]).toEqual({
      backend: 'alsa',
      id: 'hw:CARD=UMC1820,DEV=0',
      match: { usb: '1397:0503', serial: 'A1B2' },
    });
    expect((await list(['--pin', '--save', 'x'], cwd)).code).toBe(64);
  });

  test('of a name that would paint the terminal do not', async () => {
    const cwd = temporaryFolder();
    const evil = inventory([alsa('A', { name: '\u001b]0;x\u0007', serial: '\u001b[31m' })]);
    writeFileSync(join(cwd, 'devices.json'), JSON.stringify(evil));
    for (const words of [[], ['--pin']]) expect((await list(words, cwd)).out).not.toContain('\u001b');
  });
});

describe('--inventory', () => {
  const config = (match: string) =>
    `busbar: 1\ndevices:\n  main: { match: { ${match} }, inputs: { mic: 1 } }\ngraph: { a: { from: main.mic, do: [ { gain: 0 dB } ] } }\n`;
  const compile = async (verb: string, match: string, ...words: readonly string[]) => {
    const cwd = folder();
    writeFileSync(join(cwd, 'busbar.yaml'), config(match));
    return busbar([verb, '--inventory', 'devices.json', ...words], { cwd });
  };

  test('is what a config is checked against', async () => {
    expect((await compile('check', 'serial: A1B2')).code).toBe(0);
    const missing = await compile('check', 'serial: A1B9');
    expect([missing.code, missing.out.includes('error[device/not-found]')]).toEqual([1, true]);
    const report = JSON.parse((await compile('plan', 'serial: A1B9', '--json')).out);
    expect(report.diagnostics[0].code).toBe('device/not-found');
  });

  test('that is none is an error of its own', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'busbar.yaml'), config('name: x'));
    const none = await busbar(['check', '--inventory', 'none.json'], { cwd });
    expect(none.code).toBe(1);
    expect(none.err).toContain('The inventory none.json cannot be read: there is no such file.');
  });
});
