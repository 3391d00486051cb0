import { between, chanceOf } from '../random';
import type { Counter, Table } from '../table';
import type { Place } from './place';
import { beganAt, since } from './ppp';
import { isBranch, networkOf, publicOf, sitesOf } from './sites';

/** `/ip/ipsec/peer`. */
export function growIpsecPeers(place: Place, table: Table): void {
  for (const { name, address, isAway } of sitesOf(place))
    table.add({
      ...{ name, address: `${publicOf(address)}/32`, profile: 'default', 'exchange-mode': 'ike2' },
      // A branch calls; the middle does so only where none does.
      ...(isBranch(place) || isAway ? {} : { passive: 'true', responder: 'true' }),
      ...{ 'send-initial-contact': 'true', dynamic: 'false', disabled: 'false' },
    });
}

/** `/ip/ipsec/proposal`: RouterOS's own, which all policies have. */
export function growProposals(table: Table): void {
  table.add({
    ...{ name: 'default', 'auth-algorithms': 'sha1', 'enc-algorithms': 'aes-256-cbc,aes-192-cbc,aes-128-cbc' },
    ...{ lifetime: '30m', 'pfs-group': 'modp1024', disabled: 'false', default: 'true' },
  });
}

/** `/ip/ipsec/profile`: RouterOS's own. How soon it gives a dead peer up is another thing in newer versions. */
export function growIkeProfiles({ version }: Place, table: Table): void {
  table.add({
    ...{ name: 'default', 'hash-algorithm': 'sha1', 'enc-algorithm': 'aes-128,3des' },
    ...{ 'dh-group': 'modp2048,modp1024', lifetime: '1d', 'proposal-check': 'obey', 'nat-traversal': 'true' },
    ...(version.isSix ? {} : { 'prf-algorithm': 'auto' }),
    ...(version.isFrom(7, 18) ? {} : { 'dpd-interval': '2m', 'dpd-maximum-failures': '5' }),
    default: 'true',
  });
}

/** `/ip/ipsec/identity`, with the secret, which RouterOS shows to whoever may see what is sensitive. */
export function growIdentities(place: Place, table: Table): void {
  for (const { name, address } of sitesOf(place)) {
    // Both ends have the same.
    const ends = [publicOf(place.address), publicOf(address)].sort();
    table.add({
      ...{ peer: name, 'auth-method': 'pre-shared-key', secret: `ike-${between(100_000, 999_999, ...ends)}` },
      ...{ 'generate-policy': 'no', dynamic: 'false', disabled: 'false' },
    });
  }
}

/** `/ip/ipsec/policy`: RouterOS's own template first. */
export function growPolicies(place: Place, table: Table): void {
  table.add({
    ...{ group: 'default', 'src-address': '::/0', 'dst-address': '::/0', protocol: 'all', proposal: 'default' },
    ...{ template: 'true', default: 'true', active: 'false', invalid: 'false', dynamic: 'false', disabled: 'false' },
  });
  for (const { name, address, isAway } of sitesOf(place))
    table.add({
      ...{ peer: name, tunnel: 'true', 'src-address': networkOf(place), 'src-port': 'any' },
      ...{ 'dst-address': networkOf({ address }), 'dst-port': 'any', protocol: 'all', action: 'encrypt' },
      ...{ level: 'require', 'ipsec-protocols': 'esp' },
      ...{ 'sa-src-address': publicOf(place.address), 'sa-dst-address': publicOf(address), proposal: 'default' },
      ...(isAway ? unestablished : established),
      ...{ template: 'false', invalid: 'false', dynamic: 'false', disabled: 'false' },
    });
}

/** What a policy says while its second phase stands, and while it does not. */
export const established = { 'ph2-count': '1', 'ph2-state': 'established', active: 'true' } as const;
export const unestablished = { 'ph2-count': '0', 'ph2-state': 'no-phase2', active: 'false' } as const;

/** `/ip/ipsec/active-peers`. */
export function growActivePeers(place: Place, table: Table): void {
  for (const { name, address, isAway } of sitesOf(place)) {
    const luck = [place.seed, name, 'ike'] as const;
    const began = beganAt(place, ...luck);
    const isCalling = isBranch(place) || isAway;
    const carried = between(20_000, 400_000, ...luck);
    table.add(
      {
        ...{ id: publicOf(address), 'local-address': publicOf(place.address), port: '500' },
        ...{ 'remote-address': publicOf(address), side: isCalling ? 'initiator' : 'responder' },
        ...(isCalling ? {} : { responder: 'true' }),
        ...{ state: isAway ? 'message-1-sent' : 'established', [since]: String(began) },
        ...{
          'ph2-total': isAway ? '0' : '1',
          spii: cookie(...luck, 'i'),
          spir: isAway ? noCookie : cookie(...luck, 'r'),
        },
      },
      { counters: isAway ? {} : carrying(carried, carried * 0.4, (began - place.bootedAt) / 1000) },
    );
  }
}

/** What a connection has carried that began so many seconds after the router: nothing at that moment. */
function carrying(rx: number, tx: number, after: number): Record<string, Counter> {
  const one = (perSecond: number): Counter => ({ base: -BigInt(Math.floor(after * perSecond)), perSecond });
  return { 'rx-bytes': one(rx), 'tx-bytes': one(tx), 'rx-packets': one(rx / 900), 'tx-packets': one(tx / 420) };
}

/** Nobody has answered. */
const noCookie = '0000000000000000';

/** The number that one side gives a connection: 64 bits. */
export const cookie = (...luck: readonly (string | number)[]): string =>
  [0, 1]
    .map((half) =>
      Math.floor(chanceOf(...luck, half) * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');
