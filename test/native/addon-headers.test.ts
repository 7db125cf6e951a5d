// The addon is built from the headers of npm packages: the system's own headers of Node, where there are any, are not seen.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

interface CompileCommand {
  readonly directory: string;
  readonly file: string;
  readonly command: string;
}

const database = fileURLToPath(new URL('../../native/build/compile_commands.json', import.meta.url));

test.skipIf(!existsSync(database))('Node’s headers come from node-api-headers', () => {
  const commands = JSON.parse(readFileSync(database, 'utf8')) as CompileCommand[];
  const { command, directory } = commands.find((c) => c.file.endsWith('binding/addon.cpp'))!;
  // The same command, asked for the files that it reads.
  const { stdout, status } = spawnSync(`${command.replace(/ -o \S+/, '')} -M`, {
    cwd: directory,
    shell: true,
    encoding: 'utf8',
  });
  expect(status).toBe(0);
  const headers = stdout.split(/[\s\\]+/).filter((path) => /\b(js_native_api|node_api|node|uv|v8)\.h$/.test(path));
  expect(headers.length).toBeGreaterThanOrEqual(2);
  expect(headers.filter((path) => !path.includes('node_modules/node-api-headers/'))).toEqual([]);
});
