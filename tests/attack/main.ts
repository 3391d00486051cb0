import { parseArgs } from 'node:util';
import { type Reporter, startVitest, type TestCase, type TestModule } from 'vitest/node';
import { amountVariable, thorough } from './amount';
import { sentence } from './counted';

/* `npm run attack -- --issue change`: what must never happen, tried on purpose and counted. Ends with 1 when it happened. */

/** Which tests count what, by what they are about: where they are. */
const issues: Readonly<Record<string, string>> = { change: 'tests/server/change/attack.test.ts' };

const { values: asked } = parseArgs({
  options: { issue: { type: 'string', default: '' }, seed: { type: 'string' }, cuts: { type: 'string' } },
});
const file = issues[asked.issue];
if (file === undefined) throw new Error(`--issue is one of: ${Object.keys(issues).join(', ')}`);

function whole(name: 'seed' | 'cuts'): number {
  const given = asked[name] ?? String(thorough[name]);
  if (!/^\d{1,9}$/.test(given)) throw new Error(`--${name} is a whole number`);
  return Number(given);
}

const amount = { ...thorough, seed: whole('seed'), cuts: whole('cuts') };
process.env[amountVariable] = JSON.stringify(amount);

/** Tells what was counted as soon as it is, and of everything that went wrong how. */
const telling: Reporter = {
  onTestCaseResult(test: TestCase) {
    for (const counted of test.meta().counted ?? []) {
      console.log(sentence(counted));
      for (const one of counted.found) console.log(`  ${one}`);
    }
    const { state, errors = [] } = test.result();
    if (state === 'failed' && test.meta().counted === undefined)
      console.log([`${test.fullName}: failed`, ...errors.map(({ stack, message }) => stack ?? message)].join('\n'));
  },
  onTestModuleEnd(module: TestModule) {
    for (const { stack, message } of module.errors()) console.log(stack ?? message);
  },
};

console.log(`seed ${amount.seed}`);
const run = await startVitest('test', [file], { project: ['integration'], reporters: [telling], watch: false });
await run.close();
const counted = run.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
if (counted.length === 0) throw new Error('nothing was tried');
const astray = run.state.getUnhandledErrors();
for (const error of astray) console.log(error);
process.exit(astray.length === 0 && counted.every((test) => test.ok()) ? 0 : 1);
