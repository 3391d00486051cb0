import { and, asc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { AppError } from '@/core/errors';
import type { FaultCode } from '@/core/faults';
import type { CredentialSetId, CustomerId, DeviceId, SiteId } from '@/core/ids';
import type { Transaction } from './connection';
import { underRules } from './rule';
import { device, site } from './schema/devices';
import { credentialSet } from './schema/secrets';
import { deviceStatus } from './schema/status';

type Db = Transaction['db'];

export interface NewDevice {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly transport: 'tls' | 'plain';
  readonly pin: string | null;
  readonly siteId: SiteId | null;
  readonly credentialSetId: CredentialSetId | null;
  readonly tags: readonly string[];
  readonly isPre643: boolean;
  readonly codePage: string | null;
}

const sentences = {
  device_name_is_unique_per_customer: 'This customer has a device of that name already, or an archived one.',
  customer_is_not_archived: 'This customer was archived meanwhile.',
  device_address_is_in_an_allowed_range:
    'That address is in none of the ranges that a Super Admin allows for devices. Correct it, or ask for the range.',
  device_credential_set_is_of_its_customer: 'There are no such credentials.',
  device_site_is_of_its_customer: 'There is no such site.',
  site_is_not_archived: 'The site is archived. Bring it back first: it stands at the end of the page “Sites”.',
  site_uplinks_make_no_circle:
    'A site is reached through this device, and the place it would move to is reached through that site: uplinks would go round in a circle. Change the uplink of one of them first.',
};

/** Enrols devices of one customer, all of them or none. Returns their ids. Throws `conflict` for a name that is taken. */
export async function addDevices(db: Db, customerId: CustomerId, devices: readonly NewDevice[]): Promise<DeviceId[]> {
  // Only the columns that a person may fill: the builder would name them all.
  const rows = await underRules(sentences, () =>
    db.execute<{ id: DeviceId }>(sql`
      insert into app.device (customer_id, credential_set_id, name, address, port, transport, pin, site_id, tags, is_pre_643, code_page)
      select ${customerId}, d."credentialSetId", d.name, d.address, d.port, d.transport, d.pin, d."siteId",
        array(select jsonb_array_elements_text(d.tags)), d."isPre643", d."codePage"
      from jsonb_to_recordset(${JSON.stringify(devices)}::jsonb) as d(name text, address text, port integer, transport text,
        pin text, "siteId" uuid, "credentialSetId" uuid, tags jsonb, "isPre643" boolean, "codePage" text)
      returning id`),
  );
  return rows.map(({ id }) => id);
}

/** Every name that the customer's devices have, those of archived ones too. */
export async function takenNames(db: Db, customerId: CustomerId): Promise<Set<string>> {
  const rows = await db.select({ name: device.name }).from(device).where(eq(device.customerId, customerId));
  return new Set(rows.map(({ name }) => name));
}

/** How a device is spoken to. The pin is the confirmed certificate's SHA-256. */
export interface DeviceConnection {
  readonly address: string;
  readonly port: number;
  readonly transport: 'tls' | 'plain';
  readonly pin: string | null;
  readonly isPre643: boolean;
  readonly codePage: string | null;
  readonly site: string | null;
  readonly credentials: { readonly id: CredentialSetId; readonly name: string } | null;
}

const connection = {
  address: device.address,
  port: device.port,
  transport: device.transport,
  pin: device.pin,
  isPre643: device.isPre643,
  codePage: device.codePage,
  site: site.name,
  setId: credentialSet.id,
  setName: credentialSet.name,
};

/** Of a device that was found in the caller's reach. */
export async function connectionOf(db: Db, id: DeviceId): Promise<DeviceConnection> {
  const [row] = await db
    .select(connection)
    .from(device)
    .leftJoin(credentialSet, eq(credentialSet.id, device.credentialSetId))
    .leftJoin(site, eq(site.id, device.siteId))
    .where(eq(device.id, id));
  if (row === undefined) throw new AppError('notFound', 'no such device');
  const { setId, setName, ...rest } = row;
  // safe: the column is the key that the brand names.
  const credentials = setId === null || setName === null ? null : { id: setId as CredentialSetId, name: setName };
  return { ...rest, credentials };
}

export type ConnectionChanges = {
  readonly [Field in 'address' | 'port' | 'transport' | 'pin' | 'isPre643' | 'codePage']?:
    | DeviceConnection[Field]
    | undefined;
} & {
  readonly credentialSetId?: CredentialSetId | null | undefined;
  readonly siteId?: SiteId | null | undefined;
};

/** Changes what is given, and nothing else. */
export async function changeConnection(db: Db, id: DeviceId, changes: ConnectionChanges): Promise<void> {
  const touched = await underRules(sentences, () =>
    db.update(device).set(changes).where(eq(device.id, id)).returning({ id: device.id }),
  );
  if (touched.length !== 1) throw new AppError('forbidden', 'your role may not change this device');
}

export interface Unconfirmed {
  readonly id: DeviceId;
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly site: string | null;
  readonly pin: string | null;
  /** What the last try saw; null: it did not come so far. */
  readonly shownPin: string | null;
  readonly faultCode: FaultCode | null;
  readonly faultReason: string | null;
  readonly triedAt: string | null;
}

/** Devices of a customer whose certificate nobody has confirmed, or that show another one, by name. */
export async function unconfirmed(db: Db, customerId: CustomerId): Promise<Unconfirmed[]> {
  const waits: SQL | undefined = or(isNull(device.pin), eq(deviceStatus.faultCode, 'certificateDiffers'));
  const rows = await db
    .select({
      id: device.id,
      name: device.name,
      address: device.address,
      port: device.port,
      site: site.name,
      pin: device.pin,
      shownPin: deviceStatus.shownPin,
      faultCode: deviceStatus.faultCode,
      faultReason: deviceStatus.faultReason,
      triedAt: deviceStatus.triedAt,
    })
    .from(device)
    .leftJoin(deviceStatus, eq(deviceStatus.deviceId, device.id))
    .leftJoin(site, eq(site.id, device.siteId))
    .where(and(eq(device.customerId, customerId), isNull(device.archivedAt), eq(device.transport, 'tls'), waits))
    .orderBy(asc(device.name));
  // safe: the id is a device's, and the code was written from the table of faults.
  return rows as Unconfirmed[];
}

export interface Confirmation {
  readonly device: DeviceId;
  /** The fingerprint that the person has seen. */
  readonly pin: string;
}

/** A certificate that took the place of another confirmed one. */
export interface Replaced {
  readonly device: DeviceId;
  readonly before: string;
}

/**
 * Confirms certificates of one customer's devices, all of them or none: each must be the one that the last try saw. One that
 * takes the place of a confirmed one does so only where `replaces` says so; these are returned. Throws `conflict` where a
 * device shows another one meanwhile.
 */
export async function confirmPins(
  db: Db,
  customerId: CustomerId,
  { seen, replaces }: { readonly seen: readonly Confirmation[]; readonly replaces: boolean },
): Promise<Replaced[]> {
  const ids = seen.map((one) => one.device);
  // In one order: two who confirm the same devices at once would wait for each other for ever.
  await db
    .select({ id: device.id })
    .from(device)
    .where(and(eq(device.customerId, customerId), inArray(device.id, ids)))
    .orderBy(asc(device.id))
    .for('no key update');
  const done = await db.execute<{ device: DeviceId; before: string | null }>(sql`
    update app.device d set pin = c.pin
    from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as c(device uuid, pin text)
      join app.device_status s on s.device_id = c.device and s.shown_pin = c.pin
      join app.device o on o.id = c.device
    where d.id = c.device and d.customer_id = ${customerId} and d.archived_at is null
      and (d.pin is null or d.pin = c.pin or ${replaces})
    returning d.id as device, nullif(o.pin, c.pin) as before`);
  const missing = seen.length - done.length;
  if (missing !== 0)
    throw new AppError(
      'conflict',
      `${missing} of the devices ${missing === 1 ? 'does' : 'do'} not show the certificate you saw any more. Reload and compare again. Nothing was confirmed.`,
    );
  return done.flatMap(({ device: id, before }) => (before === null ? [] : [{ device: id, before }]));
}

/** Archived devices are asked nothing, and are in no list; nothing of theirs is deleted. Returns how many there were. */
export async function archiveDevices(db: Db, ids: readonly DeviceId[]): Promise<number> {
  const touched = await db
    .update(device)
    .set({ archivedAt: sql`app.now()` })
    .where(and(inArray(device.id, [...ids]), isNull(device.archivedAt)))
    .returning({ id: device.id });
  return touched.length;
}

/** The archived devices of a customer, by name. */
export async function archivedDevices(db: Db, customerId: CustomerId) {
  const rows = await db
    .select({ id: device.id, name: device.name, address: device.address, archivedAt: device.archivedAt })
    .from(device)
    .where(and(eq(device.customerId, customerId), isNotNull(device.archivedAt)))
    .orderBy(asc(device.name));
  // safe: the column is the key that the brand names, and the condition leaves no null.
  return rows as { id: DeviceId; name: string; address: string; archivedAt: string }[];
}

/** False where the customer has no such archived device. */
export async function restoreDevice(db: Db, customerId: CustomerId, id: DeviceId): Promise<boolean> {
  const touched = await underRules(sentences, () =>
    db
      .update(device)
      .set({ archivedAt: null })
      .where(and(eq(device.id, id), eq(device.customerId, customerId), isNotNull(device.archivedAt)))
      .returning({ id: device.id }),
  );
  return touched.length === 1;
}

/** Asks the runner to examine a device now; it hears when this is committed. */
export async function askToExamine(db: Db, customerId: CustomerId, id: DeviceId): Promise<void> {
  await db.execute(sql`select pg_notify('routeward_device', ${`${customerId} ${id}`})`);
}
