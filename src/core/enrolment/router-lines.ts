import { type Account, type Extra, extraPolicies, neededPolicies, watchPolicies } from './accounts';

interface RouterAccount {
  readonly name: string;
  readonly password: string;
}

/** What the lines are made for. */
export interface RouterLinesFor {
  /** The address that routers see us come from: an IPv4 or IPv6 address, or a network. */
  readonly from: string;
  /** `watches`: whether it may run torch and the sniffer too. */
  readonly read: RouterAccount & { readonly watches?: boolean };
  /** `extras`: what it may beside changing the configuration. */
  readonly write?: RouterAccount & { readonly extras: readonly Extra[] };
  /** `peers`: where the routers are that test against this one; empty: nowhere but here. */
  readonly test?: RouterAccount & { readonly peers: string };
}

/** RouterOS 6 and 7 differ in how long signing takes and in which TLS may be asked for. */
export type RouterOsMajor = 6 | 7;

/** A text in a RouterOS console line (manual: Scripting, "Constant escape sequences"). */
const quoted = (text: string): string => `"${text.replace(/[\\"$?]/g, (sign) => `\\${sign}`)}"`;

/**
 * The lines that a person pastes into a router's terminal: an authority and a certificate for api-ssl, the service bound to
 * our address, and for each account a group of its own that may what the account is for and nothing else. Nothing of this is
 * ever sent by the product.
 */
export function routerLines(major: RouterOsMajor, { from, read, write, test }: RouterLinesFor): string[] {
  return [
    '/certificate add name=routeward-ca common-name=routeward-ca key-usage=key-cert-sign,crl-sign days-valid=3650',
    '/certificate sign routeward-ca',
    ...(major === 6 ? [':delay 10s'] : []),
    '/certificate add name=routeward-api common-name=routeward-api key-usage=digital-signature,key-encipherment,tls-server days-valid=3650',
    '/certificate sign routeward-api ca=routeward-ca',
    ...(major === 6 ? [':delay 10s'] : []),
    `/ip service set api-ssl certificate=routeward-api address=${from} ${major === 7 ? 'tls-version=only-1.2 ' : ''}disabled=no`,
    ...accountLines('read', read, { address: from, further: read.watches === true ? watchPolicies : [] }),
    ...(write
      ? accountLines('write', write, { address: from, further: write.extras.flatMap((extra) => extraPolicies[extra]) })
      : []),
    // Another router signs in with it too.
    ...(test
      ? accountLines('test', test, { address: test.peers === '' ? from : `${from},${test.peers}`, further: [] })
      : []),
  ];
}

function accountLines(
  account: Account,
  { name, password }: RouterAccount,
  { address, further }: { readonly address: string; readonly further: readonly string[] },
): string[] {
  const policies = [...neededPolicies[account], ...further];
  return [
    `/user group add name=${name}-only policy=${policies.join(',')}`,
    `/user add name=${name} group=${name}-only address=${address} password=${quoted(password)}`,
  ];
}

/** The fingerprint to compare, as the router itself tells it. */
export const fingerprintLine = '/certificate print detail where name=routeward-api';
