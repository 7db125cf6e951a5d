// crossover: every band against long double, and what it promises: bands that sum to an all-pass.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crossoverKinds } from '../../schema/filter-kinds.ts';
import { nodeType } from '../../schema/index.ts';
import { describeNative } from '../support/addon.ts';
import { difference } from '../support/compare.ts';
import { noise, sum } from '../support/signals.ts';
import type { Case, Reference } from './reference/measure.ts';
import { ABSOLUTE, buildReference, RELATIVE } from './reference/measure.ts';
import { impulseResponse, runKernel, stepKernel } from './step-kernel.ts';

const corners: readonly (readonly number[])[] = [[80], [300, 3000], [40, 400, 4000], [63, 500, 2000, 9000], [100, 130]];

describeNative('crossover', () => {
  let reference: Reference;
  beforeAll(() => {
    reference = buildReference();
  });
  afterAll(() => reference.close());

  for (const kind of crossoverKinds)
    for (const rateHz of [44100, 48000, 96000, 192000])
      it(`${kind} at ${rateHz}: bands are as designed and sum flat`, () => {
        for (const at of corners) {
          const bands = at.length + 1;
          const heard = impulseResponse(stepKernel('crossover', { at, kind }, { rateHz, writes: bands }), bands, 8192);
          const cases = heard.map((samples, band): Case => {
            return {
              what: 'response',
              rateHz,
              filters: [`band ${kind} ${band} ${at.length} ${at.join(' ')}`],
              samples,
            };
          });
          const results = reference.measure([...cases, { what: 'flat', rateHz, filters: [], samples: sum(...heard) }]);
          const label = `${kind} at ${at.join(', ')} Hz`;
          expect(results.pop()![0], `${label}: dB from flat`).toBeLessThan(0.000001);
          for (const [relative, absolute, least] of results) {
            expect(relative, label).toBeLessThan(RELATIVE);
            expect(absolute, label).toBeLessThan(ABSOLUTE);
            expect(least, `${label}: a coefficient scaled by 1.001 is not seen`).toBeGreaterThan(1);
          }
        }
      });

  it('sends channels through side by side, band by band', () => {
    const at = [200, 2000];
    const inputs = [noise(3000, 1), noise(3000, 2)];
    const both = runKernel(stepKernel('crossover', { at }, { reads: 2, writes: 6 }), inputs, 6);
    for (const c of [0, 1]) {
      const alone = runKernel(stepKernel('crossover', { at }, { writes: 3 }), [inputs[c]!], 3);
      expect(difference([both[c]!, both[2 + c]!, both[4 + c]!], alone)).toBeUndefined();
    }
  });
});

describe('crossover’s rules', () => {
  const d = nodeType('crossover')!;
  const params = (at: number[], bands: string[] | null = null) => ({ at, kind: 'LR4', bands });
  const outputs = (at: number[], bands?: string[]) =>
    typeof d.outputs === 'function' ? Object.keys(d.outputs(params(at, bands))) : [];
  const complaints = (at: number[], bands?: string[]) => d.refine!(params(at, bands), 48000).map((r) => r.param);

  it('names its outputs', () => {
    expect(outputs([80])).toEqual(['low', 'high']);
    expect(outputs([80, 800])).toEqual(['low', 'mid', 'high']);
    expect(outputs([80, 2500], ['sub', 'mid', 'top'])).toEqual(['sub', 'mid', 'top']);
    expect(outputs([1, 2, 3])).toHaveLength(4);
  });

  it('takes what can be built', () => {
    expect(complaints([80])).toEqual([]);
    expect(complaints([80, 800, 8000], ['a', 'b', 'c', 'd'])).toEqual([]);
  });

  it('says what cannot', () => {
    expect(complaints([80, 800, 8000])).toEqual(['at']);
    expect(complaints([800, 80])).toEqual(['at']);
    expect(complaints([80, 80])).toEqual(['at']);
    expect(complaints([80], ['a'])).toEqual(['bands']);
    expect(complaints([80], ['a', 'a'])).toEqual(['bands']);
    expect(complaints([80], ['in', 'out'])).toEqual(['bands', 'bands']);
  });
});
