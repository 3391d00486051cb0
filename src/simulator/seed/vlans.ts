import { Table } from '../table';
import { mainInterface } from './addresses';
import { growInterfaces } from './interfaces';
import type { Place } from './place';

/** `/interface/vlan`: what its rows have beside those of `/interface`, whose numbers they share. */
export function growVlans(place: Place, table: Table): void {
  const interfaces = new Table();
  growInterfaces(place, interfaces);
  for (const { id, fields } of interfaces.items) {
    if (fields.type !== 'vlan') continue;
    const tag = (fields.name ?? '').replace(/^\D+/, '');
    table.add(
      { name: fields.name ?? '', 'vlan-id': tag, interface: mainInterface(place), 'use-service-tag': 'false' },
      { id },
    );
  }
}
