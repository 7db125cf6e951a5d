// A vitest reporter for .ci/run: writes what was skipped, and why, and the line 'N passed, N failed' to the file that
// BUSBAR_SUMMARY names.

import { writeFileSync } from 'node:fs';

export default class Summary {
  onTestRunEnd(modules, unhandledErrors) {
    const tests = modules.flatMap((m) => [...m.children.allTests()].map((test) => ({ test, result: test.result() })));
    const count = (state) => tests.filter(({ result }) => result.state === state).length;
    const skipped = tests
      .filter(({ result }) => result.state === 'skipped' || result.state === 'pending')
      .map(({ test, result }) => {
        const reason = result.note ?? 'its condition does not hold here';
        return `skipped: ${test.module.relativeModuleId}: ${test.fullName}: ${reason}`;
      });
    // A file that cannot be loaded has no tests to count, and is a failure all the same; so is an error outside tests.
    const broken = modules.filter((m) => m.state() === 'failed' && [...m.children.allTests()].length === 0);
    const failed = count('failed') + broken.length + unhandledErrors.length;
    const lines = [
      ...(skipped.length > 0 ? skipped : ['nothing was skipped']),
      ...broken.map((m) => `failed: ${m.relativeModuleId}`),
      ...unhandledErrors.map((e) => `failed: ${e.message}`),
      `${count('passed')} passed, ${failed} failed`,
    ];
    writeFileSync(process.env.BUSBAR_SUMMARY, `${lines.join('\n')}\n`);
  }
}
