// The generated JSON Schema against ajv: what compiles passes, what is misspelt or misshapen fails.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { nodeTypes } from '../../schema/index.ts';
import { jsonSchema } from '../../schema/json-schema.ts';
import { reference } from '../../schema/reference.ts';
import { quantityPattern, readQuantity, sample, unitNames } from '../../schema/units.ts';
import { brokenRoot } from '../diagnostics/broken-case.ts';
import { corpus } from '../property/language/corpus.ts';
import { compileText } from '../support/compile-text.ts';

const root = join(import.meta.dirname, '../..');
const check = new Ajv({
  strict: true,
  allowUnionTypes: true,
  strictTypes: false,
  strictRequired: false,
  allErrors: true,
}).compile(jsonSchema());
const problems = (config: unknown): string =>
  check(config) ? '' : (check.errors ?? []).map((e) => `${e.instancePath} ${e.message}`).join('\n');
const step = (s: unknown) => ({ busbar: 1, graph: { a: { from: 'main.mic', do: [s] } } });

const studio = `
busbar: 1
name: control-room
engine: { rate: 48 kHz, quantum: 64 frames, latency_budget: 12 ms }
params: { sub_gain: -3 dB, room: rooms/a, bands: [80 Hz, 2 kHz] }
devices:
  main:
    match: { usb: "1235:821d", serial: 00123456 }
    inputs: { mic1: 1, mic2: 2, talk: 8 }
    outputs: { mon: 1-2, sub: 3, hp_a: [5, 6] }
    align: [mon, sub]
    ceiling: { mon: -1 dBFS }
    format: s24
    dither: true
    period: 128 frames
    latency: -0.4 ms
  expander:
    match: [ { name: "ADA8200*" }, { usb: "1397:0509" }, { default: input, follow: true } ]
    missing: silence
    inputs: 8
    outputs: { hp_b: 1-2 }
  daw:
    backend: jack
    inputs: { stems: 1-8 }
    outputs: { rec: 1-16 }
    connect: { stems: "ardour:stem_out_*" }
  sim: { backend: virtual, read: in.wav, clock: { ppm: 50, jitter: 50 us, wander: 3, stalls: [ { at: 3 s, for: 50 ms } ], unplug: { at: 5 s }, seed: 7 }, inputs: 2, ceiling: -3 dB }
aggregates:
  room: { clock: main, members: [main, expander, daw], drift: { expander: steer }, headroom: 3 ms }
graph:
  voice:
    from: [main.mic1, main.mic2]
    do:
      - highpass: { freq: 120 hz, kind: BW4, channels: 1 }
      - compressor: { threshold: -24 dBFS, ratio: 6, key: main.talk }
      - gain: $sub_gain
      - gain: { id: dim, gain: -20, bypass: true, channels: [1, 2] }
      - delay: 1.2 m
      - mute:
      - matrix: [ [0 dB, null], [-3, 0] ]
    to: [main.mon, daw.rec.1-2]
  split: { from: voice, do: [ { crossover: { at: $bands } } ] }
  cue: { channels: 2, mix: { voice: 0 dB, main.talk: { gain: -12 dB, mute: true, pan: 30 % } }, to: main.hp_a }
`;

