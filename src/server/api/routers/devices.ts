import { z } from 'zod';
import { DeviceName, Tag } from '@/core/enrolment/devices';
import { DeviceId } from '@/core/ids';
import { SiteName, ZoneName } from '@/core/site-names';
import { deviceStates } from '@/core/status';
import { Line } from '@/core/text';
import { type DeviceFilter, listDevices, renameDevice, tagDevices } from '@/server/db/devices';
import { openAlarmOf } from '@/server/db/open-alarms';
import { beatsOf } from '@/server/db/statuses';
import { decodeCursor, encodeCursor } from '../cursor';
import { BeatView, beatViewOf, DeviceView, OpenAlarmView, WholeDeviceView } from '../device-views';
import { DeviceEvent, watchDevice } from '../device-watch';
import { procedure, router } from '../procedure';
import { followed } from '../run-following';
import { customer, device, devices, reach } from '../scopes';
import { StatusEvent, watchStatuses } from '../status-watch';

const Page = z.object({
  items: z.array(DeviceView),
  /** Where the next page begins: pass it as `after`. Null on the last page. */
  next: z.string().nullable(),
  /** How many match in all. */
  total: z.int(),
  /** How many match in each state, whichever state the page itself is filtered by. */
  states: z.record(z.enum(deviceStates), z.int()),
});

/** What finds devices of a list: also the many that something is asked of. */
export const matching = {
  /** Part of the name, the address, or what the router calls itself, in any case. */
  q: Line.trim().max(128).optional(),
  tag: Tag.optional(),
  /** The name of a site, or of a zone, in any case. */
  site: SiteName.optional(),
  zone: ZoneName.optional(),
  state: z.enum(deviceStates).optional(),
};

const filter = {
  ...matching,
  after: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
};

const Cursor = z.strictObject({ name: Line, id: z.uuid() });

function filterOf({ q, tag, site, zone, state, after, limit }: z.output<z.ZodObject<typeof filter>>): DeviceFilter {
  return {
    q: q === '' ? undefined : q,
    tag,
    site,
    zone,
    state,
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
    output: WholeDeviceView.extend({ alarm: OpenAlarmView.nullable() }),
    rest: { method: 'GET', path: '/devices/{device}', summary: 'One device, and its alarm' },
  }).query(async ({ ctx }) => ({ ...ctx.device, alarm: await openAlarmOf(ctx.db, ctx.me, ctx.device.id) })),

  beats: procedure({
    permission: 'device.read',
    scope: devices,
    audit: 'device.listed',
    output: z.object({ items: z.array(z.object({ device: DeviceId, beats: z.array(BeatView) })) }),
  }).query(async ({ ctx }) => {
    const ids = ctx.devices.map(({ id }) => id);
    const found = await beatsOf(ctx.db, ctx.me, ids);
    return { items: [...found].map(([device, beats]) => ({ device, beats: beats.map(beatViewOf) })) };
  }),

  watchList: procedure({
    permission: 'device.read',
    scope: customer,
    audit: 'device.listWatched',
    output: StatusEvent,
  }).subscription(({ ctx, input, signal }) =>
    watchStatuses(
      { me: ctx.me, tick: (work) => ctx.tick((db, landed) => work(db, landed.customer.id)) },
      input.lastEventId,
      signal,
    ),
  ),

  watchAll: procedure({
    permission: 'device.read',
    scope: reach,
    audit: 'device.listWatched',
    output: StatusEvent,
  }).subscription(({ ctx, input, signal }) =>
    watchStatuses({ me: ctx.me, tick: (work) => ctx.tick((db) => work(db, null)) }, input.lastEventId, signal),
  ),

  watch: procedure({
    permission: 'session.read',
    scope: device,
    audit: 'device.watched',
    input: followed,
    output: DeviceEvent,
  }).subscription(({ ctx, input, signal }) => watchDevice(ctx, input, signal)),

  rename: procedure({
    permission: 'device.edit',
    scope: device,
    audit: 'device.renamed',
    input: { name: DeviceName },
    output: DeviceView,
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
