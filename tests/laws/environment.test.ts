import { expect, test } from 'vitest';
import { importsOf } from './imports';
import { at, isNamed, propertyName, visit } from './syntax';
import { madeUp, product, type Source } from './tree';

const reader = 'src/env.ts';

/** Only env.ts reads the environment: every variable has one place where it is named, checked and explained. */
function readers(sources: readonly Source[]): string[] {
  return sources.filter(({ path }) => path !== reader).flatMap(readings);
}

function readings(source: Source): string[] {
  const found: string[] = [];
  const say = (node: { start: number }, what: string) => found.push(at(source, node, what));
  const nodeProcess = importsOf(source, new Map()).filter(({ specifier }) => /^(node:)?process$/.test(specifier ?? ''));
  for (const { line } of nodeProcess) found.push(`${source.path}:${line} opens node:process`);
  visit(source, {
    MemberExpression: (node) => {
      const name = propertyName(node);
      if (isNamed(node.object, 'process') && (name === 'env' || name === null)) say(node, 'process.env');
      if (node.object.type === 'MetaProperty' && (name === 'env' || name === null)) say(node, 'import.meta.env');
      if (isNamed(node.object, 'globalThis') && (name === 'process' || name === null)) say(node, 'globalThis.process');
    },
    // Whoever hands on `process` itself hands on its environment.
    VariableDeclarator: (node) => {
      if (node.init && isNamed(node.init, 'process')) say(node, 'process is taken apart or renamed');
    },
    AssignmentExpression: (node) => {
      if (isNamed(node.right, 'process')) say(node, 'process is taken apart or renamed');
    },
    AssignmentPattern: (node) => {
      if (isNamed(node.right, 'process')) say(node, 'process is taken apart or renamed');
    },
    CallExpression: (node) => {
      if (node.arguments.some((one) => isNamed(one, 'process'))) say(node, 'process is handed on');
    },
    SpreadElement: (node) => {
      if (isNamed(node.argument, 'process')) say(node, 'process is handed on');
    },
    Property: (node) => {
      if (node.kind === 'init' && isNamed(node.value, 'process') && !node.method) say(node, 'process is handed on');
    },
  });
  return found;
}

test('only env.ts reads the environment', () => {
  expect(product.some(({ path }) => path === reader)).toBe(true);
  expect(readers(product)).toEqual([]);
});

test('that law bites', () => {
  const offences = [
    'process.env.HOME;',
    "process['env']['HOME'];",
    'process[name];',
    'const { env } = process;',
    'const { env: { HOME } } = process;',
    'let p; p = process;',
    'function f({ env } = process) {}',
    'read(process);',
    'const all = { ...process };',
    'const one = { process };',
    "import { env } from 'node:process';",
    "const { env } = await import('process');",
    'import.meta.env.MODE;',
    'globalThis.process.env;',
    "Object.assign(process.env, { A: '1' });",
  ];
  for (const line of offences) expect(readers([madeUp('src/server/a.ts', line)]), line).not.toEqual([]);
});

test('the rest of `process` is free to use, and env.ts reads', () => {
  const honest = [
    'process.argv.slice(2);',
    "process.on('message', listen);",
    'process.getuid?.() === 0;',
    'const { pid } = child;',
  ];
  expect(readers([madeUp('src/cli/a.ts', ...honest), madeUp(reader, 'process.env.HOME;')])).toEqual([]);
});
