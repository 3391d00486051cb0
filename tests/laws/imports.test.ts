import { expect, test } from 'vitest';
import { type Import, importsAmong, waysFrom } from './imports';
import { connectors, doorExports, doorTypes, keepers, mayOpen, roomOf, rooms } from './rooms';
import { exportedValues } from './syntax';
import { madeUp, product, read, type Source } from './tree';

const ours = [...product, read('drizzle/meta/_journal.json')].filter(({ path }) => /\.tsx?$/.test(path));
const written = ({ from, line, specifier }: Import) =>
  `${from.path}:${line} opens ${specifier ?? 'what nobody can tell'}`;

/** A room in the table, opening only what the table says; the browser's program may know the types of the doors. */
function outOfBounds(sources: readonly Source[]): string[] {
  const strangers = sources.filter(({ path }) => !(roomOf(path) in rooms)).map(({ path }) => `${path} is in no room`);
  const wrong = importsAmong(sources).filter((one) => {
    if (one.specifier === null) return true;
    if (one.path === null || mayOpen(roomOf(one.from.path), roomOf(one.path))) return false;
    const isDoorType =
      one.isType && one.path === doorTypes.file && one.names.every((name) => doorTypes.names.includes(name));
    return !(isDoorType && roomOf(one.from.path) === 'ui');
  });
  return [...strangers, ...wrong.map(written)];
}

test('a room opens only rooms below it', () => {
  expect(outOfBounds(ours)).toEqual([]);
});

test('that law bites', () => {
  const offenders = [
    madeUp('src/core/a.ts', "import type { X } from '@/server/db/open';"),
    madeUp('src/ui/b.tsx', "import { appRouter } from '@/server/api/root';"),
    madeUp('src/ui/c.tsx', "import { type AppRouter } from '../server/api/root';"),
    madeUp('src/app/d.ts', "export { x } from '@/server/db/open';"),
    madeUp('src/server/api/e.ts', "const x = await import('@/server/runner/run');"),
    madeUp('src/server/audit/f.ts', "type X = typeof import('../auth/sign-in');"),
    madeUp('src/server/runner/g.ts', "new Worker(new URL('../../cli/h.ts', import.meta.url));"),
    madeUp('src/server/db/i.ts', "const x = await import('@/server/' + name);"),
    madeUp('src/simulator/j.ts', "import { StartError } from '@/core/start-error';"),
    madeUp('src/proxy.ts', "require('@/core/access');"),
    madeUp('src/server/mail/k.ts', ''),
    madeUp('src/server/api/root.ts', ''),
  ];
  expect(outOfBounds(offenders)).toEqual([
    'src/server/mail/k.ts is in no room',
    'src/core/a.ts:1 opens @/server/db/open',
    'src/ui/b.tsx:1 opens @/server/api/root',
    'src/ui/c.tsx:1 opens ../server/api/root',
    'src/app/d.ts:1 opens @/server/db/open',
    'src/server/api/e.ts:1 opens @/server/runner/run',
    'src/server/audit/f.ts:1 opens ../auth/sign-in',
    'src/server/runner/g.ts:1 opens ../../cli/h.ts',
    'src/server/db/i.ts:1 opens what nobody can tell',
    'src/simulator/j.ts:1 opens @/core/start-error',
    'src/proxy.ts:1 opens @/core/access',
  ]);
});

test('that law lets through what is allowed', () => {
  const honest = [
    madeUp(
      'src/ui/trpc.ts',
      "import type { AppRouter } from '@/server/api/root';",
      "import { may } from '@/core/access';",
    ),
    madeUp('src/server/api/root.ts', "import { list } from '@/server/db/devices';", "import { z } from 'zod';"),
    madeUp('src/cli/start.ts', "const { web } = await import('./web');", "import { x } from '@/server/runner/clock';"),
  ];
  expect(outOfBounds(honest)).toEqual([]);
});

