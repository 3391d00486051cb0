import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from '@/core/errors';
import { refused, silent } from '@/server/api/door';
import { asTrpcError } from '@/server/api/errors';
import { createCallerFactory, procedure, router } from '@/server/api/procedure';
import { customer, device, devices } from '@/server/api/scopes';
import { renameDevice } from '@/server/db/devices';
import { type TestDatabase, testDatabase } from '../../support/database';
import { contextFor, entriesOf, makeWorld, type World } from '../../support/world';

let database: TestDatabase;
let world: World;
/** What each deed saw, so that a test can tell a refusal from a deed that came to nothing. */
let deeds: unknown[] = [];

const rename = {
  permission: 'device.edit',
  scope: device,
  audit: 'device.renamed',
  output: z.object({ name: z.string() }),
} as const;

/** Doors that go wrong in every way a prototype of this one went wrong. */
const doors = router({
  look: procedure({
    permission: 'device.read',
    scope: customer,
    audit: 'device.listed',
    output: z.object({ slug: z.string() }),
  }).query(async ({ ctx }) => {
    deeds.push(ctx.customer.slug);
    return { slug: ctx.customer.slug, secret: 'not described, so it stays here' };
  }),
  writeInLook: procedure({ permission: 'device.read', scope: device, audit: 'device.viewed', output: z.void() }).query(
    async ({ ctx }) => renameDevice(ctx.db, ctx.device.id, 'written by a query'),
  ),
  rename: procedure({ ...rename, input: { name: z.string().min(1) } }).mutation(async ({ ctx, input }) => {
    deeds.push(input.name);
    await renameDevice(ctx.db, ctx.device.id, input.name);
    ctx.tell({ after: { name: input.name } });
    return { name: input.name };
  }),
  failsHalfway: procedure(rename).mutation(async ({ ctx }) => {
    await renameDevice(ctx.db, ctx.device.id, 'half a deed');
    throw new AppError('conflict', 'the second half is not possible');
  }),
  crashesHalfway: procedure(rename).mutation(async ({ ctx }) => {
    await renameDevice(ctx.db, ctx.device.id, 'half a deed');
    throw new Error('a detail that nobody outside may read');
  }),
  refusesButKeeps: procedure(rename).mutation(async ({ ctx }) => {
    await renameDevice(ctx.db, ctx.device.id, 'kept');
    return refused('tooMany', 'refused, and the deed stays');
  }),
  wrongOutput: procedure(rename).mutation(async ({ ctx }) => {
    await renameDevice(ctx.db, ctx.device.id, 'never described');
    // safe: on purpose not what the output says.
    return { name: 7 } as unknown as { name: string };
  }),
  many: procedure({
    permission: 'device.edit',
    scope: devices,
    audit: 'device.tagged',
    output: z.object({ count: z.int() }),
  }).mutation(async ({ ctx }) => {
    deeds.push(ctx.devices.length);
    return { count: ctx.devices.length };
  }),
  quiet: procedure({ permission: 'device.read', scope: customer, audit: silent('a count'), output: z.void() }).query(
    async () => undefined,
  ),
});

const callAs = createCallerFactory(doors);

beforeAll(async () => {
  database = await testDatabase();
  world = await makeWorld(database);
});
beforeEach(() => {
  deeds = [];
});

const ownDevice = () => world.devices['acme-corp'][0] ?? '';
const foreignDevice = () => world.devices['other-isp'][0] ?? '';
const nameOf = async (id: string) => (await database.owner`select name from app.device where id = ${id}`)[0]?.name;

describe('a query', () => {
  test('does its deed in reach, leaves one entry, and gives out only what is described', async () => {
    const context = contextFor(world.people.viewer);
    expect(await callAs(context).look({ customer: 'acme-corp' })).toEqual({ slug: 'acme-corp' });
    expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([
      {
        event: 'device.listed',
        outcome: 'ok',
        customer: world.customers['acme-corp'],
        actor: { kind: 'person', role: 'viewer' },
      },
    ]);
  });

  test('cannot write, by PostgreSQL itself', async () => {
    const before = await nameOf(ownDevice());
    await expect(callAs(contextFor(world.people.admin)).writeInLook({ device: ownDevice() })).rejects.toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
    });
    expect(await nameOf(ownDevice())).toBe(before);
  });

  test('a silent door leaves nothing', async () => {
    const context = contextFor(world.people.viewer);
    await callAs(context).quiet({ customer: 'acme-corp' });
    expect(await entriesOf(database.owner, context.origin.requestId)).toEqual([]);
  });
});

