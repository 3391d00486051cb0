import ipaddr from 'ipaddr.js';
import { isInside } from '../../actions/around';

const isFour = (text: string): boolean => ipaddr.IPv4.isValidFourPartDecimal(text);
const numberOf = (text: string): number => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** Whether an address is what a rule or a list names: `10.0.0.1`, `10.0.0.0/8` or `10.0.0.1-10.0.0.9`. */
export function isAmong(address: string, text: string): boolean {
  const [first = '', last] = text.split('-');
  if (last !== undefined) {
    if (![address, first, last].every(isFour)) return false;
    return numberOf(first) <= numberOf(address) && numberOf(address) <= numberOf(last);
  }
  return text.includes('/') ? isInside(address, text) : text === address;
}

/** Every network of IPv4 that an address lies in, the narrowest first: `10.0.0.1/32`, …, `0.0.0.0/0`. */
export function networksAround(address: string): readonly string[] {
  if (!isFour(address)) return [];
  return Array.from({ length: 33 }, (_, wider) => networkOf(address, 32 - wider));
}

/** `10.0.0.0/24` of `10.0.0.7` and 24. */
export const networkOf = (address: string, length: number): string =>
  `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/${length}`).toString()}/${length}`;

export const bitsOf = (network: string): number => Number(network.split('/')[1] ?? 32);
