import { expect, test } from 'vitest';
import { importsAmong } from './imports';
import { at, isNamed, propertyName, visit } from './syntax';
import { madeUp, product, type Source } from './tree';

/** What core may open of others: a library without input, output, clock or chance. */
const purePackages = ['zod', 'ipaddr.js', 'diff'];

/** Globals that are the world: time, chance, configuration, the network, the console. */
const world = new Set(
  `process globalThis global window document navigator fetch crypto performance console require Buffer
   setTimeout setInterval setImmediate queueMicrotask localStorage sessionStorage`.split(/\s+/),
);

/** core is pure: time, randomness and configuration come in as arguments. */
function impurities(sources: readonly Source[]): string[] {
  const core = sources.filter(({ path }) => path.startsWith('src/core/'));
  const foreign = importsAmong(core)
    .filter(({ specifier, path }) => path === null && !purePackages.includes(specifier ?? ''))
    .map(({ from, line, specifier }) => `${from.path}:${line} opens ${specifier}`);
  return [...foreign, ...core.flatMap(impureWords)];
}

function impureWords(source: Source): string[] {
  const found: string[] = [];
  const names = new Set<number>();
  visit(source, {
    MemberExpression: (node) => {
      if (!node.computed) names.add(node.property.start);
      const name = propertyName(node);
      if (isNamed(node.object, 'Math') && name === 'random') found.push(at(source, node, 'Math.random'));
      if (isNamed(node.object, 'Date') && name === 'now') found.push(at(source, node, 'Date.now'));
    },
    Property: (node) => {
      if (!node.computed && !node.shorthand) names.add(node.key.start);
    },
    MetaProperty: (node) => {
      found.push(at(source, node, 'import.meta'));
    },
    CallExpression: (node) => {
      if (isNamed(node.callee, 'Date')) found.push(at(source, node, 'Date()'));
    },
    NewExpression: (node) => {
      if (isNamed(node.callee, 'Date') && node.arguments.length === 0) found.push(at(source, node, 'new Date()'));
    },
    Identifier: (node) => {
      if (world.has(node.name) && !names.has(node.start)) found.push(at(source, node, node.name));
    },
    TSPropertySignature: (node) => {
      names.add(node.key.start);
    },
  });
  return [...new Set(found)];
}

test('core is pure', () => {
  expect(product.some(({ path }) => path.startsWith('src/core/'))).toBe(true);
  expect(impurities(product)).toEqual([]);
});

test('that law bites', () => {
  const offender = madeUp(
    'src/core/a.ts',
    "import { readFileSync } from 'node:fs';",
    'export const now = () => Date.now();',
    'export const today = new Date();',
    "export const chance = Math['random']();",
    'export const home = process.env.HOME;',
    "export const answer = await fetch('https://example.net');",
    'export const id = crypto.randomUUID();',
    'export const where = import.meta.url;',
    'setTimeout(now, 1);',
    'export const it = { process };',
  );
  expect(impurities([offender])).toEqual([
    'src/core/a.ts:1 opens node:fs',
    'src/core/a.ts:2 Date.now',
    'src/core/a.ts:3 new Date()',
    'src/core/a.ts:4 Math.random',
    'src/core/a.ts:5 process',
    'src/core/a.ts:6 fetch',
    'src/core/a.ts:7 crypto',
    'src/core/a.ts:8 import.meta',
    'src/core/a.ts:9 setTimeout',
    'src/core/a.ts:10 process',
  ]);
});

test('a given time and a field that is only called so are pure', () => {
  const honest = madeUp(
    'src/core/a.ts',
    "import { z } from 'zod';",
    'export const at = (now: Date) => new Date(now.getTime() + 1);',
    'export interface Router { readonly process: string }',
    'export const it = { process: 1 };',
    'export const its = it.process;',
  );
  expect(impurities([honest])).toEqual([]);
});
