// Recipes of random graphs: plain numbers that any builder can turn into a valid config. In: nothing.
// Out: a fast-check arbitrary. Invariant: every recipe is good; numbers are taken modulo what there is to choose from,
// so dropping and lowering them shrinks a failing graph without making it invalid.

import fc from 'fast-check';

export interface StepRecipe {
  readonly type: number;
  readonly setting: number;
  /** 0: not written; 1: bypass off; 2: bypass on. */
  readonly bypass: number;
  /** 0: all channels; else a limited set. */
  readonly limit: number;
  readonly named: boolean;
  /** 0: no side-chain where it is optional. */
  readonly key: number;
}

export interface NodeRecipe {
  readonly kind: 'from' | 'stack' | 'mix' | 'generator';
  readonly clock: number;
  readonly width: number;
  readonly sources: readonly number[];
  readonly gains: readonly number[];
  readonly steps: readonly StepRecipe[];
  /** 0, 1: not sent anywhere; 2: to a sink; 3: to a wider sink where it is mono. */
  readonly sink: number;
}

export interface GraphRecipe {
  readonly quantum: number;
  readonly studio: number;
  readonly device: number;
  /** Data only moves: no step that computes. */
  readonly moves: boolean;
  readonly nodes: readonly NodeRecipe[];
  /** From a late node, over a delay, into a mix. */
  readonly loops: readonly { readonly into: number; readonly from: number; readonly delay: number }[];
}

const nat = (max: number) => fc.nat({ max });

const step: fc.Arbitrary<StepRecipe> = fc.record({
  type: nat(9999),
  setting: nat(999),
  bypass: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: nat(2) }),
  limit: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: nat(7) }),
  named: fc.boolean(),
  key: nat(99),
});

const node: fc.Arbitrary<NodeRecipe> = fc.record({
  kind: fc.constantFrom('from', 'from', 'stack', 'mix', 'mix', 'mix', 'generator'),
  clock: nat(7),
  width: nat(3),
  sources: fc.array(nat(9999), { minLength: 1, maxLength: 4 }),
  gains: fc.array(fc.integer({ min: -24, max: 3 }), { minLength: 4, maxLength: 4 }),
  steps: fc.array(step, { maxLength: 3 }),
  sink: nat(3),
});

export const graphRecipe: fc.Arbitrary<GraphRecipe> = fc.record({
  quantum: fc.constantFrom(64, 64, 64, 16, 100, 256),
  studio: nat(5),
  device: nat(255),
  moves: fc.oneof({ weight: 7, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  nodes: fc.array(node, { minLength: 2, maxLength: 20, size: 'max' }),
  loops: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(fc.record({ into: nat(99), from: nat(99), delay: nat(9) }), { minLength: 1, maxLength: 2 }),
    },
  ),
});
