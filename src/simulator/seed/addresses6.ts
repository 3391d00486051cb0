import { macOf } from '../random';
import type { Table } from '../table';
import { mainInterface } from './addresses';
import type { Place } from './place';
import { linkLocalOf } from './residents';

/** `/ipv6/address`: one for its own link everywhere, and one for the world in the middle of the provider. */
export function growAddresses6(place: Place, table: Table): void {
  const main = mainInterface(place);
  const flags = { 'eui-64': 'false', 'no-dad': 'false', invalid: 'false', disabled: 'false' };
  const on = { 'from-pool': '', interface: main, 'actual-interface': main };
  if (['core', 'edge', 'gateway'].includes(place.role)) {
    const [, , site = '0', host = '0'] = place.address.split('.').map((part) => Number(part).toString(16));
    const address = `2001:db8:20:${site}::${host}/48`;
    table.add({
      address,
      ...on,
      ...flags,
      advertise: 'false',
      dynamic: 'false',
      global: 'true',
      'link-local': 'false',
    });
  }
  table.add({
    address: `${linkLocalOf(macOf(place.seed, main))}/64`,
    ...{ ...on, ...flags, advertise: 'false', dynamic: 'true', global: 'false', 'link-local': 'true' },
  });
}
