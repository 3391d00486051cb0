import { z } from 'zod';
import { TimeZone } from '@/core/customers';
import { AppError } from '@/core/errors';
import { CustomerSlug, DeviceId, SiteId } from '@/core/ids';
import { SiteName, ZoneName } from '@/core/site-names';
import { deviceStates } from '@/core/status';
import {
  archivedSites,
  archiveSite,
  changeSite,
  createSite,
  findSite,
  listSites,
  restoreSite,
  type Site,
} from '@/server/db/sites';
import { procedure, router } from '../procedure';
import { customer, reach, site } from '../scopes';

const Uplink = z.object({
  id: DeviceId,
  name: z.string(),
  /** An archived device leads nowhere: another one is to be named. */
  isArchived: z.boolean(),
});

const SiteView = z.object({
  id: SiteId,
  customer: CustomerSlug,
  name: z.string(),
  zone: z.string().nullable(),
  /** By whose clock its routers may be changed; null: its customer’s. */
  timeZone: z.string().nullable(),
  /** The device through which the site is reached; it may stand at another one. */
  uplink: Uplink.nullable(),
});

const SiteList = z.object({
  items: z.array(
    SiteView.extend({
      /** How many of its devices are in each state. */
      states: z.record(z.enum(deviceStates), z.int()),
      /** How many alarms it has, its own and its devices’, and how many of them nobody has acknowledged. */
      alarms: z.object({ open: z.int(), unacknowledged: z.int() }),
    }),
  ),
  /** How many devices stand nowhere. */
  unplaced: z.int(),
});

const factsOf = ({ name, zone, timeZone, uplink }: Site) => ({ name, zone, timeZone, uplink: uplink?.id ?? null });

/** Where a customer's devices stand. */
export const sitesRouter = router({
  list: procedure({
    permission: 'device.read',
    scope: customer,
    audit: 'site.listed',
    output: SiteList,
    rest: {
      method: 'GET',
      path: '/customers/{customer}/sites',
      summary: 'A customer’s sites, by zone and name, with how their devices are',
    },
  }).query(({ ctx }) => listSites(ctx.db, ctx.me, ctx.customer.id)),

  listAll: procedure({
    permission: 'device.read',
    scope: reach,
    audit: 'site.listed',
    output: SiteList,
    rest: {
      method: 'GET',
      path: '/sites',
      summary: 'The sites of every customer in reach, by customer, zone and name',
    },
  }).query(({ ctx }) => listSites(ctx.db, ctx.me, null)),

  archived: procedure({
    permission: 'device.edit',
    scope: customer,
    audit: 'site.archivedListed',
    output: z.object({
      items: z.array(z.object({ id: SiteId, name: z.string(), zone: z.string().nullable(), archivedAt: z.string() })),
    }),
    rest: { method: 'GET', path: '/customers/{customer}/sites/archived', summary: 'A customer’s archived sites' },
  }).query(async ({ ctx }) => ({ items: await archivedSites(ctx.db, ctx.customer.id) })),

  create: procedure({
    permission: 'device.edit',
    scope: customer,
    audit: 'site.created',
    input: {
      name: SiteName,
      zone: ZoneName.nullable().default(null),
      timeZone: TimeZone.nullable().default(null),
      uplink: DeviceId.nullable().default(null),
    },
    output: SiteView,
    rest: { method: 'POST', path: '/customers/{customer}/sites', summary: 'Creates a site' },
  }).mutation(async ({ ctx, input: { customer: _slug, ...facts } }) => {
    const id = await createSite(ctx.db, ctx.customer.id, facts);
    const made = await findSite(ctx.db, ctx.me, id);
    if (made === undefined) throw new Error('a site that was just made is not there');
    ctx.tell({ site: id, ...facts });
    return made;
  }),

  change: procedure({
    permission: 'device.edit',
    scope: site,
    audit: 'site.changed',
    input: {
      name: SiteName.optional(),
      zone: ZoneName.nullable().optional(),
      timeZone: TimeZone.nullable().optional(),
      uplink: DeviceId.nullable().optional(),
    },
    output: SiteView,
    rest: { method: 'PATCH', path: '/sites/{site}', summary: 'Changes a site: its name, its zone, its uplink' },
  }).mutation(async ({ ctx, input: { site: _id, ...changes } }) => {
    if (Object.values(changes).every((change) => change === undefined))
      throw new AppError('invalid', 'Say what is to be changed.');
    await changeSite(ctx.db, ctx.site.id, changes);
    const changed = await findSite(ctx.db, ctx.me, ctx.site.id);
    if (changed === undefined) throw new Error('a site that was just changed is not there');
    ctx.tell({ before: factsOf(ctx.site), after: factsOf(changed) });
    return changed;
  }),

  archive: procedure({
    permission: 'device.edit',
    scope: site,
    audit: 'site.archived',
    output: z.object({ archived: z.literal(true) }),
    rest: { method: 'POST', path: '/sites/{site}/archive', summary: 'Archives a site at which no device stands' },
  }).mutation(async ({ ctx }) => {
    await archiveSite(ctx.db, ctx.site.id);
    ctx.tell({ name: ctx.site.name });
    return { archived: true };
  }),

  restore: procedure({
    permission: 'device.edit',
    scope: customer,
    audit: 'site.restored',
    input: { site: SiteId },
    output: z.object({ restored: z.literal(true) }),
    rest: { method: 'POST', path: '/customers/{customer}/sites/restore', summary: 'Brings an archived site back' },
  }).mutation(async ({ ctx, input }) => {
    const name = await restoreSite(ctx.db, ctx.customer.id, input.site);
    if (name === undefined) throw new AppError('notFound', 'no such archived site');
    ctx.tell({ site: input.site, name });
    return { restored: true };
  }),
});
