import type { Fields } from '../command';
import { between, oneOf } from '../random';
import type { Table } from '../table';
import { addressesOf } from './addresses';
import type { Place, Role } from './place';
import { since } from './ppp';

/** Who answers the people behind them. */
const answering: readonly Role[] = ['gateway', 'pppoe', 'cpe', 'hotspot', 'vpn'];

/** `/ip/dns`. How full the cache is, and what was learnt by DHCP, are the menu's to tell. */
export function growDns({ role, gateway, version }: Place, table: Table): void {
  const isAnswering = answering.includes(role);
  table.add({
    ...{ servers: isAnswering ? '9.9.9.9,149.112.112.112' : gateway, 'dynamic-servers': '' },
    ...{ 'use-doh-server': '', 'verify-doh-cert': 'false' },
    ...(version.isFrom(7, 0)
      ? { 'doh-max-server-connections': '5', 'doh-max-concurrent-queries': '50', 'doh-timeout': '5s' }
      : {}),
    ...{ 'allow-remote-requests': String(isAnswering), 'max-udp-packet-size': '4096' },
    ...{ 'query-server-timeout': '2s', 'query-total-timeout': '10s', 'max-concurrent-queries': '100' },
    ...{ 'max-concurrent-tcp-sessions': '20', 'cache-size': '2048', 'cache-max-ttl': '1w' },
    ...(version.isFrom(7, 10) ? { 'address-list-extra-time': '0s' } : {}),
    ...(version.isFrom(7, 16) ? { 'mdns-repeat-ifaces': '', vrf: 'main' } : {}),
  });
}

/** `/ip/dns/static`. */
export function growStaticNames(place: Place, table: Table): void {
  const { identity, address, role, version } = place;
  if (!answering.includes(role)) return;
  const own = `${identity}.lan`;
  const power = addressesOf(place).find((one) => one.interface === 'ether5');
  const rows: Fields[] = [
    { name: own, type: 'A', address },
    { name: own, type: 'AAAA', address: '2001:db8:20::1' },
    { name: 'portal.lan', type: 'CNAME', cname: own },
    ...(power === undefined ? [] : [{ name: 'ups.lan', type: 'A', address: power.network.replace(/\.0$/, '.2') }]),
    { regexp: '^telemetry\\.', type: 'NXDOMAIN', comment: 'printers that call home' },
    ...(version.isSix
      ? []
      : [{ name: 'corp.example', type: 'FWD', 'forward-to': '10.20.0.1', 'match-subdomain': 'true' }]),
  ];
  for (const row of rows) table.add({ ...row, ttl: '1d', dynamic: 'false', disabled: 'false' });
}

const hosts = ['www', 'mail', 'cdn', 'api', 'img', 'login', 'static', 'time', 'updates', 'push'] as const;
const zones = ['example.com', 'example.net', 'example.org'] as const;

/** `/ip/dns/cache`: what was asked for lately, with the time it is kept in seconds. What of that is left is the menu's to tell. */
export function growCache(place: Place, table: Table): void {
  if (!answering.includes(place.role)) return;
  zones.forEach((zone, high) => {
    hosts.forEach((host, low) => {
      const name = `${host}.${zone}`;
      const ttl = oneOf(['300', '3600', '14400'], place.seed, name);
      const asked = String(Date.now() - between(1, 250, place.seed, name, 'asked') * 1000);
      const isAlias = host === 'cdn' || host === 'img';
      table.add({
        ...{ name, type: isAlias ? 'CNAME' : 'A', data: isAlias ? `www.${zone}` : `203.0.113.${10 + high * 10 + low}` },
        ...{ ttl, [since]: asked },
      });
    });
  });
}
