import { nodeProblem } from './node-version';

const problem = nodeProblem(process.versions.node);
if (problem === null) {
  // Loaded only now: what it imports may not even parse in an older Node.
  const { run } = await import('./run');
  await run(process.argv.slice(2));
} else {
  console.error(problem);
  process.exitCode = 1;
}
