// Devices of a config against devices of a machine: which one is meant, and what the plan makes of it. What is wrong
// is tested in diagnostics/broken.

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { encodePlan } from '../../compiler/index.ts';
import { pin, tellApart } from '../../compiler/passes/match/pin.ts';
import { globMatches, selectorText, yamlText } from '../../compiler/passes/match/words.ts';
import type { CompileResult } from '../../compiler/request.ts';
import type { DeviceFacts, Inventory } from '../../schema/inventory.ts';
import { compileText } from '../support/compile-text.ts';
import { alsa, direction, inventory } from '../support/inventory.ts';

const graph = 'graph:\n  voice: { from: main.mic, to: main.mon }\n';
const studio = (keys: string) =>
  `busbar: 1\ndevices:\n  main: { ${keys}${keys ? ', ' : ''}inputs: { mic: 1 }, outputs: { mon: 1 } }\n${graph}`;
const codes = (r: CompileResult) => r.diagnostics.map((d) => d.code);
const idOf = (r: CompileResult) => r.devices.find((d) => d.name === 'main')?.id;

const hda = alsa('PCH', { index: 0, isDefault: ['input', 'output'], port: '0000:00:1f.3' });
const one = alsa('UMC', { index: 1, usb: '1397:0503', serial: 'A1', port: '1-2', name: 'UMC1820' });
const two = alsa('UMC_1', { index: 2, usb: '1397:0503', serial: 'A2', port: '1-4', name: 'UMC1820' });
const all = inventory([hda, one, two]);

