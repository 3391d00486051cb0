import { describe, expect, test } from 'vitest';
import { type Client, rowsIn } from './client';
import { dialects } from './recorded/recording';
import { full, meet, router } from './started';

const trapOf = async (client: Client, ...words: string[]): Promise<string | undefined> =>
  (await client.ask(...words))
    .find(([kind]) => kind === '!trap')
    ?.at(-1)
    ?.slice('=message='.length);

type Row = Readonly<Record<string, string>>;

/** A change, the row it leads to, and where it is not on every version, on which it is. */
interface Change {
  readonly menu: string;
  readonly says: readonly (readonly string[])[];
  readonly query?: string;
  readonly row: Row;
  readonly on?: (version: string) => boolean;
}

const seven = (version: string): boolean => version.startsWith('7');
const add = (menu: string, words: readonly string[], row: Row, rest: Partial<Change> = {}): Change => ({
  ...{ menu, says: [[`${menu}/add`, ...words, '=comment=made']], row, query: '?comment=made', ...rest },
});
const set = (menu: string, words: readonly string[], row: Row, rest: Partial<Change> = {}): Change => ({
  ...{ menu, says: [[`${menu}/set`, ...words]], row, ...rest },
});

const changes: readonly Change[] = [
  set('/ip/dns', ['=servers=1.1.1.1,9.9.9.9', '=allow-remote-requests=yes', '=cache-max-ttl=86400'], {
    ...{ servers: '1.1.1.1,9.9.9.9', 'allow-remote-requests': 'true', 'cache-max-ttl': '1d' },
  }),
  set(
    '/system/ntp/client',
    ['=enabled=yes', '=servers=10.0.0.1,pool.ntp.org'],
    { enabled: 'true', servers: '10.0.0.1,pool.ntp.org' },
    { on: seven },
  ),
  set(
    '/system/ntp/client',
    ['=enabled=no', '=primary-ntp=10.0.0.1'],
    { enabled: 'false', 'primary-ntp': '10.0.0.1' },
    { on: (version) => !seven(version) },
  ),
  set(
    '/ip/service',
    ['=.id=telnet', '=disabled=no', '=address=10.0.0.0/8,192.0.2.1', '=port=2323'],
    {
      ...{ name: 'telnet', disabled: 'false', address: '10.0.0.0/8,192.0.2.1/32', port: '2323' },
    },
    { query: '?name=telnet' },
  ),
  set('/ip/ssh', ['=strong-crypto=yes', '=forwarding-enabled=local'], { 'strong-crypto': 'true' }),
  set('/tool/bandwidth-server', ['=enabled=no'], { enabled: 'false' }),
  set('/tool/mac-server', ['=allowed-interface-list=none'], { 'allowed-interface-list': 'none' }),
  set('/tool/mac-server/mac-winbox', ['=allowed-interface-list=none'], { 'allowed-interface-list': 'none' }),
  set('/tool/mac-server/ping', ['=enabled=no'], { enabled: 'false' }),
  set('/ip/neighbor/discovery-settings', ['=discover-interface-list=!none'], {
    'discover-interface-list': '!none',
  }),
  set('/ip/cloud', ['=ddns-enabled=yes'], { 'ddns-enabled': 'true' }),
  set('/ip/upnp', ['=enabled=yes'], { enabled: 'true' }),
  set('/ip/settings', ['=rp-filter=loose', '=tcp-syncookies=yes'], { 'rp-filter': 'loose', 'tcp-syncookies': 'true' }),
  set('/ip/proxy', ['=enabled=no', '=port=3128'], { enabled: 'false', port: '3128' }),
  set('/ip/socks', ['=port=1081'], { port: '1081' }),
  set('/ip/smb', ['=domain=WORK'], { domain: 'WORK' }),
  set('/snmp', ['=enabled=yes', '=contact=noc'], { enabled: 'true', contact: 'noc' }),
  {
    menu: '/system/logging/action',
    says: [
      ['/system/logging/action/add', '=name=collector', '=target=remote', '=remote=10.0.0.9', '=remote-port=1514'],
      ['/system/logging/add', '=topics=firewall,!debug', '=action=collector', '=prefix=fw'],
    ],
    ...{ query: '?name=collector', row: { target: 'remote', remote: '10.0.0.9', 'remote-port': '1514' } },
  },
  {
    menu: '/interface/list/member',
    says: [
      ['/interface/list/add', '=name=inside'],
      ['/interface/list/member/add', '=list=inside', '=interface=ether3'],
    ],
    ...{ query: '?list=inside', row: { interface: 'ether3', disabled: 'false', dynamic: 'false' } },
  },
  add('/interface/vlan', ['=name=v77', '=vlan-id=77', '=interface=ether4'], { 'vlan-id': '77', mtu: '1500' }),
  add('/interface/bridge', ['=name=br9', '=vlan-filtering=no', '=priority=4096'], {
    ...{ name: 'br9', 'protocol-mode': 'rstp', priority: '0x1000', 'vlan-filtering': 'false', running: 'true' },
  }),
  add('/interface/bridge/vlan', ['=bridge=bridge-tower', '=vlan-ids=300-310', '=tagged=bridge-tower,ether2'], {
    ...{ 'vlan-ids': '300-310', tagged: 'bridge-tower,ether2', untagged: '', dynamic: 'false' },
  }),
  add('/interface/bridge/filter', ['=chain=forward', '=action=drop', '=mac-protocol=ipv6'], { action: 'drop' }),
  set(
    '/interface/ethernet',
    ['=.id=ether3', '=disabled=yes'],
    { disabled: 'true', running: 'false' },
    {
      query: '?name=ether3',
    },
  ),
  add('/ip/address', ['=address=10.50.0.1', '=interface=ether4'], {
    ...{ address: '10.50.0.1/32', network: '10.50.0.1', 'actual-interface': 'ether4' },
  }),
  { menu: '/ip/pool', says: [['/ip/pool/add', '=name=p1', '=ranges=10.1.0.2-10.1.0.9']], query: '?name=p1', row: {} },
  add('/ip/dhcp-server', ['=name=extra', '=interface=ether4', '=lease-time=3600'], {
    ...{ name: 'extra', 'lease-time': '1h', 'address-pool': 'static-only', disabled: 'false' },
  }),
  add('/ip/dhcp-server/network', ['=address=10.1.0.0/24', '=gateway=10.1.0.1'], { address: '10.1.0.0/24' }),
  add('/ip/dhcp-client', ['=interface=ether4'], { 'use-peer-dns': 'true', 'add-default-route': 'yes' }),
  add('/interface/pppoe-client', ['=interface=ether4', '=user=me', '=password=x'], { name: 'pppoe-out1', user: 'me' }),
  add('/ppp/profile', ['=name=gold', '=rate-limit=10M/10M'], { 'rate-limit': '10M/10M', default: 'false' }),
  add('/ppp/secret', ['=name=joe', '=profile=default-e'], { profile: 'default-encryption', service: 'any' }),
  add('/ip/route', ['=dst-address=10.70.1.2/16', '=gateway=10.99.0.1', '=distance=5', '=check-gateway=ping'], {
    ...{ 'dst-address': '10.70.0.0/16', distance: '5', 'check-gateway': 'ping', active: 'true' },
  }),
  add('/routing/table', ['=name=isp2', '=fib='], { name: 'isp2', fib: '' }, { on: seven }),
  add(
    '/routing/rule',
    ['=src-address=10.9.0.0/24', '=action=lookup', '=table=backup'],
    { table: 'backup' },
    { on: seven },
  ),
  add('/queue/simple', ['=name=q', '=target=10.99.0.77', '=max-limit=10M/2M', '=burst-time=16/16'], {
    ...{ target: '10.99.0.77/32', 'max-limit': '10000000/2000000', 'burst-time': '16s/16s', parent: 'none' },
  }),
  {
    menu: '/queue/type',
    says: [['/queue/type/add', '=name=fair', '=kind=pcq', '=pcq-rate=5M', '=pcq-classifier=dst-address']],
    ...{ query: '?name=fair', row: { 'pcq-rate': '5000000', 'pcq-classifier': 'dst-address', default: 'false' } },
  },
  add(
    '/interface/wireguard',
    ['=name=wg9', '=listen-port=51820'],
    { 'listen-port': '51820', mtu: '1420' },
    { on: seven },
  ),
  {
    menu: '/ip/ipsec/policy',
    says: [
      ['/ip/ipsec/profile/add', '=name=strong', '=enc-algorithm=aes-256', '=dh-group=modp2048'],
      ['/ip/ipsec/peer/add', '=name=hq', '=address=203.0.113.9', '=profile=strong', '=exchange-mode=ike2'],
      ['/ip/ipsec/proposal/add', '=name=strong', '=enc-algorithms=aes-256-cbc'],
      ['/ip/ipsec/identity/add', '=peer=hq', '=secret=shared'],
      ['/ip/ipsec/policy/add', '=peer=hq', '=tunnel=yes', '=src-address=10.1.0.0/24', '=dst-address=10.2.0.0/24'],
    ],
    ...{ query: '?peer=hq', row: { tunnel: 'true', template: 'false', proposal: 'default' } },
  },
  ...['filter', 'mangle', 'raw'].map((table) =>
    add(`/ip/firewall/${table}`, [`=chain=${table === 'filter' ? 'input' : 'prerouting'}`, '=action=accept'], {
      ...{ action: 'accept', dynamic: 'false' },
    }),
  ),
  add('/ip/firewall/nat', ['=chain=srcnat', '=action=masquerade', '=out-interface-list=all'], {
    'out-interface-list': 'all',
  }),
  add('/ip/firewall/address-list', ['=list=l', '=address=10.7.7.7/32'], { address: '10.7.7.7', dynamic: 'false' }),
];

