import { expect, test } from 'vitest';
import { importsOf } from './imports';
import { at, isNamed, literal, propertyName, visit } from './syntax';
import { madeUp, type Source, sourcesBelow, tests } from './tree';

const makers = ['test', 'it', 'describe', 'suite', 'bench'];
const evasions = ['skip', 'only', 'todo', 'fails', 'skipIf', 'runIf', 'retry', 'repeats', 'shuffle'];

/** A test that is not run, runs until it passes, waits for the clock or talks to nobody shows nothing. */
function evasionsIn(source: Source): string[] {
  return [...unrun(source), ...asleep(source), ...pretended(source)];
}

function unrun(source: Source): string[] {
  const found: string[] = [];
  visit(source, {
    MemberExpression: (node) => {
      const name = propertyName(node);
      if (name !== null && evasions.includes(name) && makers.includes(rootOf(node)))
        found.push(at(source, node, `.${name}`));
    },
    CallExpression: (node) => {
      if (!makers.includes(rootOf(node.callee))) return;
      for (const argument of node.arguments) {
        if (argument.type !== 'ObjectExpression') continue;
        for (const one of argument.properties)
          if (one.type === 'Property' && evasions.some((name) => isNamed(one.key, name)))
            found.push(at(source, one, 'a test with an excuse'));
      }
    },
    // `({ skip }) => skip()`, and `context.skip()`.
    Property: (node) => {
      if (isNamed(node.key, 'skip') && isNamed(node.value, 'skip'))
        found.push(at(source, node, 'a test that may skip itself'));
    },
  });
  return found;
}

/** `test` for `test.each([])('…')` and everything else that hangs on it. */
function rootOf(node: { type: string } & object): string {
  if ('object' in node) return rootOf(nodeIn(node.object));
  if ('callee' in node) return rootOf(nodeIn(node.callee));
  return 'name' in node ? String(node.name) : '';
}

const nodeIn = (node: unknown): { type: string } =>
  typeof node === 'object' && node !== null && 'type' in node ? { ...node, type: String(node.type) } : { type: '' };

function asleep(source: Source): string[] {
  const found = importsOf(source, new Map())
    .filter(({ specifier }) => specifier === 'node:timers/promises')
    .map(({ line }) => `${source.path}:${line} waits for the clock, not for a condition`);
  visit(source, {
    NewExpression: (node) => {
      if (!isNamed(node.callee, 'Promise')) return;
      const [executor] = node.arguments;
      const text = executor === undefined ? '' : source.text.slice(executor.start, executor.end);
      if (/^(async\s*)?\(?\w*\)?\s*=>\s*\{?\s*(return )?(void )?setTimeout\(/.test(text))
        found.push(at(source, node, 'waits for the clock, not for a condition'));
    },
  });
  return found;
}

/** Tests of the tests: they put a mutant in the place of a wall and ask that the others turn red. */
const mutants = ['tests/server/api/walls.test.ts'];

/** Our own code is never put aside, and nobody prints: what a test has to say is its assertion.
 * (A benchmark has nothing else to say, nor have the commands that count attacks and check a router.) */
function pretended(source: Source): string[] {
  const found: string[] = [];
  visit(source, {
    CallExpression: (node) => {
      const { callee } = node;
      if (callee.type !== 'MemberExpression') return;
      const name = propertyName(callee);
      const isMock =
        !mutants.includes(source.path) && isNamed(callee.object, 'vi') && (name === 'mock' || name === 'doMock');
      const mocked = literal(node.arguments[0]);
      if (isMock && (mocked === null || /^(@\/|\.)/.test(mocked))) found.push(at(source, node, 'mocks our own code'));
      if (isNamed(callee.object, 'console') && !/^tests\/(bench|attack|hardware)\//.test(source.path))
        found.push(at(source, node, `console.${name}`));
    },
  });
  return found;
}

test('tests are run, once, and without pretending', () => {
  expect([...tests, ...sourcesBelow('', /^vitest\.config\.ts$/)].flatMap(evasionsIn)).toEqual([]);
});

test('that law bites', () => {
  const offences = [
    "test.skip('a', f);",
    "describe.only('a', f);",
    "test.todo('a');",
    "it['skip']('a', f);",
    "test.skipIf(slow)('a', f);",
    "test.each([1]).only('a', f);",
    "test('a', { retry: 2 }, f);",
    "describe('a', { skip: true }, f);",
    "test('a', ({ skip }) => skip());",
    "test.concurrent.skip('a', f);",
    'await new Promise((resolve) => setTimeout(resolve, 100));',
    'await new Promise((r) => { setTimeout(r, 100); });',
    "import { setTimeout as after } from 'node:timers/promises';",
    "vi.mock('@/server/db/open');",
    "vi.mock('../src/core/access', () => ({}));",
    "console.error('broken');",
    'console.log(1);',
  ];
  for (const line of offences) expect(evasionsIn(madeUp('tests/core/a.test.ts', line)), line).not.toEqual([]);
});

test('waiting for a condition, with a deadline, is honest', () => {
  const honest = madeUp(
    'tests/core/a.test.ts',
    'await vi.waitFor(() => expect(a).toBe(1), { timeout: 1_000, interval: 20 });',
    'const timer = setTimeout(() => reject(new Error("too late")), 1_000);',
    "test.each([1])('a', f);",
    'reader.skip(4);',
  );
  expect(evasionsIn(honest)).toEqual([]);
});
