// The call to rtkit, with tools of our own in place of D-Bus's.

import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { askRtkit } from '../../runtime/rtkit.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A PATH on which only these tools are; each writes down its words and ends with its code. */
function tools(codes: Readonly<Record<string, number>>): (tool: string) => string {
  const folder = temporaryFolder();
  for (const [tool, code] of Object.entries(codes)) {
    const path = join(folder, tool);
    writeFileSync(path, `#!/bin/sh\necho "$@" > '${path}.words'\nexit ${code}\n`);
    chmodSync(path, 0o755);
  }
  const { PATH } = process.env;
  process.env.PATH = folder;
  onTestFinished(() => {
    process.env.PATH = PATH;
  });
  const words = (tool: string) => join(folder, `${tool}.words`);
  return (tool) => (existsSync(words(tool)) ? readFileSync(words(tool), 'utf8').trim() : '');
}

const onUnix = test.skipIf(process.platform === 'win32');

onUnix('busctl: names the process, the thread and a priority that rtkit grants', async () => {
  const said = tools({ busctl: 0, 'dbus-send': 0 });
  expect(await askRtkit(4321)).toBe(true);
  expect(said('busctl')).toMatch(new RegExp(`MakeThreadRealtimeWithPID ttu ${process.pid} 4321 20$`));
  expect(said('dbus-send')).toBe('');
});

onUnix('dbus-send where there is no busctl', async () => {
  const said = tools({ 'dbus-send': 0 });
  expect(await askRtkit(4321)).toBe(true);
  expect(said('dbus-send')).toMatch(new RegExp(`uint64:${process.pid} uint64:4321 uint32:20$`));
});

onUnix('a refusal is one, and no other tool is asked; neither is none at all a failure', async () => {
  const said = tools({ busctl: 1, 'dbus-send': 0 });
  expect(await askRtkit(4321)).toBe(false);
  expect(said('dbus-send')).toBe('');
  tools({});
  expect(await askRtkit(4321)).toBe(false);
});
