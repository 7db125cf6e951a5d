// busbar render: inputs that do not fit, outputs that must not be. Every refusal leaves the folder as it was.

import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { busbar } from '../cli/run.ts';
import { describeNative } from '../support/addon.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeWav } from './wav-file.ts';

const config = `busbar: 1
devices:
  box: { inputs: { line: 1-2, aux: 5 }, outputs: 2 }
graph:
  wire: { from: box.line, do: [{ fir: room.wav }], to: box.out }
`;

const silence = (channels: number, frames = 48) => Array.from({ length: channels }, () => new Float64Array(frames));

function studio(): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'busbar.yaml'), config);
  writeWav(join(cwd, 'room.wav'), { channels: [[0.5]] });
  writeWav(join(cwd, 'in.wav'), { channels: silence(5) });
  return cwd;
}

/** Renders, expects `code` and an untouched folder, gives what was said. */
async function refused(cwd: string, code: number, ...words: string[]): Promise<string> {
  const look = () =>
    readdirSync(cwd).map((f) =>
      f.endsWith('.wav') && !f.startsWith('x') ? `${f} ${readFileSync(join(cwd, f)).toString('base64')}` : f,
    );
  const before = look();
  const ran = await busbar(['render', ...words], { cwd });
  expect([ran.code, ran.out]).toEqual([code, '']);
  expect(look()).toEqual(before);
  return ran.err;
}

describeNative('inputs', () => {
  test('another rate', async () => {
    const cwd = studio();
    writeWav(join(cwd, 'in.wav'), { rateHz: 44100, channels: silence(5) });
    const said = await refused(cwd, 1, 'in.wav', 'out.wav');
    expect(said).toContain('error: in.wav has 44100 Hz, but device box runs at 48000 Hz.');
    expect(said).toContain('`engine: { rate: 44100 Hz }`');
    expect(said).toContain('`sox in.wav -r 48000 in-48000.wav`');
  });

  test('too few channels', async () => {
    const cwd = studio();
    writeWav(join(cwd, 'in.wav'), { channels: silence(2) });
    expect(await refused(cwd, 1, 'in.wav', 'out.wav')).toContain(
      'error: in.wav has 2 channels, but port box.aux needs channel 5.\n  Give a file of 5 channels',
    );
  });

  test('all that is wrong is said at once', async () => {
    const cwd = studio();
    writeWav(join(cwd, 'in.wav'), { rateHz: 96000, channels: silence(1) });
    const said = await refused(cwd, 1, 'in.wav', 'out.wav');
    expect(said.match(/error:/g)).toHaveLength(2);
  });

  test('cut off', async () => {
    const cwd = studio();
    writeWav(join(cwd, 'in.wav'), { channels: silence(5, 48000) });
    truncateSync(join(cwd, 'in.wav'), 240_000);
    expect(await refused(cwd, 1, 'in.wav', 'out.wav')).toContain(
      'in.wav is cut off: its header promises 1.00 s, the file holds 0.50 s.',
    );
  });

  test('not there, a folder, another kind of file, no .wav', async () => {
    const cwd = studio();
    mkdirSync(join(cwd, 'xfolder.wav'));
    writeFileSync(join(cwd, 'xmusic.wav'), 'fLaC and so on');
    writeFileSync(join(cwd, 'music.flac'), 'fLaC and so on');
    const say = (name: string) => refused(cwd, 1, '--in', `box=${name}`, '--out', 'box=out.wav');
    expect(await say('none.wav')).toContain('error: There is no file none.wav.');
    expect(await say('xfolder.wav')).toContain('error: xfolder.wav is a folder, not a WAV file.');
    expect(await say('xmusic.wav')).toContain('error: xmusic.wav cannot be read: it is a FLAC file, not a WAV file.');
    expect(await say('music.flac')).toContain('error: music.flac does not end in .wav.');
    expect(await say('music.flac')).toContain('`sox music.flac music-pcm.wav`');
  });
});

describeNative('outputs', () => {
  test('the input, by whatever name', async () => {
    const cwd = studio();
    linkSync(join(cwd, 'in.wav'), join(cwd, 'hard.wav'));
    symlinkSync('in.wav', join(cwd, 'soft.wav'));
    for (const name of ['in.wav', './in.wav', join(cwd, 'in.wav'), 'hard.wav', 'soft.wav']) {
      expect(await refused(cwd, 74, 'in.wav', name)).toBe(
        `error: ${name} is an input and would be lost.\n  Name another output file.\n`,
      );
    }
  });

  test('the config and what it reads', async () => {
    const cwd = studio();
    linkSync(join(cwd, 'busbar.yaml'), join(cwd, 'xconfig.wav'));
    expect(await refused(cwd, 74, 'in.wav', 'xconfig.wav')).toContain('xconfig.wav is the config and would be lost');
    expect(await refused(cwd, 74, 'in.wav', 'room.wav')).toContain('room.wav is read by the config and would be lost');
  });

  test('no folder, a folder, no .wav', async () => {
    const cwd = studio();
    mkdirSync(join(cwd, 'xfolder.wav'));
    expect(await refused(cwd, 74, 'in.wav', 'no/out.wav')).toContain(
      'error: no/out.wav cannot be written: there is no folder no.',
    );
    expect(await refused(cwd, 74, 'in.wav', 'xfolder.wav')).toContain('error: xfolder.wav is a folder.');
    expect(await refused(cwd, 74, '--in', 'box=in.wav', '--out', 'box=out.mp3')).toContain(
      'out.mp3 does not end in .wav.',
    );
  });

  test('of several, all or none', async () => {
    const cwd = studio();
    writeFileSync(
      join(cwd, 'two.yaml'),
      'busbar: 1\ndevices:\n  a: { backend: file, outputs: 1 }\n  b: { backend: file, outputs: 1 }\ngraph:\n  hum: { do: [{ tone: { freq: 50 Hz, level: -20 dBFS } }], to: [a.out, b.out] }\n',
    );
    await refused(cwd, 74, 'two.yaml', '--for', '1ms', '--out', 'a=a.wav', '--out', 'b=no/b.wav');
  });
});