describe.each([...dialects, '7.16.2', '7.20.8'])('RouterOS %s', (version) => {
  test.each(changes.filter(({ on = () => true }) => on(version)).map((change) => [change.menu, change] as const))(
    '%s takes the change, shows it in its own notation, and undoes all of it',
    async (_, { menu, says, query, row }) => {
      const place = await router({ version });
      const client = await meet(place);
      const before = place.state.hash();
      for (const words of says) expect(await trapOf(client, ...words)).toBeUndefined();
      const shown = rowsIn(await client.ask(`${menu}/print`, ...(query === undefined ? [] : [query])));
      expect(shown).toHaveLength(1);
      expect(shown[0]).toMatchObject(row);
      expect(place.state.hash()).not.toBe(before);
      for (const _ of says) await client.ask('/undo');
      expect(place.state.hash()).toBe(before);
    },
  );
});

test.each<[readonly string[], readonly string[], string]>([
  [['/ip/firewall/address-list/add', '=list=l', '=address=10.7.7.7'], [], 'failure: already have such entry'],
  [['/ip/address/add', '=address=10.7.7.7/24', '=interface=ether4'], [], 'failure: already have such address'],
  [['/interface/bridge/add', '=name=br9'], [], 'failure: already have interface with such name'],
  [['/ip/pool/add', '=name=p1', '=ranges=10.1.0.2-10.1.0.9'], [], 'failure: pool with such name exists'],
  [['/ip/dhcp-client/add', '=interface=ether4'], [], 'failure: dhcp-client on that interface already exists'],
  [['/ip/dhcp-server/network/add', '=address=10.1.0.0/24'], [], 'failure: such network already exists'],
  [['/ip/dhcp-server/add', '=name=d', '=interface=ether4'], [], 'failure: server with such name already exists'],
  [
    ['/interface/bridge/vlan/add', '=bridge=bridge-tower', '=vlan-ids=300-310'],
    ['/interface/bridge/vlan/add', '=bridge=bridge-tower', '=vlan-ids=305'],
    'failure: vlan already added',
  ],
])('%s twice: %s', async (words, again, message) => {
  const client = await meet(await router());
  expect(await trapOf(client, ...words)).toBeUndefined();
  expect(await trapOf(client, ...(again.length > 0 ? again : words))).toBe(message);
});