/** No way leads from a request to a router: a request commits an intent, and the runner sends it. */
function waysToRouters(sources: readonly Source[]): string[] {
  const starts = sources.map(({ path }) => path).filter((path) => /^src\/(app|ui|server\/api)\//.test(path));
  const ways = waysFrom(starts, importsAmong(sources), () => true);
  return [...ways].filter(([path]) => roomOf(path) === 'server/routeros').map(([, way]) => way.join(' > '));
}

test('server/api reaches server/routeros by no path', () => {
  expect(waysToRouters(ours)).toEqual([]);
});

test('that law bites, however long the path', () => {
  const offenders = [
    madeUp('src/server/api/routers/runs.ts', "import { start } from '@/server/queue/start';"),
    madeUp('src/server/queue/start.ts', "import { guard } from '../change/guard';"),
    madeUp('src/server/change/guard.ts', "import type { Session } from '@/server/routeros/session';"),
    madeUp('src/server/routeros/session.ts', ''),
  ];
  expect(waysToRouters(offenders)).toEqual([offenders.map(({ path }) => path).join(' > ')]);
});

function besidesKeepers(sources: readonly Source[]): string[] {
  return importsAmong(sources)
    .filter(({ from, specifier, isType }) => {
      const [name] = Object.keys(keepers)
        .filter((one) => specifier === one || specifier?.startsWith(`${one}/`))
        .sort((a, b) => b.length - a.length);
      const by = name === undefined ? undefined : keepers[name]?.by;
      return by !== undefined && !isType && !by.some((keeper) => from.path.startsWith(keeper));
    })
    .map(written);
}

test('a package with a keeper is opened by nobody else', () => {
  expect(besidesKeepers(ours)).toEqual([]);
});

test('that law bites', () => {
  const offenders = [
    madeUp('src/server/api/a.ts', "import postgres from 'postgres';", "import type { Sql } from 'postgres';"),
    madeUp('src/server/db/b.ts', "import { drizzle } from 'drizzle-orm/postgres-js';"),
    madeUp('src/server/runner/c.ts', "const { RouterOSAPI } = await import('node-routeros');"),
    madeUp('src/server/auth/d.ts', "export { compare } from 'bcryptjs';", "import { jwtVerify } from 'jose';"),
  ];
  expect(besidesKeepers(offenders)).toEqual([
    'src/server/api/a.ts:1 opens postgres',
    'src/server/db/b.ts:1 opens drizzle-orm/postgres-js',
    'src/server/runner/c.ts:1 opens node-routeros',
    'src/server/auth/d.ts:1 opens bcryptjs',
  ]);
});

const connection = 'src/server/db/connection.ts';
/** Of those who hold a connection, the two that a request may meet: the openers, and what hears notices and asks for no row. */
const onTheWay = ['src/server/db/open.ts', 'src/server/db/notices.ts'];
const poolMakers = ['connect', 'transact', '*'];

/** Whoever makes a pool, takes a transaction without an opener, or reaches one of the owner's from a request. */
function besidesOpeners(sources: readonly Source[]): string[] {
  const imports = importsAmong(sources);
  const takers = imports.filter(
    ({ path, isType, names }) => path === connection && !isType && names.some((name) => poolMakers.includes(name)),
  );
  const unknown = takers.filter(({ from }) => !(from.path in connectors)).map(written);
  const requests = sources.map(({ path }) => path).filter((path) => /^src\/(app|server\/(api|runner))\//.test(path));
  const ways = waysFrom(requests, imports, ({ isType }) => !isType);
  const reached = Object.keys(connectors)
    .filter((path) => !onTheWay.includes(path) && ways.has(path))
    .map((path) => ways.get(path)?.join(' > ') ?? path);
  return [...unknown, ...reached];
}

test('a request reaches the database through the five openers and no other way', () => {
  expect(besidesOpeners(ours)).toEqual([]);
});

test('that law bites', () => {
  const offenders = [
    madeUp(connection, ''),
    madeUp('src/server/db/owner.ts', "import { connect } from './connection';"),
    madeUp(
      'src/server/db/devices.ts',
      "import type { Transaction } from './connection';",
      "import { transact } from './connection';",
    ),
    madeUp('src/server/api/repair.ts', "import { openOwner } from '../db/owner';"),
  ];
  expect(besidesOpeners(offenders)).toEqual([
    'src/server/db/devices.ts:2 opens ./connection',
    'src/server/api/repair.ts > src/server/db/owner.ts',
  ]);
});

/** tRPC's own makers: whoever has them can make a procedure without a door. */
function besidesTheDoor(sources: readonly Source[]): string[] {
  return importsAmong(sources)
    .filter(({ from, specifier, names, isType }) => {
      if (isType || specifier === null || !/^@trpc\/server(\/|$)/.test(specifier)) return false;
      if (specifier.includes('unstable')) return true;
      const makes = names.some((name) => ['initTRPC', '*', 'default'].includes(name));
      return specifier === '@trpc/server' && makes && from.path !== 'src/server/api/procedure.ts';
    })
    .map(written);
}

test('procedures are made in procedure.ts alone', () => {
  expect(besidesTheDoor(ours)).toEqual([]);
});

test('what makes them leaves that file in no form but the doors', () => {
  expect(exportedValues(read('src/server/api/procedure.ts'))).toEqual(doorExports);
});

test('that law bites', () => {
  const offenders = [
    madeUp('src/server/api/a.ts', "import { initTRPC } from '@trpc/server';"),
    madeUp('src/server/api/b.ts', "import * as trpc from '@trpc/server';"),
    madeUp('src/server/api/c.ts', "import { createBuilder } from '@trpc/server/unstable-core-do-not-import';"),
    madeUp('src/server/api/d.ts', "import { TRPCError } from '@trpc/server';"),
  ];
  expect(besidesTheDoor(offenders).map((line) => line.slice(0, 'src/server/api/a.ts'.length))).toEqual([
    'src/server/api/a.ts',
    'src/server/api/b.ts',
    'src/server/api/c.ts',
  ]);
  const leaks = [
    'export const base = t.procedure;',
    'export { t };',
    'export default t;',
    'export const { procedure: p } = t;',
  ];
  expect(exportedValues(madeUp('a.ts', ...leaks, 'export type T = typeof t;'))).toEqual(['base', 'default', 'p', 't']);
});
