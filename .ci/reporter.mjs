// A vitest reporter for .ci/run: writes what was skipped or run again, and why, a line per back end, what failed, with its
// errors, and the line 'N passed, N failed' to the file that BUSBAR_SUMMARY names. A back end that every machine has and that
// was not tested is a failure.

import { writeFileSync } from 'node:fs';

const backends = [
  { name: 'virtual', files: /^test\/(integration\/virtual\/|native\/live)/, everywhere: true },
  { name: 'jack', files: /^test\/integration\/jack\//, everywhere: true },
  { name: 'alsa', files: /^test\/devices\/alsa\//, everywhere: false },
  { name: 'alsa in a virtual machine', files: /^test\/devices\/vm\//, everywhere: false },
];

// An error and where it was, without the runner's own frames.
const ownLines = (error) =>
  String(error.stack ?? error.message)
    .split('\n')
    .filter((line) => !line.includes('node_modules'))
    .slice(0, 20);

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
    const failures = tests
      .filter(({ result }) => result.state === 'failed')
      .flatMap(({ test, result }) => [
        `failed: ${test.module.relativeModuleId}: ${test.fullName}`,
        ...result.errors.flatMap((e) => ownLines(e)).map((line) => `  ${line}`),
      ]);
    const again = tests
      .filter(({ test }) => (test.diagnostic()?.retryCount ?? 0) > 0)
      .map(({ test }) => {
        const times = test.diagnostic().retryCount;
        return `run again, as the machine stood still: ${test.module.relativeModuleId}: ${test.fullName} (${times})`;
      });
    const perBackend = backends.map(({ name, files, everywhere }) => {
      const own = tests
        .filter(({ test }) => files.test(test.module.relativeModuleId))
        .map(({ result }) => result.state);
      const ran = own.filter((state) => state === 'passed' || state === 'failed').length;
      const isMissing = everywhere && (ran === 0 || ran < own.length);
      const words =
        own.length === 0
          ? everywhere
            ? 'nothing ran'
            : 'not in this run (npm run test:devices)'
          : `${ran} ran, ${own.length - ran} skipped`;
      return { line: `back end ${name}: ${words}${isMissing ? ': FAILED, it must not be skipped' : ''}`, isMissing };
    });
    if (perBackend.some(({ isMissing }) => isMissing)) process.exitCode = 1;
    // A file that cannot be loaded has no tests to count, and is a failure all the same; so is an error outside tests.
    const broken = modules.filter((m) => m.state() === 'failed' && [...m.children.allTests()].length === 0);
    const missing = perBackend.filter(({ isMissing }) => isMissing).length;
    const failed = count('failed') + broken.length + unhandledErrors.length + missing;
    const lines = [
      ...(skipped.length > 0 ? skipped : ['nothing was skipped']),
      ...again,
      ...broken.map((m) => `failed: ${m.relativeModuleId}`),
      ...unhandledErrors.map((e) => `failed: ${e.message}`),
      ...perBackend.map(({ line }) => line),
      ...failures,
      `${count('passed')} passed, ${failed} failed`,
    ];
    writeFileSync(process.env.BUSBAR_SUMMARY, `${lines.join('\n')}\n`);
  }
}
