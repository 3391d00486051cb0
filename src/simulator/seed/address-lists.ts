import { between } from '../random';
import type { Table } from '../table';
import type { Place } from './place';

/** Where an entry says when it is gone, in milliseconds since 1970; its menu shows how long that still is. */
export const until = '.until';
/** Where an entry of the seed says after how many milliseconds whoever is in it is caught again. */
export const every = '.every';
/** When it was made, in milliseconds since 1970. */
export const madeAt = '.made';

const bogons = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '192.0.2.0/24', '224.0.0.0/4', '240.0.0.0/4'];
/** Where the people sit who look after the routers. */
const own = ['10.20.100.0/24', '10.44.3.0/24'];
const dayMs = 86_400_000;

interface Entry {
  readonly list: string;
  readonly address: string;
  readonly comment?: string;
}

/** What people wrote down: the lists that the rules of such a router use. */
function writtenBy({ role }: Place): Entry[] {
  const isCentral = role === 'core' || role === 'edge';
  return [
    ...(isCentral || role === 'gateway' ? own.map((address) => ({ list: 'monitoring', address })) : []),
    ...(isCentral ? bogons.map((address) => ({ list: 'bogons', address })) : []),
    ...(role === 'core' || role === 'pppoe' ? [{ list: 'customers', address: '100.70.0.0/16', comment: 'PPPoE' }] : []),
  ];
}

/** `/ip/firewall/address-list`. */
export function growAddressLists(place: Place, table: Table): void {
  const { role, seed, bootedAt } = place;
  for (const { comment, ...entry } of writtenBy(place))
    table.add({
      ...entry,
      ...{ [madeAt]: String(bootedAt), dynamic: 'false', disabled: 'false' },
      ...(comment === undefined ? {} : { comment }),
    });
  if (role !== 'core' && role !== 'edge' && role !== 'gateway') return;
  for (let guesser = 0; guesser < between(3, 9, seed, 'guessers'); guesser++) {
    const address = `198.51.100.${1 + ((guesser * 37 + between(0, 250, seed, 'guesser')) % 254)}`;
    // A rule caught them; they go on knocking and are caught again.
    table.add({ list: 'guessers', address, [every]: String(dayMs), dynamic: 'true', disabled: 'false' });
  }
}
