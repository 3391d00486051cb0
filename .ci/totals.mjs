// Prints `PASSED FAILED` of one vitest run: node totals.mjs REPORT EXIT_STATUS FAILURES. Whatever was not run counts as
// failed, and so does a run that ended badly without naming a test. What failed is added to the file FAILURES, a line or
// more each, so that it can be said once more at the end, where it is not lost among thousands of lines.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

const [, , file = '', status = '1', failures = '/dev/stderr'] = process.argv;
const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** The first lines of a message, without colours. */
const opening = (message = '') => message.replaceAll(escapes, '').split('\n').slice(0, 4).join('\n    ');

function failuresOf(result) {
  const tests = result.assertionResults.filter((test) => test.status !== 'passed');
  const named = tests.map((test) => `${test.status}: ${test.fullName}\n    ${opening(test.failureMessages?.[0])}`);
  // A file that failed though none of its tests did: it could not be loaded, or its clearing up failed.
  const isBroken = result.status === 'failed' && !tests.some((test) => test.status === 'failed');
  return isBroken ? [...named, `the file as a whole\n    ${opening(result.message)}`] : named;
}

function count() {
  if (!existsSync(file)) return { passed: 0, failed: ['there is no report'] };
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'));
  const passed = testResults.flatMap((result) => result.assertionResults).filter((test) => test.status === 'passed');
  const failed = testResults.flatMap((result) =>
    failuresOf(result).map((failure) => `${result.name.replace(`${process.cwd()}/`, '')}\n  ${failure}`),
  );
  if (failed.length === 0 && status !== '0') failed.push(`the run ended with ${status} and names no test`);
  if (failed.length === 0 && passed.length === 0) failed.push('no test was run');
  return { passed: passed.length, failed };
}

const { passed, failed } = count();
for (const failure of failed) appendFileSync(failures, `${failure}\n`);
console.log(passed, failed.length);
