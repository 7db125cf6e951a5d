// A config in TypeScript while it plays: a save of any file that it imports is heard, one that does not run changes nothing.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeLive } from '../../support/addon.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { LiveRun } from './live-run.ts';

const config = `import voice from './voice.ts';
export default {
  busbar: 1,
  devices: { main: { backend: 'virtual', inputs: { mic: 1 }, outputs: { mon: 1 } } },
  graph: { voice },
};
`;

const voice = `import { gain } from 'busbar';
import { level } from './level.ts';
export default { from: 'main.mic', do: [gain(level)], to: 'main.mon' };
`;

describeLive('a program', () => {
  test('imports are watched, also one that is missing for a while', async () => {
    const folder = temporaryFolder();
    const level = (text: string) => writeFileSync(join(folder, 'level.ts'), text);
    writeFileSync(join(folder, 'voice.ts'), voice);
    level('export const level = -6;');
    const run = new LiveRun(config, [], folder, {}, 'busbar.config.ts');
    await run.next('started');

    level('export const level = -9;');
    expect(await run.next('reloaded')).toMatchObject({
      kind: 'live',
      changes: [{ target: 'voice.gain.gain', to: '-9 dB' }],
    });

    level("throw new Error('not now');");
    expect(await run.next('rejected')).toMatchObject({ diagnostics: [{ code: 'program/threw', file: 'level.ts' }] });

    writeFileSync(join(folder, 'voice.ts'), voice.replace('./level.ts', './loudness.ts'));
    expect(await run.next('rejected')).toMatchObject({ diagnostics: [{ code: 'program/import', file: 'voice.ts' }] });
    writeFileSync(join(folder, 'loudness.ts'), 'export const level = -3;');
    expect(await run.next('reloaded')).toMatchObject({
      kind: 'live',
      changes: [{ target: 'voice.gain.gain', to: '-3 dB' }],
    });

    expect(await run.stop()).toMatchObject({ code: 0 });
  });
});
