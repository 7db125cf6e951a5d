// Rules between params of filters that ranges cannot say.

import { describe, expect, it } from 'vitest';
import { nodeType } from '../../schema/index.ts';
import type { ParamValue } from '../../schema/param.ts';

const refused = (type: string, params: Record<string, ParamValue>) =>
  nodeType(type)!.refine!(params, 48000).map((r) => r.param);

describe('rules of filters', () => {
  it.each(['highpass', 'lowpass'])('%s takes `kind` or `q`, not both', (type) => {
    expect(refused(type, { freq: 80, kind: 'LR4', q: null })).toEqual([]);
    expect(refused(type, { freq: 80, kind: 'BW2', q: 0.6 })).toEqual([]);
    expect(refused(type, { freq: 80, kind: 'LR4', q: 0.6 })).toEqual(['q']);
  });

  it('an all-pass of order 1 has no Q', () => {
    expect(refused('allpass', { freq: 80, order: 2, q: 2 })).toEqual([]);
    expect(refused('allpass', { freq: 80, order: 1, q: null })).toEqual([]);
    expect(refused('allpass', { freq: 80, order: 1, q: 2 })).toEqual(['q']);
  });

  it('free coefficients must be stable: the triangle of a1 and a2, its edges left out', () => {
    const poles = (a1: number, a2: number) => refused('biquad', { b0: 1, b1: 0, b2: 0, a1, a2 });
    for (const [a1, a2] of [
      [0, 0],
      [-1.99999, 0.999995],
      [1.9, 0.95],
      [0, -0.999],
      [0.5, 0.999],
    ] as const)
      expect(poles(a1, a2), `${a1}, ${a2}`).toEqual([]);
    for (const [a1, a2, param] of [
      [0, 1, 'a2'],
      [0, -1, 'a2'],
      [-2, 1, 'a2'],
      [1.5, 0.5, 'a1'],
      [-1.5, 0.5, 'a1'],
      [-3, 0.9, 'a1'],
    ] as const)
      expect(poles(a1, a2), `${a1}, ${a2}`).toEqual([param]);
  });
});
