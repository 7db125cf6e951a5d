// Every mutant, by the side of the tree that it is in.

import { clockMutants } from './clocks.ts';
import { compilerMutants } from './compiler.ts';
import { coreaudioMutants } from './coreaudio.ts';
import { dspMutants } from './dsp.ts';
import { liveMutants } from './live.ts';
import { lspMutants } from './lsp.ts';
import { mergeMutants } from './merge.ts';
import type { Mutant } from './mutant.ts';
import { nativeMutants } from './native.ts';
import { opMutants } from './ops.ts';
import { routingMutants } from './routing.ts';
import { runtimeMutants } from './runtime.ts';
import { sessionMutants } from './session.ts';
import { simulationMutants } from './simulation.ts';
import { testMutants } from './tests.ts';

export const inCompiler: readonly Mutant[] = [...compilerMutants, ...opMutants, ...mergeMutants, ...clockMutants];
export const inRuntime: readonly Mutant[] = [...runtimeMutants, ...sessionMutants, ...testMutants, ...lspMutants];
export const inEngine: readonly Mutant[] = [
  ...nativeMutants,
  ...dspMutants,
  ...routingMutants,
  ...liveMutants,
  ...simulationMutants,
  ...coreaudioMutants,
];
