/** What the lines are made for. */
export interface RouterLinesFor {
  /** The address that routers see us come from: an IPv4 or IPv6 address, or a network. */
  readonly from: string;
  readonly account: string;
  readonly password: string;
}

/** RouterOS 6 and 7 differ in how long signing takes and in which TLS may be asked for. */
export type RouterOsMajor = 6 | 7;

/** A text in a RouterOS console line (manual: Scripting, "Constant escape sequences"). */
const quoted = (text: string): string => `"${text.replace(/[\\"$?]/g, (sign) => `\\${sign}`)}"`;

/**
 * The lines that a person pastes into a router's terminal: an authority and a certificate for api-ssl, the service bound to
 * our address, and an account that may read and ping and nothing else: no `write`, no `sensitive`, no `reboot`, no `policy`.
 * Nothing of this is ever sent by the product.
 */
export function routerLines(major: RouterOsMajor, { from, account, password }: RouterLinesFor): string[] {
  const group = `${account}-only`;
  return [
    '/certificate add name=routeward-ca common-name=routeward-ca key-usage=key-cert-sign,crl-sign days-valid=3650',
    '/certificate sign routeward-ca',
    ...(major === 6 ? [':delay 10s'] : []),
    '/certificate add name=routeward-api common-name=routeward-api key-usage=digital-signature,key-encipherment,tls-server days-valid=3650',
    '/certificate sign routeward-api ca=routeward-ca',
    ...(major === 6 ? [':delay 10s'] : []),
    `/ip service set api-ssl certificate=routeward-api address=${from} ${major === 7 ? 'tls-version=only-1.2 ' : ''}disabled=no`,
    `/user group add name=${group} policy=api,read,test`,
    `/user add name=${account} group=${group} address=${from} password=${quoted(password)}`,
  ];
}

/** The fingerprint to compare, as the router itself tells it. */
export const fingerprintLine = '/certificate print detail where name=routeward-api';
