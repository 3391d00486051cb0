import type { Table } from '../table';
import type { Place } from './place';

/** `/tool/netwatch`: what whoever runs a site wants to hear of. What it finds is the menu's to tell. */
export function growNetwatch(place: Place, table: Table): void {
  const { role, gateway, neighbours, version } = place;
  if (!['core', 'edge', 'gateway', 'vpn', 'pppoe'].includes(role)) return;
  const watched = [
    { host: gateway, comment: 'uplink', type: 'icmp' },
    { host: '1.1.1.1', comment: 'the world', type: 'simple' },
    { host: '192.0.2.10', comment: 'old mail server', type: 'tcp-conn', port: '25' },
    ...neighbours
      .filter(({ address }) => address !== gateway)
      .map(({ address, identity }) => ({ host: address, comment: identity, type: 'icmp' })),
  ];
  watched.forEach(({ host, comment, type, ...more }) => {
    table.add({
      ...(version.isSix ? { host } : { name: '', host, type, ...more }),
      ...{ timeout: version.isSix ? '1s' : '3s', interval: '1m' },
      ...{ 'up-script': '', 'down-script': ':log warning "a host is away"', disabled: 'false', comment },
    });
  });
}
