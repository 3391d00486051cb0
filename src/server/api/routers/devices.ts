import { z } from 'zod';
import { CustomerSlug, DeviceId } from '@/core/ids';
import { Line } from '@/core/text';
import { type DeviceFilter, listDevices, renameDevice, tagDevices } from '@/server/db/devices';
import { decodeCursor, encodeCursor } from '../cursor';
import { procedure, router } from '../procedure';
import { customer, device, devices, reach } from '../scopes';

const DeviceName = Line.trim().min(1).max(64);
const Tag = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,31}$/, 'lower-case letters, digits, dot, hyphen, at most 32');

const Device = z.object({
  id: DeviceId,
  customer: CustomerSlug,
  name: z.string(),
  /** Host name or IP address of the router's API. */
  address: z.string(),
  port: z.int(),
  site: z.string().nullable(),
  tags: z.array(z.string()),
  /** ISO 8601, UTC. */
  enrolledAt: z.string(),
});

const Page = z.object({
  items: z.array(Device),
  /** Where the next page begins: pass it as `after`. Null on the last page. */
  next: z.string().nullable(),
  /** How many match in all. */
  total: z.int(),
});

const filter = {
  /** Part of the name or the address, in any case. */
  q: Line.trim().max(128).optional(),
  tag: Tag.optional(),
  after: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
};

const Cursor = z.strictObject({ name: Line, id: z.uuid() });

function filterOf({ q, tag, after, limit }: z.output<z.ZodObject<typeof filter>>): DeviceFilter {
  return {
    q: q === '' ? undefined : q,
    tag,
    after: after === undefined ? undefined : decodeCursor(Cursor, after),
    limit,
  };
}

const pageOf = ({ next, ...page }: Awaited<ReturnType<typeof listDevices>>) => ({
  ...page,
  next: next && encodeCursor(next),
});

export const devicesRouter = router({
  list: procedure({
    permission: 'device.read',
    scope: customer,
    audit: 'device.listed',
    input: filter,
    output: Page,
    rest: { method: 'GET', path: '/devices', summary: 'Devices of one customer, by name' },
  }).query(async ({ ctx, input }) => pageOf(await listDevices(ctx.db, ctx.me, ctx.customer.id, filterOf(input)))),

  listAll: procedure({
    permission: 'device.read',
    scope: reach,
    audit: 'device.listed',
    input: filter,
    output: Page,
    rest: { method: 'GET', path: '/devices/all', summary: 'Devices of every customer in reach, by name' },
  }).query(async ({ ctx, input }) => pageOf(await listDevices(ctx.db, ctx.me, null, filterOf(input)))),

  get: procedure({
    permission: 'device.read',
    scope: device,
    audit: 'device.viewed',
    output: Device,
    rest: { method: 'GET', path: '/devices/{device}', summary: 'One device' },
  }).query(async ({ ctx }) => ctx.device),

  rename: procedure({
    permission: 'device.edit',
    scope: device,
    audit: 'device.renamed',
    input: { name: DeviceName },
    output: Device,
    rest: { method: 'PATCH', path: '/devices/{device}', summary: 'Rename a device' },
  }).mutation(async ({ ctx, input }) => {
    await renameDevice(ctx.db, ctx.device.id, input.name);
    ctx.tell({ before: { name: ctx.device.name }, after: { name: input.name } });
    return { ...ctx.device, name: input.name };
  }),

  tag: procedure({
    permission: 'device.edit',
    scope: devices,
    audit: 'device.tagged',
    input: { tag: Tag, on: z.boolean() },
    output: z.object({ devices: z.int() }),
    rest: { method: 'POST', path: '/devices/tags', summary: 'Add a tag to devices of one customer, or take it away' },
  }).mutation(async ({ ctx, input }) => {
    const ids = ctx.devices.map(({ id }) => id);
    await tagDevices(ctx.db, ids, input.tag, input.on);
    ctx.tell({ tag: input.tag, on: input.on, devices: ids });
    return { devices: ids.length };
  }),
});
