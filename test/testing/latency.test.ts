// What the plan says of time is what is heard: every path of every example, to the frame.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SourceHost } from '../../compiler/ir/source.ts';
import { compileTests } from '../../compiler/tests.ts';
import { createFileHost } from '../../runtime/source-host.ts';
import type { Finding } from '../../runtime/tests/outcome.ts';
import { runTests } from '../../runtime/tests/run-tests.ts';
import { describeNative } from '../support/addon.ts';
import { examplePlan, examples } from '../support/example-plan.ts';
import { player } from '../support/run-tests.ts';

const root = join(import.meta.dirname, '../..');

/** The files of an example, and tests beside them that are not written. */
function hostWith(tests: string): SourceHost {
  const host = createFileHost({ cwd: root });
  return {
    ...host,
    read: async (path, limit) =>
      path.endsWith('latency.test.yaml')
        ? { ok: true, bytes: new TextEncoder().encode(tests) }
        : host.read(path, limit),
  };
}

/** Evenly over the list: a few of a large studio's stand for all. */
const some = <T>(all: readonly T[], most = 3): readonly T[] =>
  all.filter((_, i) => all.length <= most || i % Math.ceil(all.length / most) === 0);

/** Muted, says the plan, and so it is. */
const isSilence = ({ expected, measured }: Finding): boolean =>
  expected === 'that something comes through' && measured === 'nothing came through';

describeNative('latency, static and rendered', () => {
  test.each(examples)('%s', async (example) => {
    const { paths } = await examplePlan(example);
    expect(paths.length).toBeGreaterThan(0);
    const lines = some(paths).map(({ from, to }) => `      - latency: { from: ${from}, to: ${to} }`);
    const host = hostWith(`busbar: 1\ntests:\n  paths:\n    expect:\n${lines.join('\n')}\n`);
    const config = `examples/${example}/busbar.yaml`;
    const { tests, diagnostics } = await compileTests({
      entry: `examples/${example}/latency.test.yaml`,
      host,
      config,
    });
    expect(diagnostics).toEqual([]);
    const [result] = await runTests(player(), tests ?? []);
    const wrong = result?.assertions.flatMap(({ finding: f }, i) =>
      f.passed || isSilence(f) ? [] : [`${some(paths)[i]?.from} to ${f.where}: ${f.expected}; ${f.measured}`],
    );
    expect(wrong).toEqual([]);
  });
});
