// Debian's kernel for the guest, with the initramfs that boots it. In: apt and a few Debian tools. Out: a folder with
// `vmlinux`, `initrd` and the modules about sound, kept in a cache outside of the repository. Nothing is installed.
// Invariant: a folder with the stamp of this build in `ready` is whole.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface GuestKernel {
  readonly kernel: string;
  readonly initrd: string;
  /** Folder of modules, as `/lib/modules/<version>`. */
  readonly modules: string;
}

/** Debian packages that the guest needs on the host, by a program of each. */
const needs: Readonly<Record<string, string>> = {
  'qemu-system-x86_64': 'qemu-system-x86',
  busybox: 'busybox-static',
  cpio: 'cpio',
  modprobe: 'kmod',
  'dpkg-deb': 'dpkg',
  xz: 'xz-utils',
  aplay: 'alsa-utils',
};

const inBoot = ['virtio_pci', 'virtio_console', '9p', '9pnet_virtio', 'overlay'];
const kept =
  /\/kernel\/(sound|net\/9p|fs\/(9p|overlayfs|fscache|netfs|configfs)|drivers\/(usb|virtio|char|leds|media\/mc|hid|input))\//;

const path = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;

function run(command: string, args: readonly string[], options: { cwd?: string; input?: Buffer } = {}): Buffer {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    ...options,
    env: { ...process.env, PATH: path, LC_ALL: 'C' },
    maxBuffer: 1 << 30,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

const has = (command: string) => path.split(':').some((folder) => existsSync(join(folder, command)));

/** Why there can be no guest here, or undefined. */
export function noGuest(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the guest needs Linux on x86-64';
  const missing = Object.entries(needs).flatMap(([command, name]) => (has(command) ? [] : [name]));
  if (missing.length > 0) return `not installed: ${missing.join(', ')}`;
  if (!has('apt-get')) return 'the kernel of the guest comes by apt, which is not here';
  return undefined;
}

const initScript = fileURLToPath(new URL('init.sh', import.meta.url));

function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return process.env.BUSBAR_VM_CACHE ?? join(base, 'busbar-test', 'vm');
}

/** Downloads and unpacks the kernel once. Throws where apt does not know one, or cannot reach it. */
export function guestKernel(): GuestKernel {
  const depends = run('apt-cache', ['depends', 'linux-image-amd64']).toString();
  const name = /Depends: (linux-image-\S+)/.exec(depends)?.[1];
  if (name === undefined) throw new Error('apt knows no linux-image-amd64 (apt-get update?)');
  const version = name.slice('linux-image-'.length);
  const folder = join(cacheFolder(), version);
  const found: GuestKernel = {
    kernel: join(folder, 'vmlinux'),
    initrd: join(folder, 'initrd'),
    modules: join(folder, 'lib/modules', version),
  };
  const stamp = createHash('sha256')
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .update(readFileSync(initScript))
    .digest('hex');
  const ready = join(folder, 'ready');
  if (existsSync(ready) && readFileSync(ready, 'utf8') === stamp) return found;

  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(join(cacheFolder(), 'new-'));
  try {
    fetchKernel(name, version, work);
    packInitrd(version, work);
    writeFileSync(join(work, 'ready'), stamp);
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return found;
}

function fetchKernel(name: string, version: string, into: string): void {
  run('apt-get', ['-q', '-o', 'APT::Sandbox::User=root', 'download', name], { cwd: into });
  const archive = readdirSync(into).find((file) => file.endsWith('.deb'))!;
  run('dpkg-deb', ['-x', archive, 'unpacked'], { cwd: into });
  writeFileSync(join(into, 'vmlinux'), unpack(readFileSync(join(into, 'unpacked/boot', `vmlinuz-${version}`))));
  const from = existsSync(join(into, 'unpacked/usr/lib/modules')) ? 'unpacked/usr/lib' : 'unpacked/lib';
  renameSync(join(into, from), join(into, 'lib'));
  rmSync(join(into, 'unpacked'), { recursive: true });
  rmSync(join(into, archive));
  thinOut(join(into, 'lib/modules', version, 'kernel'));
  run('depmod', ['-b', into, version]);
}

/** Keeps the modules that sound needs, unpacked: a tenth of them. */
function thinOut(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) thinOut(file);
    else if (!kept.test(file)) rmSync(file);
    else if (file.endsWith('.xz')) run('xz', ['--decompress', file]);
  }
}

/** The ELF kernel inside of a bzImage: QEMU starts it at once, where a packed one unpacks itself for seconds. */
function unpack(image: Buffer): Buffer {
  const magic = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);
  for (let at = image.indexOf(magic); at >= 0; at = image.indexOf(magic, at + 1)) {
    const { stdout } = spawnSync('xz', ['--decompress', '--stdout', '--single-stream'], {
      input: image.subarray(at),
      maxBuffer: 1 << 30,
    });
    if (stdout.subarray(0, 4).toString('latin1') === '\x7fELF') return stdout;
  }
  throw new Error('no kernel packed by xz inside of vmlinuz');
}

function packInitrd(version: string, folder: string): void {
  const root = join(folder, 'initramfs');
  for (const name of ['bin', 'modules', 'proc', 'sysfs', 'devtmpfs', 'host', 'ram', 'root'])
    mkdirSync(join(root, name), { recursive: true });
  const busybox = path
    .split(':')
    .map((dir) => join(dir, 'busybox'))
    .find((file) => existsSync(file))!;
  copyFileSync(busybox, join(root, 'bin/busybox'));
  const files = inBoot.flatMap(
    (name) =>
      run('modprobe', ['-d', folder, '-S', version, '--show-depends', name])
        .toString()
        .match(/(?<=^insmod )\S+/gm) ?? [],
  );
  [...new Set(files)].forEach((file, i) => {
    copyFileSync(file, join(root, 'modules', `${String(i).padStart(2, '0')}-${basename(file)}`));
  });
  copyFileSync(initScript, join(root, 'init'));
  chmodSync(join(root, 'init'), 0o755);
  const names = run('find', ['.'], { cwd: root });
  writeFileSync(join(folder, 'initrd'), run('cpio', ['-o', '-H', 'newc', '--quiet'], { cwd: root, input: names }));
  rmSync(root, { recursive: true });
}
