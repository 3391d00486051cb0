import { Table } from '../table';
import { growInterfaces } from './interfaces';
import type { Place } from './place';

/** `/interface/ethernet/poe`: the ports that feed power, with their numbers in `/interface`. */
export function growFeeds(place: Place, table: Table): void {
  const { feeds = [] } = place.model;
  if (feeds.length === 0) return;
  const interfaces = new Table();
  growInterfaces(place, interfaces);
  for (const { id, fields } of interfaces.items) {
    if (!feeds.includes(fields['default-name'] ?? '')) continue;
    const watched = { 'power-cycle-ping-enabled': 'false', 'power-cycle-interval': 'none' };
    table.add({ 'poe-out': 'auto-on', 'poe-priority': '10', ...watched }, { id });
  }
}
