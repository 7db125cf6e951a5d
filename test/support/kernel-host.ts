// The reference interpreter's kernels, from the addon. In: a spec. Out: one kernel, outside any plan.

import type { KernelHost } from '../../compiler/interpret.ts';
import { native } from './addon.ts';

export const kernelHost: KernelHost = { make: (spec) => new (native().Kernel)(spec) };
