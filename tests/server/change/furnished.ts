import type { RouterState } from '@/simulator/state';

/** What the samples are about, where it has to be there before. */
export function furnish(state: RouterState): void {
  const add = (menu: string, fields: Readonly<Record<string, string>>, id?: number) =>
    state.table(menu).add(fields, id === undefined ? {} : { id });
  add('/ppp/secret', { name: 'carla.conti', service: 'pppoe', profile: 'default', disabled: 'true' });
  add('/ip/firewall/address-list', { list: 'bogons', address: '192.0.2.0/24', dynamic: 'false', disabled: 'false' });
  add('/interface/list', { name: 'WAN', include: '', exclude: '', builtin: 'false', dynamic: 'false' });
  add('/ip/dhcp-server/network', { address: '10.250.0.0/24', gateway: '10.250.0.1', 'dns-server': '10.250.0.1' });
  add('/interface/wireguard', { name: 'wg-old', 'listen-port': '13299', mtu: '1420', disabled: 'false' });
  const peer = { interface: 'wg-old', 'public-key': 'c29tZWJvZHkgZWxzZSdzIG93biBvbGQga2V5IGhlcmU=' };
  add('/interface/wireguard/peers', { ...peer, 'allowed-address': '10.211.0.0/24', disabled: 'false' });
  add('/queue/simple', { name: 'house', target: '10.78.0.0/24', 'max-limit': '10000000/2000000', disabled: 'false' });
  const rule = {
    chain: 'forward',
    action: 'drop',
    'src-address': '198.51.100.66',
    disabled: 'false',
    dynamic: 'false',
  };
  add('/ip/firewall/filter', { ...rule, comment: 'by hand' }, 0x5_00);
  add('/ip/firewall/filter', { ...rule, 'src-address': '198.51.100.67', comment: 'by hand, too' }, 0x5_01);
  const lease = { status: 'bound', server: 'all', radius: 'false', disabled: 'false', '.since': '0' };
  const [leased, reserved] = ['10.250.0.11', '10.250.0.12'];
  add('/ip/dhcp-server/lease', {
    ...{ 'mac-address': '02:00:00:00:0A:01', address: leased, 'active-address': leased, ...lease, dynamic: 'true' },
  });
  add('/ip/dhcp-server/lease', {
    ...{ 'mac-address': '02:00:00:00:0A:02', address: reserved, ...lease, status: 'waiting', dynamic: 'false' },
  });
  add('/ip/dhcp-client', {
    ...{ interface: 'ether4', status: 'bound', address: '198.51.100.9/24', gateway: '198.51.100.1' },
    ...{ disabled: 'false', dynamic: 'false', '.since': String(Date.now() - 3_600_000) },
  });
  add('/ip/firewall/connection', { address: '192.168.88.10' });
  add('/ip/ipsec/active-peers', { 'remote-address': '203.0.113.77', state: 'established', '.since': '0' });
  add('/interface/wifi/registration-table', {
    ...{ 'mac-address': '02:00:00:00:0B:01', interface: 'wifi2', signal: '-61', '.since': '0' },
  });
  const way = { gateway: '192.0.2.254', distance: '1', 'routing-table': 'main', dynamic: 'false', disabled: 'false' };
  // Nothing is behind its gateway: so the router has found out already.
  const found = { static: 'true', active: 'false', inactive: 'true', 'immediate-gw': '' };
  add('/ip/route', { 'dst-address': '10.202.0.0/16', ...way, scope: '30', 'target-scope': '10', ...found }, 0x6_00);
}
