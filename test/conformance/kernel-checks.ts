// The conformance checks on kernels, by what they say. One list for step types and for the compiler's own ops.

import type { Check } from './checks.ts';
import {
  adoptionContinues,
  allocatesNothing,
  inPlaceAgrees,
  latencyHolds,
  repeatsAreNeutral,
  resetRecovers,
  silenceStays,
  splitsAgree,
} from './checks.ts';
import { liveChangesGlide } from './live-check.ts';

export const kernelChecks: Readonly<Record<string, Check>> = {
  'any split into blocks gives the same samples': splitsAgree,
  'in place equals out of place': inPlaceAgrees,
  'silence stays silent unless it is a source': silenceStays,
  'declared latency equals the measured onset': latencyHolds,
  'non-finite input cannot persist after reset': resetRecovers,
  'a live change has no step above the bound': liveChangesGlide,
  'a live change that tells nothing new changes nothing': repeatsAreNeutral,
  'adopt-then-continue equals never stopped': adoptionContinues,
  'process allocates nothing': allocatesNothing,
};
