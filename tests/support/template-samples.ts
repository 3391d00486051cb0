import type { Values } from '@/core/actions/parameter';
import type { TemplateId } from '@/core/templates/library';
import type { ModelName } from '@/simulator/models';

const publicKey = '4NBGHKxFqXNQiwxLY4TXCFTcHLUFHqOdTYrHxEjUWnU=';
const tunnel = { name: 'wg-branch', address: '10.255.0.1/30', 'peer-address': '10.255.0.2', 'public-key': publicKey };
const forward = { port: 8443, 'to-address': '192.168.88.10', 'to-port': 443 };
const byList = { name: 'guests', interface: 'ether2', 'vlan-id': 250, network: '192.168.250.0/24' };
const guests = { ...byList, wan: 'ether1' };

/** Values for each template as somebody would type them: as little as it takes first, and then with everything. */
export const samples: Readonly<Record<TemplateId, readonly [Values, ...Values[]]>> = {
  'subscriber.suspend': [{ name: 'anna.rossi' }],
  'subscriber.resume': [{ name: 'carla.conti' }],
  'queue.plan': [
    { name: 'customer-42', target: '100.64.0.42', 'max-limit': '2M/10M' },
    { name: 'customer-43', target: '100.64.43.0/24', 'max-limit': '0/1500k' },
  ],
  'management.allow-list': [
    { addresses: ['10.99.0.1'] },
    { addresses: ['10.99.0.1/32', '10.99.0.1', '198.51.100.0/24'], ports: '22,8291,8728-8729' },
  ],
  'hardening.base': [{}, { interfaces: 'static' }],
  'system.ntp': [{ servers: ['192.0.2.123'] }, { servers: ['192.0.2.123', '198.51.100.123'] }],
  'system.syslog': [{ remote: '192.0.2.14' }, { remote: '192.0.2.14', port: 5514 }],
  'dns.closed': [{ interface: 'ether1' }],
  'fw.filter.add': [
    { chain: 'forward', action: 'drop', 'src-address': '198.51.100.7/32', comment: 'a scanner' },
    {
      ...{ chain: 'forward', action: 'reject', protocol: 'tcp', 'dst-address': '192.0.2.0/24', 'dst-port': '25,465' },
      ...{ 'connection-state': ['new', 'invalid'], 'reject-with': 'tcp-reset', comment: 'no mail from here' },
    },
  ],
  'fw.nat.add': [
    {
      ...{ action: 'dst-nat', protocol: 'tcp', 'dst-address': '203.0.113.9', 'dst-port': '8080' },
      ...{ 'to-addresses': '192.168.88.20', 'to-ports': 80, comment: 'the camera' },
    },
    { action: 'masquerade', 'src-address': '10.66.0.0/16', comment: 'guests' },
  ],
  'fw.rule.toggle': [{ table: 'filter', row: '*500', disabled: true }],
  'fw.addrlist.add': [
    { list: 'bogons', address: '198.51.100.0/24', comment: 'reported by Anna' },
    { list: 'bogons', address: '198.51.100.9/32', comment: 'reported by Anna' },
  ],
  'fw.addrlist.remove': [{ list: 'bogons', address: '192.0.2.0/24' }],
  'if.toggle': [{ interface: 'ether5', disabled: true }],
  'if.set': [
    { interface: 'ether5', mtu: 1492 },
    { interface: 'ether5', comment: 'to the barn' },
  ],
  'vlan.add': [{ name: 'vlan-guests', 'vlan-id': 240, interface: 'ether3' }],
  'br.port.set': [{ interface: 'ether3', pvid: 40 }],
  'ip.address.add': [
    { family: '4', address: '10.200.7.1/24', interface: 'ether3', comment: 'the barn' },
    { family: '6', address: '2001:db8:77::1/64', interface: 'ether3' },
  ],
  'route.add': [
    { family: '4', 'dst-address': '10.201.0.0/16', gateway: '192.0.2.254', distance: 5, comment: 'the other site' },
    { family: '6', 'dst-address': '2001:db8:88::/48', gateway: '2001:db8::fe' },
  ],
  'dhcp.network.set': [{ address: '10.250.0.0/24', 'dns-server': ['192.0.2.53'] }],
  'wg.peer.add': [
    {
      ...{ interface: 'wg-old', 'public-key': 'bmVpdGhlciBzZWNyZXQgbm9yIGFueWJvZHkncyBrZXk=' },
      'allowed-address': ['10.210.0.0/24', '10.210.1.7'],
    },
  ],
  'wg.peer.toggle': [
    { interface: 'wg-old', 'public-key': 'c29tZWJvZHkgZWxzZSdzIG93biBvbGQga2V5IGhlcmU=', disabled: true },
  ],
  'ppp.secret.set': [{ name: 'anna.rossi', profile: 'default-encryption' }],
  'ppp.session.drop': [{ name: 'anna.rossi' }],
  'qos.simple.set': [
    { how: 'add', name: 'barn', target: ['10.77.0.0/24'], 'max-limit': '10M/2M' },
    { how: 'set', name: 'house', 'max-limit': '20M/5M' },
  ],
  'dns.set': [{ servers: ['192.0.2.53', '198.51.100.53'] }, { 'cache-size': 4096 }],
  'dns.static.add': [
    { name: 'printer.lan', type: 'A', value: '192.168.88.40', ttl: 90_061 },
    { name: 'www.lan', type: 'CNAME', value: 'printer.lan', comment: 'for now' },
  ],
  'fw.filter.move': [{ row: '*501', before: '*500' }],
  'route.set': [
    { family: '4', row: '*600', distance: 7 },
    { family: '4', row: '*600', disabled: true },
  ],
  'wifi.channel.set': [{ interface: 'wifi1', frequency: '5180', width: '20mhz' }],
  'dhcp.lease.static': [{ mac: '02:00:00:00:0A:01' }],
  'dhcp.lease.remove': [{ mac: '02:00:00:00:0A:02' }, { address: '10.250.0.12' }],
  'fw.conn.drop': [{ src: '192.168.88.10' }],
  'poe.cycle': [{ interface: 'ether3' }, { interface: 'ether3', duration: 2000 }],
  'dhcp.client.renew': [{ interface: 'ether4' }],
  'ipsec.peer.drop': [{ address: '203.0.113.77' }],
  'wifi.client.drop': [{ mac: '02:00:00:00:0B:01' }],
  'dns.cache.flush': [{}],
  'sys.backup.save': [{ name: 'before-work', password: 'k9Jw2Qm7Zt4Vx8Rb' }],
  'sys.reboot': [{ reason: 'it hangs since this morning' }],
  'port.forward': [
    { interface: 'ether1', ...forward },
    { 'public-address': '203.0.113.10', ...forward, protocol: 'udp', lan: '192.168.88.0/24' },
  ],
  'abuser.block': [{ addresses: ['198.51.100.66'] }, { addresses: ['198.51.100.66', '203.0.113.0/24'] }],
  'interface.quarantine': [{ interface: 'ether2' }],
  'lan.dhcp': [
    { interface: 'ether2', network: '192.168.250.0/24' },
    { interface: 'ether2', network: '10.250.0.0/16', dns: ['192.0.2.53', '198.51.100.53'] },
  ],
  'guest.vlan': [guests, { ...byList, 'wan-list': 'WAN', dns: ['192.0.2.53'] }],
  'wan.pppoe': [
    { name: 'pppoe-wan', interface: 'ether1', user: 'line-42@isp.example', password: 'a-Password-1' },
    {
      ...{ name: 'pppoe-wan', interface: 'ether1', user: 'line-42@isp.example', password: 'a-Password-1' },
      ...{ distance: 5, 'peer-dns': false },
    },
  ],
  'wan.failover': [
    {
      ...{ 'first-gateway': '192.0.2.1', 'first-probe': '1.1.1.1' },
      ...{ 'second-gateway': '198.51.100.1', 'second-probe': '9.9.9.9' },
    },
  ],
  'wireguard.site': [
    { ...tunnel, remote: '192.168.2.0/24' },
    { ...tunnel, remote: '10.2.0.0/16', port: 51_820, endpoint: 'branch.example', 'endpoint-port': 13_231 },
  ],
  'ipsec.site': [
    {
      ...{ name: 'branch', address: '203.0.113.20', secret: 'k9Jw2Qm7Zt4Vx8Rb' },
      ...{ local: '192.168.1.0/24', remote: '192.168.2.0/24' },
    },
    {
      ...{ name: 'branch', address: '203.0.113.20', secret: 'k9Jw2Qm7Zt4Vx8Rb' },
      ...{ local: '192.168.1.7/32', remote: '192.168.2.9/32' },
    },
  ],
};

/** A model that has what a template is about, where most have not. */
export const modelFor = (id: TemplateId): ModelName =>
  id === 'poe.cycle' ? 'hEXPoE' : id.startsWith('wifi.') ? 'hAPax2' : 'RB5009';
