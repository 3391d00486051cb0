import { and, eq, isNull, type SQL } from 'drizzle-orm';
import type { Capabilities } from '@/core/actions/capabilities';
import type { OtherAccount } from '@/core/enrolment/accounts';
import type { CustomerId, DeviceId } from '@/core/ids';
import type { Transaction } from './connection';
import { device } from './schema/devices';
import { customer } from './schema/people';
import { credentialSet } from './schema/secrets';
import { deviceStatus } from './schema/status';

type Db = Transaction['db'];

/** What it takes to speak to a device, the credentials still sealed. For the work of its customer. */
export interface DeviceTarget {
  readonly device: DeviceId;
  readonly customerId: CustomerId;
  readonly address: string;
  readonly port: number;
  readonly transport: 'tls' | 'plain';
  readonly pin: string | null;
  readonly isPre643: boolean;
  readonly codePage: string | null;
  readonly credentialSetId: string | null;
  readonly readSealed: Uint8Array | null;
  /** The RouterOS that it last answered with. */
  readonly version: string | null;
  /** What it can do, as it last said, and when (ISO 8601, UTC). */
  readonly capabilities: Capabilities | null;
  readonly capableAt: string | null;
}

const columns = {
  device: device.id,
  customerId: device.customerId,
  address: device.address,
  port: device.port,
  transport: device.transport,
  pin: device.pin,
  isPre643: device.isPre643,
  codePage: device.codePage,
  credentialSetId: device.credentialSetId,
  readSealed: credentialSet.readSealed,
  version: deviceStatus.version,
  capabilities: deviceStatus.capabilities,
  capableAt: deviceStatus.capableAt,
};

async function targets(db: Db, condition: SQL | undefined): Promise<DeviceTarget[]> {
  const rows = await db
    .select(columns)
    .from(device)
    .leftJoin(credentialSet, eq(credentialSet.id, device.credentialSetId))
    .leftJoin(deviceStatus, eq(deviceStatus.deviceId, device.id))
    .where(and(isNull(device.archivedAt), condition));
  return rows as DeviceTarget[]; // safe: keys, as the brands say; capabilities were written by the runner alone.
}

/** The further accounts of a set, still sealed; null: it has none of that kind. For the work of its customer. */
export async function otherAccountsOf(
  db: Db,
  credentialSetId: string,
): Promise<Record<OtherAccount, Uint8Array | null>> {
  const [found] = await db
    .select({ write: credentialSet.writeSealed, test: credentialSet.testSealed })
    .from(credentialSet)
    .where(eq(credentialSet.id, credentialSetId));
  return found ?? { write: null, test: null };
}

/** Undefined where the device is another customer's, or archived. */
export async function targetOf(db: Db, id: DeviceId): Promise<DeviceTarget | undefined> {
  return (await targets(db, eq(device.id, id)))[0];
}

export const targetsOfCustomer = (db: Db, customerId: CustomerId): Promise<DeviceTarget[]> =>
  targets(db, eq(device.customerId, customerId));

/** The customers whose devices are asked how they are. For the job `probe`. */
export async function probedCustomers(db: Db): Promise<CustomerId[]> {
  const rows = await db
    .select({ id: customer.id })
    .from(customer)
    .where(and(eq(customer.isProbed, true), isNull(customer.archivedAt)));
  return rows.map(({ id }) => id as CustomerId); // safe: the column is the key that the brand names.
}