test.each<[readonly string[], string]>([
  [
    ['/interface/bridge/port/add', '=bridge=bridge-tower', '=interface=ether2'],
    'failure: device already added as bridge port',
  ],
  [['/interface/vlan/add', '=name=v'], 'missing value(s) of argument(s) vlan-id interface'],
  [['/interface/pppoe-client/add', '=name=p'], 'failure: no interfaces provided'],
  [['/ip/ipsec/policy/add', '=src-address=10.0.0.0/8'], 'failure: Peer not set!'],
  [['/ip/dhcp-server/network/add', '=address=10.1.0.1/24'], 'failure: invalid network'],
  [['/system/logging/action/add', '=name=x'], 'missing value(s) of argument(s) target'],
  [['/ip/socks/set', '=enabled=yes'], 'failure: not allowed by device-mode'],
  [['/ip/service/add', '=name=x'], 'no such command'],
  [
    ['/ip/address/add', '=address=10.0.0.1/24', '=interface=ether1', '=place-before=*1'],
    'unknown parameter place-before',
  ],
  [['/ip/firewall/filter/remove', '=.id=*1'], 'failure: cannot remove builtin'],
  [['/ip/firewall/filter/add', '=chain=input', '=place-before=*1'], 'failure: cannot move builtin'],
  [['/interface/list/remove', '=.id=all'], 'failure: cannot remove builtin'],
])('%s is refused: %s', async (words, message) => {
  const place = await router();
  const before = place.state.hash();
  expect(await trapOf(await meet(place), ...words)).toBe(message);
  expect(place.state.hash()).toBe(before);
});

