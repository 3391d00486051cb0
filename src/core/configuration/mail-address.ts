import ipaddr from 'ipaddr.js';

/** Where a mail server may be, in ipaddr.js's names: anywhere a router may, and on this machine, which may have one of its own. */
const reachable = ['unicast', 'private', 'carrierGradeNat', 'uniqueLocal', 'loopback'];

/** Why mail is not handed in at this address; null: nothing speaks against it. IPv4 is taken out of IPv6 first. */
export function problemOfMailAddress(address: string): string | null {
  // `fe80::1%eth0`: a zone is only needed where nobody may go.
  if (address.includes('%') || !ipaddr.isValid(address)) return 'is not a plain address';
  const range = ipaddr.process(address).range();
  return reachable.includes(range) ? null : `is not where mail servers are (${range})`;
}
