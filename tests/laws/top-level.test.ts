import { expect, test } from 'vitest';
import { z } from 'zod';
import { read, topLevel } from './tree';

/** Everything at the top of the project, so that nothing settles there by accident. */
const golden = [
  '.ci',
  '.env.example',
  '.gitignore',
  '.npmrc',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'NOTICE',
  'README.md',
  'SECURITY.md',
  'biome.json',
  'build.mjs',
  'docs',
  'drizzle',
  'drizzle.config.ts',
  'knip.jsonc',
  'next.config.mjs',
  'package-lock.json',
  'package.json',
  'postcss.config.mjs',
  'public',
  'src',
  'tests',
  'tsconfig.json',
  'vitest.config.ts',
];

/** What the design card names. */
const design = {
  entries: ['package.json', 'next.config.mjs', 'drizzle.config.ts', 'src', 'drizzle', 'public', 'tests', 'README.md'],
  packages: [
    'next',
    '@trpc/server',
    '@trpc/client',
    'next-auth',
    'drizzle-orm',
    'postgres',
    'bcryptjs',
    'jose',
    'zod',
    'node-routeros',
    '@react-pdf/renderer',
    'tailwindcss',
    'vitest',
  ],
};

const Manifest = z.object({
  version: z.string(),
  license: z.string(),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const manifest = Manifest.parse(JSON.parse(read('package.json').text));

/** What is there and should not be, and what should be and is not. */
function differences(there: readonly string[], wanted: readonly string[]): string[] {
  return [
    ...there.filter((name) => !wanted.includes(name)).map((name) => `${name} is not in the list`),
    ...wanted.filter((name) => !there.includes(name)).map((name) => `${name} is missing`),
  ];
}

test('the top level is the one that was agreed on', () => {
  expect(differences(topLevel(), golden)).toEqual([]);
  expect(differences(design.entries, golden).filter((line) => line.endsWith('not in the list'))).toEqual([]);
});

test('that law bites', () => {
  expect(differences(['a', 'utils'], ['a', 'b'])).toEqual(['utils is not in the list', 'b is missing']);
});

test('the packages of the design are the ones in use', () => {
  const there = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(design.packages.filter((name) => !there.includes(name))).toEqual([]);
  expect(manifest.dependencies['node-routeros']).toBe('1.6.9');
});

test('the licence is the one that the manifest names', () => {
  expect(manifest.license).toBe('Apache-2.0');
  expect(read('LICENSE').text).toContain('Apache License\n                           Version 2.0, January 2004');
  expect(read('LICENSE').text).toContain('END OF TERMS AND CONDITIONS');
});

test('the changelog tells of this version', () => {
  expect(read('CHANGELOG.md').text).toContain(`## [${manifest.version}]`);
});
