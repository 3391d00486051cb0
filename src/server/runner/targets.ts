import { z } from 'zod';
import { type OtherAccount, otherAccounts } from '@/core/enrolment/accounts';
import type { FaultCode } from '@/core/faults';
import type { DeviceId } from '@/core/ids';
import type { Transaction } from '../db/open';
import { type DeviceTarget, otherAccountsOf } from '../db/targets';
import { RouterFault } from '../routeros/fault';
import type { RouterTarget } from '../routeros/target';
import { unsealFrom } from '../vault/data-keys';
import { type Place, Unopenable } from '../vault/sealed';

const Login = z.object({ name: z.string(), password: z.string() });

/**
 * A device as the room of RouterOS speaks to it, its credentials opened. Throws RouterFault `notConfirmed` or
 * `noCredentials`: before a person has seen the certificate, no password is sent.
 */
export async function routerTargetOf(db: Transaction['db'], target: DeviceTarget): Promise<RouterTarget> {
  const { device, customerId, address, port, transport, pin, isPre643, codePage, credentialSetId, readSealed } = target;
  if (transport === 'tls' && pin === null) throw new RouterFault('notConfirmed');
  if (credentialSetId === null || readSealed === null) throw new RouterFault('noCredentials');
  const place = { table: 'credential_set', column: 'read_sealed', row: credentialSetId, customerId };
  return {
    key: device,
    host: address,
    port,
    transport: transport === 'tls' ? { kind: 'tls', pin: pin ?? '' } : { kind: 'plain' },
    login: await opened(db, place, readSealed),
    isPre643,
    codePage,
  };
}

/** How a device is reached, or why it cannot be. */
export type Way = { readonly device: DeviceId } & (
  | { readonly router: RouterTarget; readonly fault: null }
  | { readonly router: null; readonly fault: FaultCode }
);

export async function wayTo(db: Transaction['db'], target: DeviceTarget): Promise<Way> {
  const { device } = target;
  try {
    return { device, router: await routerTargetOf(db, target), fault: null };
  } catch (error) {
    if (!(error instanceof RouterFault)) throw error;
    return { device, router: null, fault: error.code };
  }
}

/** Another account that a device is signed in to with; null where what is sealed cannot be opened. */
export interface OtherTarget {
  readonly account: OtherAccount;
  readonly target: RouterTarget | null;
}

/** The further accounts that the device's credentials have, each as a target of its own. */
export async function otherTargetsOf(
  db: Transaction['db'],
  { credentialSetId, customerId }: DeviceTarget,
  reading: RouterTarget,
): Promise<OtherTarget[]> {
  if (credentialSetId === null) return [];
  const sealed = await otherAccountsOf(db, credentialSetId);
  const found: OtherTarget[] = [];
  for (const account of otherAccounts) {
    const one = sealed[account];
    if (one === null) continue;
    const place = { table: 'credential_set', column: `${account}_sealed`, row: credentialSetId, customerId };
    const login = await opened(db, place, one).catch((error: unknown) => {
      if (!(error instanceof RouterFault)) throw error;
      return null;
    });
    found.push({ account, target: login && { ...reading, key: `${reading.key} ${account}`, login } });
  }
  return found;
}

/** What cannot be opened is as good as not there, and its device's trouble alone. */
async function opened(db: Transaction['db'], place: Place, sealed: Uint8Array): Promise<RouterTarget['login']> {
  try {
    return Login.parse(JSON.parse(await unsealFrom(db, place, sealed)));
  } catch (error) {
    if (!(error instanceof Unopenable)) throw error;
    throw new RouterFault('noCredentials', 'the credentials cannot be opened', { cause: error });
  }
}
