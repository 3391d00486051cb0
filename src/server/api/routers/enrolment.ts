import { z } from 'zod';
import {
  CodePage,
  DeviceAddress,
  DeviceName,
  DevicePort,
  Fingerprint,
  mostDevices,
  Tags,
  Transport,
} from '@/core/enrolment/devices';
import { usualPort } from '@/core/enrolment/ways';
import { AppError } from '@/core/errors';
import { faultCodes } from '@/core/faults';
import { CredentialSetId, DeviceId } from '@/core/ids';
import { SiteName } from '@/core/site-names';
import { findDevice } from '@/server/db/devices';
import {
  addDevices,
  archiveDevices,
  archivedDevices,
  confirmPins,
  restoreDevice,
  unconfirmed,
} from '@/server/db/enrolment';
import { placeAt } from '@/server/db/sites';
import { importDevices } from '../device-import';
import { DeviceView } from '../device-views';
import { procedure, router } from '../procedure';
import { customer, devices } from '../scopes';

const Unconfirmed = z.object({
  id: DeviceId,
  name: z.string(),
  address: z.string(),
  port: z.int(),
  site: z.string().nullable(),
  pin: z.string().nullable(),
  /** What the last try saw: what a person compares with the router's own word. */
  shownPin: z.string().nullable(),
  faultCode: z.enum(faultCodes).nullable(),
  faultReason: z.string().nullable(),
  triedAt: z.string().nullable(),
});

export const enrolmentRouter = router({
  add: procedure({
    permission: 'device.edit',
    scope: customer,
    audit: 'device.enrolled',
    input: {
      name: DeviceName,
      address: DeviceAddress,
      port: DevicePort.optional(),
      /** The name of its site; one that is not there yet is made. */
      site: SiteName.nullable().default(null),
      tags: Tags.default([]),
      fingerprint: Fingerprint.nullable().default(null),
      credentials: CredentialSetId.nullable().default(null),
      transport: Transport.default('tls'),
      isPre643: z.boolean().default(false),
      codePage: CodePage.nullable().default(null),
    },
    output: DeviceView,
    rest: { method: 'POST', path: '/customers/{customer}/devices', summary: 'Enrols a device' },
  }).mutation(async ({ ctx, input }) => {
    const { name, address, site, tags, fingerprint, credentials, transport, isPre643, codePage } = input;
    const port = input.port ?? usualPort[transport];
    const one = { name, address, port, transport, pin: fingerprint, tags, isPre643, codePage };
    const { byName, made: madeSites } = await placeAt(ctx.db, ctx.customer.id, site === null ? [] : [site]);
    const siteId = site === null ? null : (byName.get(site) ?? null);
    const [id] = await addDevices(ctx.db, ctx.customer.id, [{ ...one, siteId, credentialSetId: credentials }]);
    const made = id === undefined ? undefined : await findDevice(ctx.db, ctx.me, id);
    if (made === undefined) throw new Error('a device that was just enrolled is not there');
    ctx.tell({ device: made.id, ...one, site, credentials });
    if (madeSites.length > 0) ctx.tell({ madeSites });
    return made;
  }),

  import: procedure({
    permission: 'device.edit',
    scope: customer,
    audit: 'device.imported',
    input: {
      /** CSV with a heading: name, address, and if wanted port, site, tags, fingerprint, credentials. */
      file: z.string().max(900_000),
      /** Of those whose line names none. */
      credentials: CredentialSetId.nullable().default(null),
      /** True: says what would happen, and does nothing. */
      isDryRun: z.boolean(),
    },
    output: z.object({
      added: z.int(),
      /** Sites that the file names and that are not there yet: they are made with the devices. */
      newSites: z.array(z.string()),
      /** Of each line of the file, its number and what is wrong with it. */
      lines: z.array(
        z.object({
          number: z.int(),
          name: z.string().nullable(),
          address: z.string().nullable(),
          problem: z.string().nullable(),
        }),
      ),
    }),
    rest: {
      method: 'POST',
      path: '/customers/{customer}/devices/import',
      summary: 'Enrols the devices of a CSV file: all of them, or none',
    },
  }).mutation(({ ctx, input }) => importDevices(ctx, input)),

  unconfirmed: procedure({
    permission: 'device.edit',
    scope: customer,
    audit: 'device.unconfirmedListed',
    output: z.object({ items: z.array(Unconfirmed) }),
    rest: {
      method: 'GET',
      path: '/customers/{customer}/devices/unconfirmed',
      summary: 'Devices whose certificate waits for a person',
    },
  }).query(async ({ ctx }) => ({ items: await unconfirmed(ctx.db, ctx.customer.id) })),

  confirm: procedure({
    permission: 'device.edit',
    scope: customer,
    audit: 'device.confirmed',
    input: {
      seen: z
        .array(z.strictObject({ device: DeviceId, pin: Fingerprint }))
        .min(1)
        .max(mostDevices),
      /** True: also in the place of a certificate that was confirmed before. */
      replaces: z.boolean().default(false),
    },
    output: z.object({ confirmed: z.int() }),
    rest: {
      method: 'POST',
      path: '/customers/{customer}/devices/confirm',
      summary: 'Confirms the certificates that you compared: all of them, or none',
    },
  }).mutation(async ({ ctx, input: { seen, replaces } }) => {
    const replaced = await confirmPins(ctx.db, ctx.customer.id, { seen, replaces });
    ctx.tell({
      confirmed: Object.fromEntries(seen.map(({ device, pin }) => [device, pin])),
      before: Object.fromEntries(replaced.map(({ device, before }) => [device, before])),
    });
    return { confirmed: seen.length };
  }),

  archive: procedure({
    permission: 'device.edit',
    scope: devices,
    audit: 'device.archived',
    output: z.object({ archived: z.int() }),
    rest: { method: 'POST', path: '/devices/archive', summary: 'Archives devices of one customer; nothing is deleted' },
  }).mutation(async ({ ctx }) => {
    const ids = ctx.devices.map(({ id }) => id);
    const archived = await archiveDevices(ctx.db, ids);
    if (archived !== ids.length) throw new AppError('conflict', 'A device was archived meanwhile. Reload.');
    ctx.tell({ devices: ids });
    return { archived };
  }),

  archived: procedure({
    permission: 'device.edit',
    scope: customer,
    audit: 'device.archivedListed',
    output: z.object({
      items: z.array(z.object({ id: DeviceId, name: z.string(), address: z.string(), archivedAt: z.string() })),
    }),
    rest: { method: 'GET', path: '/customers/{customer}/devices/archived', summary: 'A customer’s archived devices' },
  }).query(async ({ ctx }) => ({ items: await archivedDevices(ctx.db, ctx.customer.id) })),

  restore: procedure({
    permission: 'device.edit',
    scope: customer,
    audit: 'device.restored',
    input: { device: DeviceId },
    output: z.object({ restored: z.literal(true) }),
    rest: { method: 'POST', path: '/customers/{customer}/devices/restore', summary: 'Brings an archived device back' },
  }).mutation(async ({ ctx, input }) => {
    if (!(await restoreDevice(ctx.db, ctx.customer.id, input.device)))
      throw new AppError('notFound', 'no such archived device');
    ctx.tell({ device: input.device });
    return { restored: true };
  }),
});
