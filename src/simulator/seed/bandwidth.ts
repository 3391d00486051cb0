import type { Table } from '../table';
import { writtenFlag } from '../written';
import type { Place, Role } from './place';

/** Whoever measures lines leaves it on where they meet, and off at a customer's. */
const serving: readonly Role[] = ['core', 'edge', 'pppoe', 'gateway'];

/** `/tool/bandwidth-server`: settings, so one row. */
export function growBandwidthServer({ role }: Place, table: Table): void {
  table.add({
    ...{ enabled: writtenFlag(serving.includes(role)), authenticate: 'true', 'allocate-udp-ports-from': '2000' },
    'max-sessions': '100',
  });
}
