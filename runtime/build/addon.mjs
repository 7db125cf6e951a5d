// Builds the native engine: npm's `install` script, and `npm run build` with --required.
// In: native/ and npm's packages; plain JavaScript, because it runs before anything is built. Out: native/build/Release/busbar.node.
// Without CMake, make or a C++ compiler it says what to install and succeeds (fails with --required), because most
// of busbar works without the engine. A build that was tried and broke always fails.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const native = join(root, 'native');
const addon = join(native, 'build/Release/busbar.node');
const required = process.argv.includes('--required');

const runs = (command) => spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
const anyRuns = (commands) => commands.some((c) => c && runs(c));

/** Names of the tools that are not here. On Windows CMake itself looks for Visual Studio. */
function missingTools() {
  const missing = [];
  if (!runs('cmake')) missing.push('CMake');
  if (process.platform === 'win32') return missing;
  if (!anyRuns([process.env.CXX, 'c++', 'g++', 'clang++'])) missing.push('a C++ compiler');
  if (!anyRuns(['make', 'ninja'])) missing.push('make');
  return missing;
}

function howToInstall() {
  if (process.platform === 'darwin') return 'xcode-select --install, and CMake from https://cmake.org';
  if (process.platform === 'win32') return 'Visual Studio with its C++ workload, and CMake from https://cmake.org';
  return 'Debian, Ubuntu: apt-get install cmake g++ make. Fedora: dnf install cmake gcc-c++ make';
}

/** Newest change below a folder, builds left out. */
function newest(folder) {
  let time = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'build') continue;
    const path = join(folder, entry.name);
    time = Math.max(time, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return time;
}

function build() {
  if (existsSync(addon) && statSync(addon).mtimeMs > newest(native)) return 0;
  const missing = missingTools();
  if (missing.length > 0) {
    console.error(
      `busbar: the native engine was not built, because ${new Intl.ListFormat('en').format(missing)} ${missing.length > 1 ? 'are' : 'is'} missing here. ` +
        `To have it, install what is missing (${howToInstall()}) and run \`npm rebuild busbar\`. ` +
        'Until then check, plan, explain and schema work; render and run do not.',
    );
    return required ? 1 : 0;
  }
  console.log('busbar: building the native engine');
  const cmakeJs = createRequire(import.meta.url).resolve('cmake-js/bin/cmake-js');
  const result = spawnSync(
    process.execPath,
    [cmakeJs, 'compile', '-d', native, '-p', String(availableParallelism()), `--CDBUSBAR_NODE=${process.execPath}`],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (result.status === 0) return 0;
  console.error(`${result.stdout}${result.stderr}${result.error ?? ''}`);
  console.error('busbar: building the native engine failed; the compiler’s messages stand above.');
  return 1;
}

process.exitCode = build();
