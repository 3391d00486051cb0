import { z } from 'zod';
import { CodePage, DeviceAddress, DevicePort, Fingerprint, Transport } from '@/core/enrolment/devices';
import { verdicts } from '@/core/enrolment/verdict';
import { AppError } from '@/core/errors';
import { CredentialSetId } from '@/core/ids';
import { SiteName } from '@/core/site-names';
import { databaseTime } from '@/server/db/clock';
import { askToExamine, changeConnection, connectionOf } from '@/server/db/enrolment';
import { placeAt } from '@/server/db/sites';
import { procedure, router } from '../procedure';
import { device } from '../scopes';

const Connection = z.object({
  address: z.string(),
  port: z.int(),
  transport: Transport,
  /** SHA-256 of the confirmed certificate, 64 hex digits. */
  pin: z.string().nullable(),
  isPre643: z.boolean(),
  codePage: z.string().nullable(),
  site: z.string().nullable(),
  credentials: z.object({ id: CredentialSetId, name: z.string() }).nullable(),
  /** What is wrong as far as it is known, each in a sentence; none: it works. */
  verdicts: z.array(z.string()),
});

const flat = ({ credentials, ...rest }: Awaited<ReturnType<typeof connectionOf>>) => ({
  ...rest,
  credentials: credentials?.id ?? null,
});

/** How a device is spoken to. */
export const connectionsRouter = router({
  get: procedure({
    permission: 'device.edit',
    scope: device,
    audit: 'device.connectionViewed',
    output: Connection,
    rest: {
      method: 'GET',
      path: '/devices/{device}/connection',
      summary: 'How a device is spoken to, and what is wrong',
    },
  }).query(async ({ ctx }) => {
    const found = await connectionOf(ctx.db, ctx.device.id);
    return { ...found, verdicts: verdicts({ ...ctx.device, ...found }) };
  }),

  change: procedure({
    permission: 'device.edit',
    scope: device,
    audit: 'device.changed',
    input: {
      address: DeviceAddress.optional(),
      port: DevicePort.optional(),
      /** The name of its site; one that is not there yet is made. */
      site: SiteName.nullable().optional(),
      credentials: CredentialSetId.nullable().optional(),
      transport: Transport.optional(),
      isPre643: z.boolean().optional(),
      codePage: CodePage.nullable().optional(),
    },
    output: z.object({ changed: z.boolean() }),
    rest: { method: 'POST', path: '/devices/{device}/connection', summary: 'Changes how a device is spoken to' },
  }).mutation(async ({ ctx, input: { device: _id, credentials, site, ...rest } }) => {
    const before = await connectionOf(ctx.db, ctx.device.id);
    const { byName, made: madeSites } = await placeAt(ctx.db, ctx.device.customerId, site ? [site] : []);
    const changes = {
      ...rest,
      ...(credentials === undefined ? {} : { credentialSetId: credentials }),
      ...(site === undefined ? {} : { siteId: site === null ? null : (byName.get(site) ?? null) }),
    };
    if (Object.keys(changes).length === 0) throw new AppError('invalid', 'Say what is to be changed.');
    await changeConnection(ctx.db, ctx.device.id, changes);
    ctx.tell({ before: flat(before), after: flat(await connectionOf(ctx.db, ctx.device.id)) });
    if (madeSites.length > 0) ctx.tell({ madeSites });
    return { changed: true };
  }),

  replaceHardware: procedure({
    permission: 'device.edit',
    scope: device,
    audit: 'device.hardwareReplaced',
    input: { fingerprint: Fingerprint.nullable().default(null) },
    output: z.object({ pin: z.string().nullable() }),
    rest: {
      method: 'POST',
      path: '/devices/{device}/replace-hardware',
      summary: 'Another router in the place of this one: its certificate is to be confirmed, its history stays',
    },
  }).mutation(async ({ ctx, input }) => {
    const { pin } = await connectionOf(ctx.db, ctx.device.id);
    await changeConnection(ctx.db, ctx.device.id, { pin: input.fingerprint });
    ctx.tell({ before: pin, after: input.fingerprint });
    return { pin: input.fingerprint };
  }),

  examine: procedure({
    permission: 'device.edit',
    scope: device,
    audit: 'device.examined',
    /** ISO 8601, UTC. What was found is there once `examinedAt` of the device is not before it. */
    output: z.object({ askedAt: z.string() }),
    rest: { method: 'POST', path: '/devices/{device}/examine', summary: 'Tries the connection now' },
  }).mutation(async ({ ctx }) => {
    await askToExamine(ctx.db, ctx.device.customerId, ctx.device.id);
    return { askedAt: await databaseTime(ctx.db) };
  }),
});