test('the rule that shows what is fast-tracked goes with the last rule that does so, and comes back as the same row', async () => {
  const place = await router();
  const client = await meet(place);
  const before = place.state.hash();
  await client.ask('/safe-mode/take');
  const filter = '/ip/firewall/filter';
  const [rule] = rowsIn(await client.ask(`${filter}/print`, '?action=fasttrack-connection'));
  await client.ask(`${filter}/remove`, `=.id=${rule?.['.id']}`);
  expect(rowsIn(await client.ask(`${filter}/print`, '?dynamic=true'))).toEqual([]);
  await client.ask('/safe-mode/unroll');
  expect(place.state.hash()).toBe(before);
  expect(rowsIn(await client.ask(`${filter}/print`))[0]).toMatchObject({ '.id': '*1', dynamic: 'true' });
});

test('who names an interface names it by its new name, and by its number when it is gone', async () => {
  const place = await router();
  const client = await meet(place);
  await client.ask('/interface/vlan/add', '=name=v77', '=vlan-id=77', '=interface=ether4');
  await client.ask('/ip/address/add', '=address=10.50.0.1/24', '=interface=v77');
  const before = place.state.hash();
  const on = async () =>
    rowsIn(await client.ask('/ip/address/print', '?address=10.50.0.1/24')).map((row) => row.interface);
  await client.ask('/interface/set', '=.id=v77', '=name=guests');
  expect(await on()).toEqual(['guests']);
  expect(rowsIn(await client.ask('/interface/vlan/print', '?name=guests'))).toHaveLength(1);
  await client.ask('/interface/vlan/remove', '=.id=guests');
  expect(await on()).toEqual([expect.stringMatching(/^\*[0-9A-F]+$/)]);
  await client.ask('/undo');
  await client.ask('/undo');
  expect(place.state.hash()).toBe(before);
});

test('a matcher given as nothing, or unset, is not there any more', async () => {
  const client = await meet(await router({ accounts: [full] }));
  const filter = '/ip/firewall/filter';
  await client.ask(`${filter}/add`, '=chain=input', '=src-address=10.0.0.1', '=src-address-list=x', '=comment=made');
  const row = async () => rowsIn(await client.ask(`${filter}/print`, '?comment=made'))[0] ?? {};
  const { '.id': id = '' } = await row();
  await client.ask(`${filter}/set`, `=.id=${id}`, '=src-address=');
  await client.ask(`${filter}/unset`, `=.id=${id}`, '=value-name=src-address-list');
  expect(Object.keys(await row())).not.toEqual(expect.arrayContaining(['src-address']));
  expect(Object.keys(await row())).not.toEqual(expect.arrayContaining(['src-address-list']));
});

test('a router makes its own keys, and the public one follows from the private one', async () => {
  const client = await meet(await router());
  await client.ask('/interface/wireguard/add', '=name=wg9');
  const keys = async () => rowsIn(await client.ask('/interface/wireguard/print', '?name=wg9'))[0];
  const made = await keys();
  expect(Buffer.from(made?.['private-key'] ?? '', 'base64')).toHaveLength(32);
  const secret = Buffer.alloc(32, 7).toString('base64');
  await client.ask('/interface/wireguard/set', '=.id=wg9', `=private-key=${secret}`);
  expect((await keys())?.['public-key']).not.toBe(made?.['public-key']);
  expect(await trapOf(client, '/interface/wireguard/set', '=.id=wg9', '=public-key=x')).toBe(
    'unknown parameter public-key',
  );
});