describe('the schema accepts', () => {
  it('a whole studio, which the compiler reads too', async () => {
    expect(problems(parse(studio))).toBe('');
    const { diagnostics } = await compileText(studio);
    const shape = /^(key|value|step|name|param|config|port|device)\//;
    expect(diagnostics.filter((d) => d.severity === 'error' && shape.test(d.code)).map((d) => d.message)).toEqual([]);
  });

  it.each(
    readdirSync(join(root, 'examples'), { withFileTypes: true })
      .filter((d) => d.isDirectory())
      .map((d) => d.name),
  )('examples/%s', (name) =>
    expect(problems(parse(readFileSync(join(root, 'examples', name, 'busbar.yaml'), 'utf8')))).toBe(''),
  );

  it('configs that are put together from templates, other nodes and machines', async () => {
    for (const text of corpus) expect(problems(parse(text))).toBe('');
  });

  it.each([
    ['a file that is included', '{ devices: { main: { outputs: { sub: 3 } } }, templates: { t: { from: $in } } }'],
    ['one that takes away', '{ devices: { main: null }, graph: { a: { to: null, mix: { b: null } } }, engine: null }'],
    ['one that changes steps', '{ graph: { a: { do: { gain: -3 dB, "peaking-2": null } } } }'],
    ['half an aggregate', '{ busbar: 1, include: a.yaml, aggregates: { room: { headroom: 3 ms } } }'],
    [
      'a machine',
      '{ machines: { m: { when: { platform: linux }, aggregates: { room: { clock: a } }, graph: { a: null } } } }',
    ],
  ])('%s', (_, text) => expect(problems(parse(text))).toBe(''));

  it.each(nodeTypes.map((d) => [d.type, d] as const))(
    'the example of %s, and all its numbers within their range',
    (type, d) => {
      expect(problems(step({ [type]: d.example }))).toBe('');
      const written = typeof d.example === 'object' && d.example !== null && !Array.isArray(d.example) ? d.example : {};
      for (const [name, spec] of Object.entries(d.params)) {
        if (spec.kind !== 'number') continue;
        const put = (value: number | string) => problems(step({ [type]: { ...written, [name]: value } }));
        expect(put(spec.min), name).toBe('');
        expect(put(spec.max), name).toBe('');
        expect(put(spec.max * 2 + 1), name).not.toBe('');
        expect(put(sample[spec.dimension]), name).toBe('');
        expect(put('many'), name).not.toBe('');
      }
    },
  );
});

/** Codes that a schema can know of. */
const visible = new Set([
  'key-unknown',
  'key-misspelt',
  'key-misspelt-in-step',
  'key-required',
  'key-required-aggregate',
  'key-unknown-machine',
  'key-misspelt-template',
  'value-shape-include',
  'key-required-side-chain',
  'value-shape',
  'value-shape-prose',
  'value-shape-steps',
  'value-choice',
  'value-number',
  'value-unit',
  'value-dimension',
  'value-whole',
  'value-yes-no',
  'value-length',
  'value-length-empty',
  'name-syntax',
  'step-shape',
  'step-bare',
  'step-two-keys',
  'step-unknown',
  'step-misspelt',
  'step-not-bare',
  'config-version',
  'device-windows-backend',
  'language-not-yet',
  'control-name',
  'value-length-control',
]);

describe('the schema refuses', () => {
  it.each(readdirSync(brokenRoot).filter((name) => visible.has(name)))('test/diagnostics/broken/%s', (name) => {
    const text = readFileSync(join(brokenRoot, name, 'busbar.yaml'), 'utf8');
    expect(problems(parse(text))).not.toBe('');
  });

  it('finds all of those folders', () => {
    const there = new Set(readdirSync(brokenRoot));
    expect([...visible].filter((name) => !there.has(name))).toEqual([]);
  });
});

describe('patterns of units', () => {
  it('take what the reader takes', () => {
    for (const q of Object.keys(sample) as (keyof typeof sample)[]) {
      const pattern = new RegExp(quantityPattern(q), 'u');
      const texts = ['-6', '+3.5', '.5', '1e3', ' 80 ', 'x', '', '3:1', '1,5', '.inf', '5 furlongs', '--1', '6 dBu'];
      for (const unit of [
        'dB',
        'DB',
        'dBFS',
        'hz',
        'kHz',
        'ms',
        'us',
        'µs',
        's',
        'frames',
        'frame',
        'samples',
        'm',
        '%',
      ]) {
        texts.push(`5 ${unit}`, `-2.5${unit}`);
      }
      for (const text of texts) expect(pattern.test(text), `${q}: ${text}`).toBe(readQuantity(text, q, 48_000).ok);
    }
  });
});

describe('the reference', () => {
  const page = reference();
  it('has a section for every step type, every param with what it takes', () => {
    for (const d of nodeTypes) {
      const section = page.split(`### ${d.type}\n`)[1]?.split('\n### ')[0] ?? '';
      for (const name of Object.keys(d.params)) expect(section, `${d.type}.${name}`).toContain(`\`${name}\``);
      expect(section).toContain(`- ${d.type}: `);
    }
  });
  it('has every unit', () => {
    for (const unit of unitNames('time')) expect(page).toContain(`\`${unit}\``);
  });
});
