// A folder for one test, removed after it. In: nothing. Out: its path, as the file system spells it.

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'busbar-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Why file permissions do not bind this process, or nothing: root writes everywhere. */
export const permissionsDoNotBind: string | undefined =
  process.getuid?.() === 0 ? 'this process is root, whom permissions do not bind' : undefined;
