import { AppError } from '@/core/errors';
import type { CredentialSetId, CustomerId } from '@/core/ids';
import { deviceRanges } from '../db/configuration';
import type { Transaction } from '../db/connection';
import { listCredentials } from '../db/credentials';
import { addDevices, takenNames } from '../db/enrolment';
import { placeAt, unknownSites } from '../db/sites';
import { readDeviceFile } from './device-file';

interface Within {
  readonly db: Transaction['db'];
  readonly customer: { readonly id: CustomerId };
  tell(detail: Record<string, unknown>): void;
}

interface Asked {
  readonly file: string;
  /** Of the devices whose line names none. */
  readonly credentials: CredentialSetId | null;
  readonly isDryRun: boolean;
}

/** A file names no way of speaking to routers: those that need another one are enrolled by hand. */
const how = { transport: 'tls', isPre643: false, codePage: null } as const;

/**
 * Enrols the devices of a file, all of them or none, and makes the sites that it names and that are not there yet. A dry run
 * says what would come of it. Throws `invalid` where a line is wrong.
 */
export async function importDevices(
  { db, customer: { id: customerId }, tell }: Within,
  { file, credentials: usual, isDryRun }: Asked,
) {
  const sets = new Map((await listCredentials(db, customerId)).map(({ name, id }) => [name, id]));
  const names = await takenNames(db, customerId);
  const ranges = await deviceRanges(db);
  const judged = readDeviceFile(file, { names, credentials: new Set(sets.keys()), ranges });
  const lines = judged.map(({ number, device, problem }) => ({
    number,
    name: device?.name ?? null,
    address: device?.address ?? null,
    problem,
  }));
  const good = judged.flatMap(({ device }) => (device === null ? [] : [device]));
  tell({ isDryRun, lines: lines.length, bad: lines.length - good.length });
  const sites = good.flatMap(({ site }) => site ?? []);
  const newSites = await unknownSites(db, customerId, sites);
  if (isDryRun) return { added: 0, newSites, lines };
  const wrong = lines.find(({ problem }) => problem !== null);
  if (wrong !== undefined)
    throw new AppError('invalid', `Line ${wrong.number}: ${wrong.problem}. Nothing was enrolled.`);
  const { byName, made } = await placeAt(db, customerId, sites);
  const all = good.map(({ site, credentials, ...one }) => ({
    ...{ ...one, ...how },
    siteId: site === null ? null : (byName.get(site) ?? null),
    credentialSetId: credentials === null ? usual : (sets.get(credentials) ?? null),
  }));
  const ids = await addDevices(db, customerId, all);
  tell({ credentials: usual, devices: ids });
  if (made.length > 0) tell({ madeSites: made });
  return { added: ids.length, newSites, lines };
}
