// The command `busbar` in the guest. In: a folder that host and guest share. Out: one archive in it, and the lines of
// shell that make it a command. One archive, since each small file that the guest reads from the host costs it time.

import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What is needed to build the addon, not to run. */
const builds = ['@echogarden/pffft-wasm', 'cmake-js', 'node-addon-api', 'node-api-headers'];

interface Package {
  readonly dependencies?: Readonly<Record<string, string>>;
}

const dependenciesOf = (folder: string): string[] =>
  Object.keys((JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Package).dependencies ?? {});

function withTheirOwn(names: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of names.filter((n) => !found.has(n))) {
    found.add(name);
    withTheirOwn(dependenciesOf(join('node_modules', name)), found);
  }
  return found;
}

function command(name: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(name, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ${args.join(' ')}\n${stdout}${stderr}`);
}

/** Builds from the sources. The addon is the one that the tests use. */
export function packBusbar(shared: string): void {
  const folder = temporaryFolder();
  command(process.execPath, 'runtime/build/bundle.mjs', join(folder, 'dist'));
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  for (const name of withTheirOwn(dependenciesOf('').filter((n) => !builds.includes(n)))) {
    const to = join(folder, 'node_modules', name);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(join(root, 'node_modules', name), to, { recursive: true });
  }
  const addon = process.env.BUSBAR_ADDON ?? join(root, 'native/build/Release/busbar.node');
  copyFileSync(addon, join(folder, 'busbar.node'));
  command('tar', 'cf', join(shared, 'busbar.tar'), '-C', folder, '.');
}

/** In the guest, in `shared`: everything moves to RAM, where reading takes no time. */
export const useBusbar = [
  'mkdir /tmp/busbar; tar xf busbar.tar -C /tmp/busbar; cp -r guest-files/. /tmp; cd /tmp',
  'export BUSBAR_ADDON=/tmp/busbar/busbar.node BUSBAR=/tmp/busbar/dist/runtime/cli/main.js',
].join('\n');

/** Files for the guest's /tmp. */
export function putFiles(shared: string, files: Readonly<Record<string, string | Buffer>>): void {
  mkdirSync(join(shared, 'guest-files'), { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(shared, 'guest-files', name), content);
}
