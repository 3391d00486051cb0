import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** A range of addresses as routers write it: `10.20.0.0/16`, `2001:db8::/32`. Bits behind the prefix are dropped. */
export const Range = z
  .string()
  .trim()
  .max(64)
  .transform((text, context) => {
    const [address = '', prefix = ''] = text.split('/');
    // Only the whole spelling: PostgreSQL and others read `10.1/16` each in its own way.
    if (isPlainAddress(address)) if (/^\d{1,3}$/.test(prefix) && ipaddr.isValidCIDR(text)) return networkOf(text);
    context.addIssue({ code: 'custom', message: `${text} is not a range of addresses, such as 10.20.0.0/16` });
    return z.NEVER;
  });

/**
 * One address, or a range of them. An IPv4 address that is written as IPv6 is read as what it is; one with a zone means
 * something on one link alone, and is none.
 */
export const AddressOrRange = z
  .string()
  .trim()
  .max(64)
  .transform((text, context) => {
    if (isPlainAddress(text) && !text.includes('%')) return ipaddr.process(text).toString();
    const range = text.includes('%') ? null : Range.safeParse(text);
    if (range?.success === true) return range.data;
    context.addIssue({ code: 'custom', message: `${text} is neither an address nor a range, such as 192.0.2.7` });
    return z.NEVER;
  });

function networkOf(text: string): string {
  const [address, prefix] = ipaddr.parseCIDR(text);
  const network =
    address.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(text) : ipaddr.IPv6.networkAddressFromCIDR(text);
  return `${network.toString()}/${prefix}`;
}

/** Whether a text is an address in its whole spelling, and neither a name nor `127.1`. */
export const isPlainAddress = (text: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);

/** Whether an address lies in one of the ranges; where there is none, every address does. What is no address does not. */
export function isWithin(address: string, ranges: readonly string[]): boolean {
  if (ranges.length === 0) return true;
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return ranges.some((range) => {
    const [network, prefix] = ipaddr.parseCIDR(range);
    return network.kind() === parsed.kind() && parsed.match(network, prefix);
  });
}

/** Whether what was typed for a device is an address, and so can be judged before its name is looked up. */
export const isAddress = (typed: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(typed) || ipaddr.IPv6.isValid(typed);
