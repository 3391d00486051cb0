// Prints `PASSED FAILED` of one vitest run: node totals.mjs REPORT EXIT_STATUS. Whatever was not run counts as failed, and
// so does a run that ended badly without naming a test.
import { existsSync, readFileSync } from 'node:fs';

const [, , file = '', status = '1'] = process.argv;

function count() {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const tests = report.testResults.flatMap((result) => result.assertionResults);
  const passed = tests.filter((test) => test.status === 'passed').length;
  // A file that failed though none of its tests did: it could not be loaded, or its clearing up failed.
  const brokenFiles = report.testResults.filter(
    (result) => result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  return { passed, failed: tests.length - passed + brokenFiles };
}

const { passed, failed } = count();
console.log(passed, failed === 0 && (status !== '0' || passed === 0) ? 1 : failed);
