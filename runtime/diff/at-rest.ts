// Kernels of a studio at rest. In: the kernels of the engine. Out: the same, but for those that make sound of their own,
// which are silent, and those that shut out what is quiet, which are open. Invariant: for an impulse that is quiet
// enough every kernel that comes out of here is linear: compressors and limiters do nothing below their thresholds.

import type { KernelHost } from '../../compiler/interpret.ts';

/** Linear factor of the impulse: below every threshold that a config can ask for. */
export const QUIET = 1e-9;

const silent: ReadonlySet<string> = new Set(['tone', 'noise']);
const open: ReadonlySet<string> = new Set(['gate', 'dither']);

export const atRest = (host: KernelHost): KernelHost => ({
  make: (spec) => {
    if (silent.has(spec.kernel)) return { process: () => {} };
    if (!open.has(spec.kernel)) return host.make(spec);
    return {
      process: (inputs, outputs, frames, offset = 0) => {
        for (const [i, output] of outputs.entries()) output.set(inputs[i]!.subarray(offset, offset + frames), offset);
      },
    };
  },
});
