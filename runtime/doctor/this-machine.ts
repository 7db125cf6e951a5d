// The machine that this process runs on, for doctor's questions. In: nothing. Out: files, folders, groups.

import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Machine } from './finding.ts';

export function thisMachine(): Machine {
  const read = (path: string) => attempt(() => readFileSync(path, 'utf8'));
  return {
    platform: process.platform,
    user: userInfo().username,
    groups: groupsOf(read('/etc/group') ?? ''),
    read,
    list: (path) => attempt(() => readdirSync(path).sort()) ?? [],
    mayUse: (path) =>
      attempt(() => {
        accessSync(path, constants.R_OK | constants.W_OK);
        return true;
      }) ?? false,
  };
}

/** Of this process, which may have begun before its user was given more. */
function groupsOf(file: string): readonly string[] {
  const mine = new Set(process.getgroups?.() ?? []);
  return file.split('\n').flatMap((line) => {
    const [name, , id] = line.split(':');
    return name !== undefined && mine.has(Number(id)) ? [name] : [];
  });
}

function attempt<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
