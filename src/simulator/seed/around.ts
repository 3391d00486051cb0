import { between, macOf } from '../random';
import type { Table } from '../table';
import { mainInterface } from './addresses';
import { type Place, portOf } from './place';

/** `/ip/service`. */
export function growServices({ version, role, service, from }: Place, table: Table): void {
  const open = [...(role === 'cpe' ? [] : ['ssh']), 'winbox', 'api-ssl', service];
  const allowed = from.startsWith('10.') ? '10.0.0.0/8' : `10.0.0.0/8,${from}/32`;
  const ports = { telnet: 23, ftp: 21, www: 80, ssh: 22, 'www-ssl': 443, api: 8728, winbox: 8291, 'api-ssl': 8729 };
  for (const [name, port] of Object.entries(ports)) {
    const isTls = name.endsWith('-ssl');
    table.add({
      ...{ name, port: String(port), address: open.includes(name) ? allowed : '' },
      ...(isTls ? { certificate: name === 'api-ssl' ? 'api' : 'none', 'tls-version': 'any' } : {}),
      ...(version.isSix ? {} : { vrf: 'main', 'max-sessions': '20' }),
      ...{ invalid: 'false', disabled: String(!open.includes(name)) },
    });
  }
}

/** `/ip/neighbor`: what announces itself in front of a port. Their age is the menu's to tell. */
export function growNeighbours(place: Place, table: Table): void {
  place.neighbours.forEach((one, index) => {
    const mac = macOf(one.identity);
    table.add({
      ...{
        interface: `ether${portOf(index) + 1},${mainInterface(place)}`,
        address: one.address,
      },
      ...{ address4: one.address, 'mac-address': mac, identity: one.identity, platform: 'MikroTik' },
      ...{ version: `${one.version} (stable)`, unpack: 'none', board: one.board },
      uptime: `${between(1, 6, one.identity)}w${between(1, 6, one.identity, 'd')}d`,
      ...{
        'interface-name': mainInterface(place),
        'system-caps': 'bridge,router',
        'system-caps-enabled': 'bridge,router',
      },
      'discovered-by': place.version.isSix ? 'mndp' : 'cdp,lldp,mndp',
    });
  });
}

/** `/ipv6/route`: only routers in the middle of the provider have anything to do with it. */
export function growRoutes6(place: Place, table: Table): void {
  if (!['core', 'edge', 'gateway'].includes(place.role)) return;
  const main = mainInterface(place);
  const flags = { active: 'true', inactive: 'false', disabled: 'false' };
  const rows = [
    { 'dst-address': '::/0', gateway: `fe80::1%${main}`, distance: '1', static: 'true', dynamic: 'false' },
    { 'dst-address': '2001:db8:20::/48', gateway: main, distance: '0', connect: 'true', dynamic: 'true' },
    { 'dst-address': '2001:db8:44::/48', gateway: `fe80::2%${main}`, distance: '110', ospf: 'true', dynamic: 'true' },
  ];
  for (const row of rows)
    table.add(place.version.isSix ? { ...row, ...flags } : { ...row, 'routing-table': 'main', ...flags });
}
