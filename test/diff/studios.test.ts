// What differs between two configs, in words and numbers, and what a reload would do.

import { expect, test } from 'vitest';
import { diffStudios } from '../../compiler/diff/studios.ts';
import { studioOf } from './studio-of.ts';

const base = `busbar: 1
name: desk
engine: { latency_budget: 12 ms }
devices:
  main: { inputs: { mic: 1, music: 3-4 }, outputs: { mon: 1-2, spare: 4 }, period: 64 }
graph:
  vocal: { from: main.mic, do: [ { highpass: 80 Hz }, { compressor: { threshold: -18 dBFS, ratio: 3 } } ] }
  cue: { from: vocal, do: [ { gain: { id: level, gain: -3 dB } } ] }
  desk: { channels: 2, mix: { vocal: { gain: 0 dB, pan: 10 % }, cue: -9 dB, main.music: -6 dB }, to: main.mon }
  parked: { from: vocal.highpass, do: [ { gain: -1 dB } ] }
controls:
  /level: { target: cue.level.gain, range: [-60 dB, 0 dB] }
`;

async function diff(after: string, before = base) {
  expect(after).not.toBe(before);
  const { kind, changes, latencies } = diffStudios(await studioOf(before), await studioOf(after));
  return { kind, latencies, said: changes.map((c) => `${c.target}: ${c.from} -> ${c.to}, ${c.kind}`) };
}

test('order, comments and spelling are no difference', async () => {
  const lines = base.split('\n');
  const at = lines.findIndex((l) => l.startsWith('  vocal:'));
  const [vocal = ''] = lines.splice(at, 1);
  lines.splice(at + 2, 0, '  # a word about it', vocal.replace('80 Hz', '0.08 kHz'));
  expect(await diff(lines.join('\n'))).toEqual({ kind: 'none', latencies: [], said: [] });
});

test('controls alone: told, and none of it heard', async () => {
  expect(await diff(base.replace('range: [-60 dB, 0 dB]', 'range: [-60 dB, 6 dB]'))).toEqual({
    kind: 'none',
    latencies: [],
    said: ['/level.range: [-60 dB, 0 dB] -> [-60 dB, 6 dB], none'],
  });
});

test('a node that is renamed is one line, whoever reads it', async () => {
  expect(await diff(base.replaceAll('vocal', 'voice'))).toEqual({
    kind: 'none',
    latencies: [],
    // Of what nobody hears only the text is known: it names the node.
    said: ['vocal.name: vocal -> voice, none', 'parked: not heard -> another, not heard, none'],
  });
});

test('nodes that are renamed together are told apart', async () => {
  const { said } = await diff(base.replaceAll('vocal', 'voice').replaceAll('cue', 'ears'));
  expect(said).toContain('vocal.name: vocal -> voice, none');
  expect(said).toContain('cue.name: cue -> ears, none');
  expect(said.filter((line) => line.includes('mix['))).toEqual([]);
});

test('which of two that are alike was renamed is not guessed', async () => {
  const strip = (name: string) => `  ${name}: { from: main.mic, do: [ { gain: -3 dB } ] }\n`;
  const pair = (a: string, b: string) =>
    base.replace(
      '  desk:',
      `${strip(a)}${strip(b)}  sum: { mix: { ${a}: 0 dB, ${b}: 0 dB }, to: main.spare }\n  desk:`,
    );
  const { said } = await diff(pair('x1', 'x2'), pair('y1', 'y2'));
  expect(said.filter((line) => line.includes('.name'))).toEqual([]);
});

test('what differs beside the name is told', async () => {
  const { said } = await diff(base.replaceAll('vocal', 'voice').replace('pan: 10 %', 'pan: 20 %'));
  expect(said).toContain('vocal.name: vocal -> voice, none');
  expect(said).toContain('desk.mix[voice].pan: 10 % -> 20 %, live');
  const other = await diff(base.replaceAll('vocal', 'voice').replace('80 Hz', '90 Hz'));
  expect(other.said.filter((line) => line.includes('.name'))).toEqual([]);
  expect(other.said).toContain('vocal: heard -> null, fade');
  const elsewhere = await diff(base.replaceAll('vocal', 'voice').replace('from: main.mic', 'from: main.music.1'));
  expect(elsewhere.said.filter((line) => line.includes('.name'))).toEqual([]);
});

test('a device that needs another rate, period or place is opened anew', async () => {
  expect(await diff(base.replace('period: 64', 'period: 128'))).toMatchObject({
    kind: 'reopen',
    said: ['main.period: 64 frames -> 128 frames, reopen'],
  });
});

test('latency is told by path, in frames and milliseconds', async () => {
  const { kind, latencies } = await diff(base.replace('ratio: 3 } }', 'ratio: 3 } }, { limiter: -3 dBFS }'));
  expect(kind).toBe('fade');
  const late = { before: { frames: 0, ms: 0 }, after: { frames: 96, ms: 2 } };
  expect(latencies).toEqual([
    { from: 'main.mic', to: 'main.mon', ...late },
    { from: 'main.music', to: 'main.mon', ...late },
  ]);
});

test('a path that comes or goes has no latency on the other side', async () => {
  const { latencies } = await diff(base.replace(', main.music: -6 dB', ''));
  expect(latencies).toEqual([{ from: 'main.music', to: 'main.mon', before: { frames: 0, ms: 0 }, after: null }]);
});

test('what only the config says is told, and not heard', async () => {
  expect(await diff(base.replace('name: desk', 'name: road').replace('12 ms', '9 ms'))).toEqual({
    kind: 'none',
    latencies: [],
    said: ['name: desk -> road, none', 'engine.latency_budget: 12 ms -> 9 ms, none'],
  });
  expect(await diff(base.replace('spare: 4', 'more: 3-4'))).toMatchObject({
    kind: 'none',
    said: ['main.outputs.spare: channel 4 -> null, none', 'main.outputs.more: null -> channels 3, 4, none'],
  });
  expect(await diff(base.replace('gain: -1 dB', 'gain: -2 dB'))).toMatchObject({
    kind: 'none',
    said: ['parked: not heard -> another, not heard, none'],
  });
});
