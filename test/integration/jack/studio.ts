// `busbar run` on a server of the test's own. In: a config as text. Out: the running command, its events.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEventName, RunEventOf } from '../../../runtime/session/events.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import type { JackServer } from './server.ts';
import { Talker } from './talk.ts';

const main = fileURLToPath(new URL('../../../runtime/cli/main.ts', import.meta.url));

export class Studio extends Talker {
  private readonly path: string;

  private constructor(folder: string, { env }: Pick<JackServer, 'env'>, words: readonly string[]) {
    super(process.execPath, ['--import', import.meta.resolve('jiti/register'), main, 'run', '--json', ...words], {
      cwd: folder,
      env,
    });
    this.path = join(folder, 'busbar.yaml');
  }

  static async start(server: Pick<JackServer, 'env'>, config: string, ...words: readonly string[]): Promise<Studio> {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'busbar.yaml'), config);
    return new Studio(folder, server, words);
  }

  event<E extends RunEventName>(name: E, fits: (event: RunEventOf<E>) => boolean = () => true): Promise<RunEventOf<E>> {
    return this.next<RunEventOf<E>>((said) => said.event === name && fits(said as unknown as RunEventOf<E>));
  }

  /** All that it said under that name so far. */
  events<E extends RunEventName>(name: E): readonly RunEventOf<E>[] {
    return this.said.filter((said) => said.event === name) as unknown as readonly RunEventOf<E>[];
  }

  save(config: string): void {
    writeFileSync(this.path, config);
  }
}
