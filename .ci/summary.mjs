// vitest's JSON report in two parts: what was skipped, and the line 'N passed, N failed'. In: the report's path.

import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const tests = report.testResults.flatMap((file) =>
  file.assertionResults.map((t) => ({ ...t, file: relative('.', file.name) })),
);
const count = (status) => tests.filter((t) => t.status === status).length;
const skipped = tests.filter((t) => !['passed', 'failed'].includes(t.status));
for (const t of skipped) console.log(`skipped: ${t.file}: ${t.fullName}${t.meta?.reason ? `: ${t.meta.reason}` : ''}`);
if (skipped.length === 0) console.log('nothing was skipped');
// A file that cannot even be loaded has no tests to count, and is a failure all the same.
const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
for (const file of broken) console.log(`failed: ${relative('.', file.name)}: ${file.message}`);
console.log(`${count('passed')} passed, ${count('failed') + broken.length} failed`);
