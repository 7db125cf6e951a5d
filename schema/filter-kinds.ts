// Words for filter shapes that several step types share. In: nothing. Out: choices and the rules between them.
// Invariant: the order of a list is the order of the C++ enum that kernels read.

import type { Refinement } from './node.ts';

/** Family and order: Butterworth, Linkwitz-Riley, Bessel. */
export const filterKinds = [
  ...['BW1', 'BW2', 'BW3', 'BW4', 'BW5', 'BW6', 'BW7', 'BW8'],
  ...['LR2', 'LR4', 'LR8'],
  ...['BE1', 'BE2', 'BE3', 'BE4', 'BE5', 'BE6', 'BE7', 'BE8'],
] as const;

/** Kinds whose two sides sum to an all-pass. */
export const crossoverKinds = ['BW1', 'BW3', 'LR2', 'LR4', 'LR8'] as const;

/** The Q of Butterworth's second order: flat, -3 dB at the corner. */
export const butterworthQ = Math.SQRT1_2;

/** High-pass and low-pass take either. */
export const kindOrQ = (params: { readonly kind: string; readonly q: number | null }): readonly Refinement[] =>
  params.q === null || params.kind === 'BW2'
    ? []
    : [
        {
          param: 'q',
          message: `\`q\` is for one second-order section; kind ${params.kind} has its own`,
          help: 'Write either `kind` or `q`.',
        },
      ];
