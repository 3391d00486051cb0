import { z } from 'zod';
import type { Transaction } from '../db/open';
import type { DeviceTarget } from '../db/targets';
import { RouterFault } from '../routeros/fault';
import type { RouterTarget } from '../routeros/target';
import { unsealFrom } from '../vault/data-keys';

const Login = z.object({ name: z.string(), password: z.string() });

/**
 * A device as the room of RouterOS speaks to it, its credentials opened. Throws RouterFault `noCredentials` or
 * `notConfirmed`: before a person has seen the certificate, no password is sent.
 */
export async function routerTargetOf(db: Transaction['db'], target: DeviceTarget): Promise<RouterTarget> {
  const { device, customerId, address, port, transport, pin, isPre643, codePage, credentialSetId, readSealed } = target;
  if (credentialSetId === null || readSealed === null) throw new RouterFault('noCredentials');
  if (transport === 'tls' && pin === null) throw new RouterFault('notConfirmed');
  const place = { table: 'credential_set', column: 'read_sealed', row: credentialSetId, customerId };
  return {
    key: device,
    host: address,
    port,
    transport: transport === 'tls' ? { kind: 'tls', pin: pin ?? '' } : { kind: 'plain' },
    login: Login.parse(JSON.parse(await unsealFrom(db, place, readSealed))),
    isPre643,
    codePage,
  };
}