describe('out of reach', () => {
  test.each(['other-isp', 'no-such-customer'])('customer %s is refused in the same words', async (slug) => {
    const context = contextFor(world.people.operator);
    await expect(callAs(context).look({ customer: slug })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: `customer "${slug}" not in scope`,
    });
    expect(deeds).toEqual([]);
    expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([
      { event: 'device.listed', outcome: 'refused', customer: null, detail: { code: 'forbidden' } },
    ]);
  });

  test('a foreign device does not exist', async () => {
    const call = callAs(contextFor(world.people.admin)).rename({ device: foreignDevice(), name: 'mine' });
    await expect(call).rejects.toMatchObject({ code: 'NOT_FOUND', message: 'no such device' });
    expect(deeds).toEqual([]);
  });

  test('one foreign id among own ones refuses the whole call', async () => {
    const call = callAs(contextFor(world.people.admin)).many({
      devices: [...world.devices['acme-corp'], foreignDevice()],
    });
    await expect(call).rejects.toMatchObject({ code: 'NOT_FOUND', message: 'no such device' });
    expect(deeds).toEqual([]);
  });

  test('devices of two customers are refused even to a Super Admin', async () => {
    const call = callAs(contextFor(world.people.superAdmin)).many({ devices: [ownDevice(), foreignDevice()] });
    await expect(call).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('the order of refusals', () => {
  test('a stranger is refused before anything is read', async () => {
    const bad = { device: 'no id at all', name: 7 } as unknown as { device: string; name: string }; // safe: on purpose.
    await expect(callAs(contextFor(null)).rename(bad)).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      message: 'sign in first',
    });
  });

  test('a role without the permission is refused before its input is read', async () => {
    const bad = { device: 'no id at all', name: 7 } as unknown as { device: string; name: string }; // safe: on purpose.
    await expect(callAs(contextFor(world.people.viewer)).rename(bad)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('a foreign device is refused before the own input is read', async () => {
    const call = callAs(contextFor(world.people.admin)).rename({ device: foreignDevice(), name: '' });
    await expect(call).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a field that is not described is refused', async () => {
    const extra = { device: ownDevice(), name: 'x', role: 'superAdmin' };
    await expect(callAs(contextFor(world.people.admin)).rename(extra)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(deeds).toEqual([]);
  });
});

describe('a mutation', () => {
  test('commits its deed and its entry together', async () => {
    const context = contextFor(world.people.admin);
    await callAs(context).rename({ device: ownDevice(), name: 'renamed' });
    expect(await nameOf(ownDevice())).toBe('renamed');
    expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([
      {
        event: 'device.renamed',
        outcome: 'ok',
        target: { kind: 'device', id: ownDevice() },
        detail: { after: { name: 'renamed' } },
      },
    ]);
  });

  test.each([
    ['failsHalfway', { code: 'CONFLICT' }, 'refused'],
    ['crashesHalfway', { code: 'INTERNAL_SERVER_ERROR', message: expect.not.stringContaining('detail') }, 'failed'],
    ['wrongOutput', { code: 'INTERNAL_SERVER_ERROR' }, 'failed'],
  ] as const)('%s: nothing is left but its trace', async (door, error, outcome) => {
    const before = await nameOf(ownDevice());
    const context = contextFor(world.people.admin);
    await expect(callAs(context)[door]({ device: ownDevice() })).rejects.toMatchObject(error);
    expect(await nameOf(ownDevice())).toBe(before);
    expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([
      { event: 'device.renamed', outcome },
    ]);
  });

  test('a returned refusal keeps its deed, leaves one entry and reaches the caller as an error', async () => {
    const context = contextFor(world.people.admin);
    await expect(callAs(context).refusesButKeeps({ device: ownDevice() })).rejects.toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      message: 'refused, and the deed stays',
    });
    expect(await nameOf(ownDevice())).toBe('kept');
    expect(await entriesOf(database.owner, context.origin.requestId)).toMatchObject([{ outcome: 'refused' }]);
  });

  test('a removed assignment bites on the next statement, with the same token', async () => {
    const { operator } = world.people;
    await callAs(contextFor(operator)).look({ customer: 'acme-corp' });
    await database.owner`delete from app.membership where person_id = ${operator.personId}`;
    await expect(callAs(contextFor(operator)).look({ customer: 'acme-corp' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await database.owner`insert into app.membership (person_id, customer_id) values (${operator.personId}, ${world.customers['acme-corp']})`;
  });
});

describe('no trace, no deed', () => {
  test('when the entry cannot be written the deed is not done, and nothing answers 2xx', async () => {
    const before = await nameOf(ownDevice());
    await database.owner`revoke execute on function audit.append(text, text, jsonb, uuid, jsonb, jsonb, text) from routeward_person`;
    try {
      const admin = callAs(contextFor(world.people.admin));
      await expect(admin.rename({ device: ownDevice(), name: 'untraced' })).rejects.toMatchObject({
        code: 'INTERNAL_SERVER_ERROR',
      });
      await expect(admin.look({ customer: 'acme-corp' })).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' });
      expect(await nameOf(ownDevice())).toBe(before);
      expect(deeds).toEqual(['untraced']);
    } finally {
      await database.owner`grant execute on function audit.append(text, text, jsonb, uuid, jsonb, jsonb, text) to routeward_person`;
    }
  });

  test('a refusal whose entry cannot be written within its time is refused all the same', async () => {
    const context = contextFor(world.people.operator);
    const refusal = database.owner.begin(async (hold) => {
      await hold`lock table audit.entry in access exclusive mode`;
      await expect(callAs(context).look({ customer: 'other-isp' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    });
    await refusal;
    expect(asTrpcError(new AppError('forbidden', 'x')).code).toBe('FORBIDDEN');
  });
});

test('a caller who is known by a query has no way to write by sql either', async () => {
  const [row] = await database.owner`select count(*)::int as count from app.device where name = 'written by a query'`;
  expect(row?.count).toBe(0);
  expect(sql).toBeDefined();
});
