// The assertions of busbar.test.yaml as functions, for those whose tests are in TypeScript: `npx vitest run`.

import { isolation, level, renderStudio, response } from 'busbar/test';
import { describe, expect, test } from 'vitest';

const config = 'busbar.yaml';
const cwd = import.meta.dirname;

describe('a two-way loudspeaker', () => {
  test.each([-30, -12, 0])('at %d dB the treble is as loud as that, less the pad and the crossover', async (volume) => {
    const studio = renderStudio({
      config,
      cwd,
      set: { 'params.volume': `${volume} dB` },
      play: { 'dac.line': { sine: { freq: '5 kHz', level: '-30 dBFS' } } },
    });
    const is = -30 + volume - 4.5;
    expect(await level(studio, { at: 'dac.tweeters', is, within: '1 dB' })).toMatchObject({ passed: true });
  });

  test('left stays left', async () => {
    const routes = {
      'dac.line.1': ['dac.woofers.1', 'dac.tweeters.1'],
      'dac.line.2': ['dac.woofers.2', 'dac.tweeters.2'],
    };
    expect(await isolation(renderStudio({ config, cwd }), { routes })).toMatchObject({ passed: true });
  });

  test('the woofer hears no treble', async () => {
    const studio = renderStudio({ config, cwd });
    const { passed, where } = await response(studio, {
      from: 'dac.line.1',
      to: 'dac.woofers.1',
      mask: { '9 kHz': ['-200 dB', '-55 dB'], '18 kHz': ['-200 dB', '-70 dB'] },
    });
    expect(passed, where).toBe(true);
  });
});
