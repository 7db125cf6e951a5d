// The addon over the simulated HAL. In: nothing. Out: the addon, built, and the HAL's other end: what a test plugs in and breaks.
// BUSBAR_HAL_ADDON names a build of it that is there already, such as one with sanitizers.

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { NativeAddon } from '../../../runtime/native.ts';
import { noNativeTests } from '../../native/native-tests.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const built = `${root}native/build/coreaudio`;

/** Why there is no simulated HAL here. */
export const noDouble: string | undefined =
  process.platform === 'darwin' ? 'the HAL is the real one here' : noNativeTests;

export interface Hal {
  plug(
    uid: string,
    form: {
      readonly inputs?: number;
      readonly outputs?: number;
      readonly ppm?: number;
      readonly clockDomain?: number;
      readonly buffer?: number;
      readonly virtual?: boolean;
    },
  ): void;
  configure(options: { readonly microphoneDenied?: boolean }): void;
  counters(): Readonly<Record<'aggregates' | 'listeners' | 'procs' | 'cfObjects', number>>;
  reset(): void;
  settle(): void;
  unplug(uid: string): void;
  replug(uid: string): void;
  setRate(uid: string, hz: number): void;
  setDefault(direction: 'input' | 'output', uid: string): void;
  overload(uid: string, cycles: number): void;
  restartDaemon(): void;
  loopBack(uid: string): void;
}

export type Double = NativeAddon & { readonly hal: Hal };

function cmake(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync('cmake', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`cmake ${args.join(' ')}\n${stdout}\n${stderr}`);
}

export function loadDouble(): Double {
  let path = process.env.BUSBAR_HAL_ADDON;
  if (path === undefined) {
    cmake('-S', 'native', '-B', built, '-DBUSBAR_COREAUDIO_DOUBLE=ON');
    cmake('--build', built, '--target', 'busbar', '-j', String(availableParallelism()));
    path = `${built}/busbar.node`;
  }
  return createRequire(import.meta.url)(path) as Double;
}
