import type { Table } from '../table';
import { writtenFlag } from '../written';
import type { Place } from './place';

/*
 * What lets subscribers and guests in.
 */

/** `/interface/pppoe-server/server`: where a concentrator answers. */
export function growPppoeServers({ role, version }: Place, table: Table): void {
  if (role !== 'pppoe') return;
  table.add({
    ...{ 'service-name': 'internet', interface: 'vlan200', 'max-mtu': '1480', 'max-mru': '1480', mrru: 'disabled' },
    ...{ authentication: 'pap,chap,mschap1,mschap2', 'keepalive-timeout': '10', 'one-session-per-host': 'false' },
    ...{ 'max-sessions': 'unlimited', 'pado-delay': '0', 'default-profile': 'default' },
    ...(version.isSix ? {} : { 'accept-empty-service': 'true' }),
    ...(version.isFrom(7, 18) ? { 'pppoe-over-vlan-range': '' } : {}),
    ...(version.isFrom(7, 20) ? { 'accept-untagged': 'true' } : {}),
    ...{ invalid: 'false', disabled: 'false' },
  });
}

/** `/ppp/aaa`: whoever has servers of RADIUS asks them. */
export function growAaa({ role, version }: Place, table: Table): void {
  table.add({
    ...{ 'use-radius': writtenFlag(role === 'pppoe'), accounting: 'true', 'interim-update': '0s' },
    'use-circuit-id-in-nas-port-id': 'false',
    ...(version.isFrom(7, 16) ? { 'enable-ipv6-accounting': 'false' } : {}),
  });
}

/** `/ip/hotspot`. */
export function growHotspots({ role }: Place, table: Table): void {
  if (role !== 'hotspot') return;
  table.add({
    ...{ name: 'hotspot-guests', interface: 'vlan10', 'address-pool': 'pool-guests', profile: 'default' },
    ...{ 'idle-timeout': '5m', 'keepalive-timeout': '2m', 'login-timeout': 'none', 'addresses-per-mac': '2' },
    ...{ 'proxy-status': 'running', invalid: 'false', HTTPS: 'false', disabled: 'false' },
  });
}
