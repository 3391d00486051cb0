import type { Parameter } from './parameter';

/** What is wanted, in words, and whether a text is it. */
export type Judgement = readonly [wanted: string, isValid: (text: string) => boolean];

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

export const isIp = (text: string): boolean => ipv4.test(text) || isIpv6(text);

/** RFC 4291: eight groups of 16 bits; once `::` for those that are zero; the last two groups also as an IPv4 address. */
function isIpv6(text: string): boolean {
  const [before = '', after, ...rest] = text.split('::');
  if (rest.length > 0) return false;
  if (after === undefined) return groupsIn(before, true) === 8;
  return groupsIn(before, false) + groupsIn(after, true) <= 7;
}

/** How many groups these are; NaN where one of them is none. */
function groupsIn(text: string, isEnd: boolean): number {
  const groups = text === '' ? [] : text.split(':');
  return groups.reduce((count, group, place) => {
    if (/^[0-9a-f]{1,4}$/i.test(group)) return count + 1;
    return isEnd && place === groups.length - 1 && ipv4.test(group) ? count + 2 : Number.NaN;
  }, 0);
}

/** A network with its length. */
export function isPrefix(text: string): boolean {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  if (!isIp(address) || String(Number(length)) !== length) return false;
  return Number(length) <= (address.includes(':') ? 128 : 32);
}

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** RFC 1123: labels of letters, digits and hyphens, 253 in all; the last has a letter, or `127.1` would be a name. */
function isIpOrHost(text: string): boolean {
  if (isIp(text)) return true;
  const labels = text.split('.');
  return text.length <= 253 && labels.every((part) => label.test(part)) && /[a-z]/i.test(labels.at(-1) ?? '');
}

/** What each kind of address is, in words and to judge by. */
export const addresses: Readonly<Record<Extract<Parameter, { kind: 'address' }>['accepts'], Judgement>> = {
  ip: ['an IP address', isIp],
  ipOrHost: ['an IP address or a host name', isIpOrHost],
  ipOrPrefix: ['an IP address or a network with its length', (text) => isIp(text) || isPrefix(text)],
  ipv4: ['an IPv4 address', (text) => ipv4.test(text)],
  ipv4OrPrefix: [
    'an IPv4 address or a network with its length',
    (text) => !text.includes(':') && (isIp(text) || isPrefix(text)),
  ],
};

/** Null: it is none of those that `isValid` knows. */
export function familyOf(text: string, isValid: (text: string) => boolean): '4' | '6' | null {
  if (!isValid(text)) return null;
  return text.includes(':') ? '6' : '4';
}
