import { lookup as lookupName } from 'node:dns/promises';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isWithin } from '@/core/configuration/ranges';
import { RouterFault } from './fault';
import type { Dial } from './target';

interface Rules {
  /** Our own addresses and those of what belongs to us, as text. */
  readonly own: readonly string[];
  /** The ranges that were allowed; none: wherever routers may be. */
  readonly allowed?: readonly string[];
  /** How a name becomes addresses; else the machine's resolver. */
  readonly lookup?: (name: string) => Promise<readonly { readonly address: string }[]>;
}

const resolver = (name: string) => lookupName(name, { all: true, verbatim: true });

/** Where routers are, in ipaddr.js's names. What is not in here is not connected to: the list of exceptions is longer. */
const reachable = ['unicast', 'private', 'carrierGradeNat', 'uniqueLocal'];

/**
 * The one address of `host` to connect to. A name is looked up once, and connected to by the address that was checked: a
 * name may point somewhere else a moment later. One bad address among several refuses the name. Throws RouterFault
 * `addressRefused` or `unresolved`.
 */
export async function resolveAddress(
  host: string,
  { own, allowed = [], lookup = resolver }: Rules,
): Promise<{ ip: string }> {
  const found = isIP(host) === 0 ? await addressesOf(nameIn(host), lookup) : [host];
  const checked = found.map((address) => permitted(address, own, allowed));
  const [ip] = checked;
  if (ip === undefined) throw new RouterFault('unresolved', `${host} has no address`);
  return { ip };
}

/**
 * A name as DNS has it. Resolvers take much more for an address: 127.1, 0x7f.1, 2130706433, 0, and the circled digits.
 * None of these ends in a label that can be a top-level domain's.
 */
function nameIn(host: string): string {
  const labels = host.replace(/\.$/, '').split('.');
  const areLabels = labels.every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label));
  if (!areLabels || host.length > 253 || /^[0-9]/.test(labels.at(-1) ?? ''))
    throw new RouterFault('addressRefused', `${host} is neither an address nor a name`);
  return host;
}

async function addressesOf(name: string, lookup: NonNullable<Rules['lookup']>): Promise<readonly string[]> {
  try {
    return (await lookup(name)).map(({ address }) => address);
  } catch (error) {
    throw new RouterFault('unresolved', `${name} has no address`, { cause: error });
  }
}

/** The address in its plain form, IPv4 taken out of IPv6; or throws `addressRefused`. */
function permitted(address: string, own: readonly string[], allowed: readonly string[]): string {
  const refuse = (why: string) => new RouterFault('addressRefused', `${address} is ${why}`);
  // `fe80::1%eth0`: a zone is only needed where nobody may go.
  if (isIP(address) === 0 || address.includes('%')) throw refuse('not a plain address');
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (!reachable.includes(range)) throw refuse(`not where routers are (${range})`);
  if (parsed.kind() === 'ipv6' && compatible.test(parsed.toNormalizedString())) throw refuse('IPv4 in an old disguise');
  if (own.some((one) => isIP(one) !== 0 && ipaddr.process(one).toNormalizedString() === parsed.toNormalizedString()))
    throw refuse('our own');
  if (!isWithin(parsed.toString(), allowed)) throw refuse('not in a range that was allowed');
  return parsed.toString();
}

/** `::127.0.0.1`, which RFC 4291 dropped. */
const compatible = /^0:0:0:0:0:0:/;

/** Goes to the simulated fleet on this machine and nowhere else: each address of it has a port on 127.0.0.1. */
export function simulatedOnly(ports: Readonly<Record<string, number>>): Dial {
  return async ({ host }) => {
    const port = Object.hasOwn(ports, host) ? ports[host] : undefined;
    if (port === undefined) throw new RouterFault('addressRefused', `${host} is not one of the simulated routers`);
    return { host: '127.0.0.1', port };
  };
}
