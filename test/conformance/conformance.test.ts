// The conformance tests on every step type. A new type is tested by being there: no line here names one.

import { describe, expect, it } from 'vitest';
import { nodeTypes } from '../../schema/index.ts';
import { describeNative } from '../support/addon.ts';
import { onsets } from './checks.ts';
import { compiles, defaultsAreValid } from './descriptor-checks.ts';
import { kernelChecks } from './kernel-checks.ts';
import type { Subject } from './subject.ts';
import { subjectsOf } from './subject.ts';

describe.each(nodeTypes)('$type', (d) => {
  it('has valid defaults', async () => {
    expect(await defaultsAreValid(d)).toEqual([]);
  });

  it('compiles its example', async () => {
    expect(await compiles(d)).toEqual([]);
  });

  describeNative('kernel', () => {
    let subjects: Promise<Subject[]> | undefined;
    const all = () => {
      subjects ??= subjectsOf(d);
      return subjects;
    };

    it.each(Object.entries(kernelChecks))('%s', async (_, check) => {
      const wrong = (await all()).flatMap((s) => check(s).map((w) => `${s.name}: ${w}`));
      expect(wrong).toEqual([]);
    });

    it('answers its input in some setting', async () => {
      const answering = (await all()).filter((s) => s.reads > 0 && s.writes > 0);
      if (answering.length > 0) expect(answering.flatMap(onsets)).not.toEqual([]);
    });
  });
});
