// Which step is which after an edit: ids that were written say it, places of repeats do not.

import { describe, expect, it } from 'vitest';
import { pairSteps, type StepFacts } from '../../compiler/transition/pair-steps.ts';

/** `peaking:A peaking-2:B level=gain:C`: id, type where the id is not made of it, params. */
const steps = (text: string): StepFacts[] =>
  text.split(' ').map((word) => {
    const [name = '', params = ''] = word.split(':');
    const [id = '', type = id.replace(/-\d+$/, '')] = name.split('=');
    return { id, type, params: () => params };
  });

const pairs = (before: string, after: string) => Object.fromEntries(pairSteps(steps(before), steps(after)));

describe('repeats without an id', () => {
  it('keep their bands when one is put in front', () => {
    expect(pairs('peaking:A peaking-2:B', 'peaking:N peaking-2:A peaking-3:B')).toEqual({
      'peaking-2': 'peaking',
      'peaking-3': 'peaking-2',
    });
  });
  it('keep their bands when the first is taken out', () => {
    expect(pairs('peaking:A peaking-2:B peaking-3:C', 'peaking:B peaking-2:C')).toEqual({
      peaking: 'peaking-2',
      'peaking-2': 'peaking-3',
    });
  });
  it('are matched by type and nearest order where params changed', () => {
    expect(pairs('peaking:A peaking-2:B peaking-3:C', 'peaking:A peaking-2:X peaking-3:C')).toEqual({
      peaking: 'peaking',
      'peaking-2': 'peaking-2',
      'peaking-3': 'peaking-3',
    });
  });
  it('are never matched across types', () => {
    expect(pairs('peaking:A', 'gain:A')).toEqual({});
  });
  it('that changed places: one of them keeps its pair by its params, the other by its type', () => {
    expect(pairs('peaking:A gain:G', 'gain:G peaking:A')).toEqual({ peaking: 'peaking', gain: 'gain' });
  });
});

describe('steps with an id', () => {
  it('pair by it wherever they stand, whatever they say', () => {
    expect(pairs('a=peaking:A b=peaking:B', 'b=peaking:X a=peaking:A')).toEqual({ a: 'a', b: 'b' });
  });
  it('are new when their type changed', () => {
    expect(pairs('a=peaking:A', 'a=gain:A')).toEqual({});
  });
  it('are no repeats: a step that is given an id starts afresh', () => {
    expect(pairs('peaking:A', 'band=peaking:A')).toEqual({});
  });
});

it('finds the longest common subsequence', () => {
  const before = [...'ABCBDAB'].map((c, i) => (i === 0 ? `x:${c}` : `x-${i + 1}:${c}`)).join(' ');
  const after = [...'BDCABA'].map((c, i) => (i === 0 ? `x:${c}` : `x-${i + 1}:${c}`)).join(' ');
  const [a, b] = [steps(before), steps(after)];
  const same = [...pairSteps(a, b)].filter(
    ([is, was]) => b.find((s) => s.id === is)!.params() === a.find((s) => s.id === was)!.params(),
  );
  expect(same.length).toBeGreaterThanOrEqual(4);
});