describe('a selector', () => {
  it.each([
    ['match: { id: "hw:CARD=UMC,DEV=0" }', one],
    ['match: { id: "hw:CARD=UMC" }', one],
    ['match: { id: "hw:UMC_1,0" }', two],
    ['match: { name: "PC*" }', hda],
    ['match: { serial: A2 }', two],
    ['match: { usb: "1397:0503", port: 1-2 }', one],
    ['match: { default: output }', hda],
    ['match: [ { name: "ADA*" }, { serial: A2 }, { serial: A1 } ]', two],
    ['', hda],
  ])('%s', async (keys, facts) => {
    const result = await compileText(studio(keys), { inventory: all });
    expect(codes(result)).toEqual([]);
    expect(result.devices).toEqual([{ name: 'main', state: 'found', id: facts.id, facts }]);
  });

  it('does not hang on the order of the inventory', async () => {
    const order = fc.shuffledSubarray([hda, one, two], { minLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        order,
        fc.constantFrom('match: { port: 1-4 }', 'match: { usb: "1397:0503" }', ''),
        async (some, keys) => {
          const shuffled = await compileText(studio(keys), { inventory: inventory(some) });
          expect(shuffled).toEqual(await compileText(studio(keys), { inventory: all }));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('takes the device that has the directions, of several on one card', async () => {
    const capture = alsa('CAM', { usb: '046d:0825', outputs: null });
    const playback = alsa('CAM', { id: 'hw:CARD=CAM,DEV=1', usb: '046d:0825', inputs: null });
    const text = 'busbar: 1\ndevices:\n  main: { match: { usb: "046D:0825" }, outputs: { mon: 1 } }\n';
    const result = await compileText(`${text}graph: { a: { channels: 1, do: [ { tone: 1 kHz } ], to: main.mon } }\n`, {
      inventory: inventory([capture, playback]),
    });
    expect(idOf(result)).toBe(playback.id);
  });

  it('tells the devices of one card apart', async () => {
    const devices = [alsa('CAM'), alsa('CAM', { id: 'hw:CARD=CAM,DEV=1' })];
    for (const id of ['hw:CAM,1', 'hw:CARD=CAM,DEV=1']) {
      const result = await compileText(studio(`match: { id: "${id}" }`), { inventory: inventory(devices) });
      expect(idOf(result)).toBe('hw:CARD=CAM,DEV=1');
    }
  });

  it('of a number follows the index and says so', async () => {
    const result = await compileText(studio('match: { id: "hw:2" }'), { inventory: all });
    expect([idOf(result), codes(result)]).toEqual([two.id, ['device/unstable-id']]);
  });

  it('that no system lists is opened as it is', async () => {
    const result = await compileText(studio('match: { id: "plughw:CARD=UMC" }'), { inventory: all });
    expect(result.devices).toEqual([{ name: 'main', state: 'unknown', id: 'plughw:CARD=UMC', facts: null }]);
    expect(result.plan).toBeDefined();
  });
});

describe('a machine', () => {
  const states = async (keys: string, of: Inventory | undefined) => {
    const result = await compileText(studio(keys), of === undefined ? {} : { inventory: of });
    return [result.devices.map((d) => d.state), codes(result), result.plan !== undefined];
  };

  it('of which nothing is known judges nothing', async () => {
    expect(await states('match: { serial: A9 }', undefined)).toEqual([[], [], true]);
    expect(await states('match: { serial: A9 }', inventory([], []))).toEqual([['unknown'], [], true]);
    expect(await states('backend: virtual', all)).toEqual([['unknown'], [], true]);
    expect(await states('backend: jack', all)).toEqual([['unknown'], [], true]);
  });

  it('without hardware gives the default device a stand-in, and no other', async () => {
    expect(await states('', inventory([]))).toEqual([['stand-in'], ['device/no-hardware'], true]);
    expect(await states('match: { serial: A9 }', inventory([]))).toEqual([['missing'], ['device/not-found'], false]);
    expect(await states('missing: wait, match: { serial: A9 }', inventory([]))).toEqual([
      ['missing'],
      ['device/absent'],
      true,
    ]);
  });

  it('is JACK’s by its default server, never by another that happens to run', async () => {
    const server = (id: string, isDefault: DeviceFacts['isDefault']) =>
      alsa(id, { backend: 'jack', id, card: null, isDefault });
    const asked = [{ backend: 'jack', absent: null }] as const;
    const idFor = async (...servers: readonly DeviceFacts[]) => {
      const result = await compileText(studio('backend: jack'), { inventory: inventory(servers, asked) });
      return [idOf(result), codes(result)];
    };
    expect(await idFor(server('a', []), server('default', ['input', 'output']))).toEqual(['default', []]);
    expect(await idFor(server('a', []))).toEqual([null, ['device/not-found']]);
  });

  it('whose device somebody holds is not judged by what could not be asked', async () => {
    const held = alsa('UMC', { busy: 'pipewire', inputs: null, outputs: null });
    expect(await states('match: { name: UMC }, format: s16', inventory([held]))).toEqual([['found'], [], true]);
  });
});

describe('the plan', () => {
  const planOf = async (text: string, devices: readonly DeviceFacts[]) => {
    const { plan, diagnostics } = await compileText(text, { inventory: inventory(devices) });
    expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
    return plan!;
  };

  it('names no hardware, so it is the one of another machine', async () => {
    const text = studio('match: [ { serial: A1 }, { serial: A2 } ]');
    const [first, second] = [await planOf(text, [one]), await planOf(text, [two])];
    expect(first).toEqual(second);
    expect(encodePlan(first)).toEqual(encodePlan(second));
    expect(JSON.stringify(first)).not.toContain('hw:CARD');
  });

  it('holds the latency of both devices of a path, and `latency` corrects it once', async () => {
    const known = alsa('PCH', { inputs: direction(2, { latency: 96 }), outputs: direction(2, { latency: 160 }) });
    const half = alsa('PCH', { inputs: direction(2, { latency: 96 }) });
    const frames = async (keys: string, facts: DeviceFacts) =>
      (await planOf(studio(keys), [facts])).paths.map((p) => p.deviceFrames);
    expect(await frames('', known)).toEqual([256]);
    expect(await frames('latency: 1 ms', known)).toEqual([304]);
    expect(await frames('latency: -100 ms', known)).toEqual([0]);
    expect(await frames('', half)).toEqual([null]);
    const correction = async (ports: string) =>
      (await planOf(`busbar: 1\ndevices: { main: { latency: 1 ms, ${ports} } }\n`, [known])).devices[0]?.correction;
    expect(await correction('inputs: 1, outputs: 1')).toEqual({ in: 24, out: 24 });
    expect(await correction('inputs: 1')).toEqual({ in: 48, out: 0 });
    expect(await correction('outputs: 1')).toEqual({ in: 0, out: 48 });
  });

  it('knows that devices of one card run on one clock', async () => {
    const text = `busbar: 1
devices:
  main: { match: { id: "hw:CARD=A" }, inputs: { mic: 1 } }
  out: { match: { id: "hw:CARD=B" }, outputs: { mon: 1 } }
graph: { voice: { from: main.mic, to: out.mon } }
`;
    const together = [alsa('A', { clock: 'word' }), alsa('B', { clock: 'word' })];
    const apart = inventory([alsa('A'), alsa('B')]);
    expect((await planOf(text, together)).domains).toHaveLength(1);
    expect(codes(await compileText(text, { inventory: apart }))).toEqual(['clock/unjoined']);
    const sameCard = [alsa('A', { clock: null }), alsa('B', { clock: null, card: 'A' })];
    expect((await planOf(text, sameCard)).domains).toHaveLength(1);
  });

  it('has periods that the device can do where the config leaves them open', async () => {
    const coarse = alsa('PCH', { outputs: direction(2, { periods: [256, 512] }) });
    expect((await planOf(studio(''), [coarse])).devices.map((d) => d.period)).toEqual([256]);
    expect((await planOf(studio('period: 512 frames'), [coarse])).devices.map((d) => d.period)).toEqual([512]);
  });

  it('holds what ports of JACK are kept connected to', async () => {
    const text = `busbar: 1
devices:
  daw: { backend: jack, inputs: { stems: 1-2, click: 3 }, outputs: { rec: 1 }, connect: { stems: "a:out_*", rec: b:in } }
graph: { a: { from: daw.click, to: daw.rec } }
`;
    const [daw] = (await planOf(text, [])).devices;
    expect(daw?.ports.map((p) => [p.name, p.connect])).toEqual([
      ['click', undefined],
      ['stems', 'a:out_*'],
      ['rec', 'b:in'],
    ]);
  });

  it('without what was pruned is that of a config which never named it', async () => {
    const head = (devices: string) =>
      `busbar: 1\ndevices:\n  main: { inputs: { mic: 1 }, outputs: { mon: 1 } }\n${devices}`;
    const pruned = `${head('  ada: { match: { name: ADA }, missing: prune, inputs: { drums: 1 }, outputs: { hp: 1 } }\n')}
graph:
  drums: { from: ada.drums, do: [ { gain: -3 dB } ] }
  kit: { from: drums.gain }
  voice: { channels: 1, mix: { main.mic: -6 dB, kit: 0 dB, ada.drums: 0 dB }, to: [main.mon, ada.hp] }
`;
    const never = `${head('')}graph:\n  voice: { channels: 1, mix: { main.mic: -6 dB }, to: main.mon }\n`;
    expect(await planOf(pruned, [hda])).toEqual(await planOf(never, [hda]));
    const { devices } = await compileText(pruned, { inventory: inventory([hda]) });
    expect(devices.map((d) => [d.name, d.state])).toEqual([
      ['ada', 'pruned'],
      ['main', 'found'],
    ]);
  });
});

describe('selectors to paste', () => {
  const facts = fc.record({
    usb: fc.constantFrom(null, '1397:0503', '1235:821d'),
    serial: fc.constantFrom(null, '00123', 'on', 'A 1'),
    port: fc.constantFrom(null, '1-2', '1-4.1'),
  });
  it('match their device alone, whatever is plugged in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(facts, { minLength: 1, maxLength: 4 }), async (list) => {
        const devices = list.map((over, i) => alsa(`C${i}`, over));
        for (const device of devices) {
          const text = studio(`match: ${selectorText(pin(device, devices))}`);
          const result = await compileText(text, { inventory: inventory(devices) });
          expect([codes(result), idOf(result)]).toEqual([[], device.id]);
        }
        for (const { facts: device, selector } of tellApart(devices)) {
          const result = await compileText(studio(`match: ${selectorText(selector)}`), {
            inventory: inventory(devices),
          });
          expect(idOf(result)).toBe(device.id);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('prefer what stays with the device', () => {
    expect(selectorText(pin(one, [hda, one, two]))).toBe('{ usb: "1397:0503", serial: A1 }');
    expect(selectorText(pin(hda, [hda, one]))).toBe('{ id: "hw:CARD=PCH,DEV=0" }');
    expect([yamlText('Y7'), yamlText('007'), yamlText('no'), yamlText('a, b')]).toEqual([
      'Y7',
      '"007"',
      '"no"',
      '"a, b"',
    ]);
  });
});

test('globs are what they say', () => {
  const letter = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 8 });
  fc.assert(
    fc.property(letter, fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 10 }), (pattern, text) => {
      const regex = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
      expect(globMatches(pattern, text)).toBe(regex.test(text));
    }),
    { numRuns: 2000 },
  );
});
