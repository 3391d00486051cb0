import { z } from 'zod';
import type { Transaction } from '../db/open';
import type { DeviceTarget } from '../db/targets';
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

/** What cannot be opened is as good as not there, and its device's trouble alone. */
async function opened(db: Transaction['db'], place: Place, sealed: Uint8Array): Promise<RouterTarget['login']> {
  try {
    return Login.parse(JSON.parse(await unsealFrom(db, place, sealed)));
  } catch (error) {
    if (!(error instanceof Unopenable)) throw error;
    throw new RouterFault('noCredentials', 'the credentials cannot be opened', { cause: error });
  }
}
