import type { Recording } from './recording';

const all = ['6.49.18', '7.12.1', '7.18.2', '7.24'] as const;

const askServers = [
  '/ip/dhcp-server/print',
  '=.proplist=.id,name,interface,relay,address-pool,lease-time,server-address,authoritative,bootp-support,bootp-lease-time,delay-threshold,conflict-detection,client-mac-limit,add-arp,add-dns-entries,add-dns-entries-suffix,address-lists,always-broadcast,allow-dual-stack-queue,dhcp-option-set,dynamic-lease-identifiers,insert-queue-before,parent-queue,support-broadband-tr101,use-framed-as-classless,use-radius,use-reconfigure,dynamic,invalid,disabled,comment',
] as const;

const askNetworks = [
  '/ip/dhcp-server/network/print',
  '=.proplist=.id,address,gateway,netmask,dns-server,dns-none,domain,ntp-server,ntp-none,wins-server,caps-manager,next-server,boot-file-name,dhcp-option,dhcp-option-set,dynamic,comment',
] as const;

const poolFields = '=.proplist=.id,name,ranges,next-pool,total,used,available,comment';
const usedFields = '=.proplist=pool,address,owner,info';

const id = /^\*[0-9A-F]+$/;
const mac = /^([0-9A-F]{2}:){5}[0-9A-F]{2}$/;
const duration = /^(\d+[wdhms])+$/;
const count = /^\d+$/;

const server = {
  '.id': id,
  name: 'dhcp-tower',
  interface: 'bridge-tower',
  'address-pool': 'pool-tower',
  'lease-time': '30m',
  authoritative: 'yes',
  invalid: 'false',
  disabled: 'false',
};
const network = { address: '10.99.0.0/24', gateway: '10.99.0.2', 'dns-server': '10.99.0.2', dynamic: 'false' };
const pool = { '.id': id, name: 'pool-tower', ranges: '10.99.0.20-10.99.0.250' };
const inUse = { pool: 'pool-tower', address: /^10\.99\.0\.\d+$/, owner: 'DHCP', info: mac };

const askLeases4 =
  '=.proplist=.id,address,server,active-server,status,expires-after,last-seen,radius,dynamic,disabled,address-lists,dhcp-option,rate-limit,comment,active-address,mac-address,active-mac-address,src-mac-address,client-id,active-client-id,host-name,class-id,blocked,block-access,lease-time,agent-circuit-id,agent-remote-id,active-agent-circuit-id,active-agent-remote-id';
const askLeases6 =
  '=.proplist=.id,address,server,active-server,status,expires-after,last-seen,radius,dynamic,disabled,address-lists,dhcp-option,rate-limit,comment,client-address,duid,iaid,ia-type,prefix-pool,life-time,invalid';

/** Ada's lease is dynamic, Anna's is reserved for her, and Carla's too, who is away. */
const [ada, anna, carla] = ['18:FD:74:71:2D:B4', '18:FD:74:52:6A:22', '18:FD:74:E1:A6:90'] as const;

const adasLease = {
  address: '10.99.0.20',
  'mac-address': ada,
  'client-id': `1:${ada.toLowerCase()}`,
  server: 'dhcp-tower',
  status: 'bound',
  'host-name': 'cpe-ada-gatti',
  'active-address': '10.99.0.20',
  'expires-after': duration,
  'last-seen': duration,
  dynamic: 'true',
  radius: 'false',
  blocked: 'false',
  disabled: 'false',
};

const askClients =
  '=.proplist=.id,interface,name,status,address,netmask,gateway,dhcp-server,primary-dns,secondary-dns,primary-ntp,secondary-ntp,caps-managers,expires-after,add-default-route,default-route-distance,default-route-tables,check-gateway,use-peer-dns,use-peer-ntp,use-broadcast,allow-reconfigure,dhcp-options,dscp,vlan-priority,dynamic,invalid,disabled,comment';

const client = {
  '.id': id,
  interface: 'ether1',
  status: 'bound',
  address: /^198\.51\.100\.\d+\/24$/,
  gateway: '198.51.100.1',
  'dhcp-server': '198.51.100.1',
  'primary-dns': '198.51.100.53',
  'expires-after': duration,
  'add-default-route': 'no',
  'use-peer-dns': 'true',
  dynamic: 'false',
  invalid: 'false',
  disabled: 'false',
};

export const ofDhcp: readonly Recording[] = [
  {
    action: 'dhcp.servers',
    on: ['6.49.18', '7.12.1'],
    values: {},
    says: [
      { words: askServers, answer: { rows: 2, one: { ...server, 'use-reconfigure': null } } },
      { words: askNetworks, answer: { rows: 2, one: network } },
      // What came with 7.18 is asked for, and not there.
      { words: ['/ip/pool/print', poolFields], answer: { rows: 1, each: { ...pool, total: null, used: null } } },
      { words: ['/ip/pool/used/print', '=count-only='], answer: { done: { ret: count } } },
      { words: ['/ip/pool/used/print', usedFields], answer: { rows: 'some', each: inUse } },
    ],
  },
  {
    action: 'dhcp.servers',
    on: ['7.18.2', '7.24'],
    values: {},
    says: [
      { words: askServers, answer: { rows: 2, one: server } },
      { words: askNetworks, answer: { rows: 2, one: network } },
      {
        words: ['/ip/pool/print', poolFields],
        answer: { rows: 1, each: { ...pool, total: '231', used: count, available: count } },
      },
      { words: ['/ip/pool/used/print', '=count-only='], answer: { done: { ret: count } } },
      { words: ['/ip/pool/used/print', usedFields], answer: { rows: 'some', each: inUse } },
    ],
  },
  {
    action: 'dhcp.servers',
    on: all,
    values: { pool: 'pool-tower', limit: 5 },
    says: [
      { words: askServers, answer: { rows: 2, one: server } },
      { words: askNetworks, answer: { rows: 2, one: network } },
      { words: ['/ip/pool/print', '?name=pool-tower', poolFields], answer: { rows: 1, each: pool } },
      { words: ['/ip/pool/used/print', '=count-only=', '?pool=pool-tower'], answer: { done: { ret: count } } },
      { words: ['/ip/pool/used/print', '?pool=pool-tower', usedFields], answer: { rows: 'some', each: inUse } },
    ],
  },
  {
    action: 'dhcp.servers',
    on: all,
    model: 'CRS326',
    role: 'switch',
    values: { pool: 'nobody' },
    says: [
      { words: askServers, answer: { rows: 'none' } },
      { words: askNetworks, answer: { rows: 'none' } },
      { words: ['/ip/pool/print', '?name=nobody', poolFields], answer: { rows: 'none' } },
      { words: ['/ip/pool/used/print', '=count-only=', '?pool=nobody'], answer: { done: { ret: '0' } } },
      { words: ['/ip/pool/used/print', '?pool=nobody', usedFields], answer: { rows: 'none' } },
    ],
  },
  {
    action: 'dhcp.leases',
    on: all,
    values: { address: '10.99.0.20', mac: ada.toLowerCase(), status: 'bound' },
    says: [
      {
        words: [
          '/ip/dhcp-server/lease/print',
          '?address=10.99.0.20',
          '?active-address=10.99.0.20',
          '?#|',
          `?mac-address=${ada}`,
          `?active-mac-address=${ada}`,
          '?#|',
          '?status=bound',
          askLeases4,
        ],
        answer: { rows: 1, each: adasLease },
      },
    ],
  },
  {
    action: 'dhcp.leases',
    on: all,
    values: {},
    says: [
      {
        words: ['/ip/dhcp-server/lease/print', askLeases4],
        // Of who is away it is known what is reserved, and since when.
        answer: {
          rows: 'some',
          one: { 'mac-address': carla, status: 'waiting', 'active-address': null, 'last-seen': duration },
        },
      },
    ],
  },
  {
    action: 'dhcp.leases',
    on: all,
    model: 'CCR2004',
    role: 'pppoe',
    values: { family: '6' },
    says: [
      {
        words: ['/ipv6/dhcp-server/binding/print', askLeases6],
        answer: {
          rows: 'some',
          each: { address: /^2001:db8:[0-9a-f]+::\/56$/, duid: /^0x00030001[0-9a-f]{12}$/, status: 'bound' },
        },
      },
    ],
  },
  {
    action: 'dhcp.clients',
    on: ['6.49.18', '7.12.1'],
    model: 'CHR',
    role: 'vpn',
    values: { interface: 'ether1' },
    says: [
      {
        words: ['/ip/dhcp-client/print', '?interface=ether1', askClients],
        answer: { rows: 1, each: { ...client, name: null, 'default-route-tables': null, 'check-gateway': null } },
      },
    ],
  },
  {
    action: 'dhcp.clients',
    on: ['7.18.2'],
    model: 'CHR',
    role: 'vpn',
    values: { interface: 'ether1' },
    says: [
      {
        words: ['/ip/dhcp-client/print', '?interface=ether1', askClients],
        answer: { rows: 1, each: { ...client, name: null, 'default-route-tables': 'default', 'check-gateway': null } },
      },
    ],
  },
  {
    action: 'dhcp.clients',
    on: ['7.24'],
    model: 'CHR',
    role: 'vpn',
    values: { interface: 'ether1' },
    says: [
      {
        words: ['/ip/dhcp-client/print', '?interface=ether1', askClients],
        answer: { rows: 1, each: { ...client, name: 'client1', 'check-gateway': 'none' } },
      },
    ],
  },
  {
    action: 'dhcp.clients',
    on: all,
    values: {},
    says: [
      {
        words: ['/ip/dhcp-client/print', askClients],
        answer: { rows: 1, each: { interface: 'ether6', status: 'searching...', address: null, gateway: null } },
      },
    ],
  },
  {
    action: 'dhcp.lease.static',
    on: all,
    values: { mac: ada },
    row: { 'mac-address': ada },
    says: [{ words: ['/ip/dhcp-server/lease/make-static', '=numbers=[row]'], answer: { done: { ret: null } } }],
    afterwards: {
      words: ['/ip/dhcp-server/lease/print', '?.id=[row]'],
      answer: { rows: 1, each: { ...adasLease, dynamic: 'false' } },
    },
  },
  {
    action: 'dhcp.lease.remove',
    on: all,
    values: { mac: anna, address: '10.99.0.24' },
    row: { 'mac-address': anna },
    says: [{ words: ['/ip/dhcp-server/lease/remove', '=.id=[row]'], answer: { done: { ret: null } } }],
    afterwards: { words: ['/ip/dhcp-server/lease/print', `?mac-address=${anna}`], answer: { rows: 'none' } },
  },
  {
    action: 'dhcp.lease.remove',
    on: all,
    values: { mac: ada },
    row: { 'mac-address': ada, dynamic: 'true' },
    says: [{ words: ['/ip/dhcp-server/lease/remove', '=.id=[row]'], answer: { done: { ret: null } } }],
    afterwards: { words: ['/ip/dhcp-server/lease/print', `?mac-address=${ada}`], answer: { rows: 'none' } },
  },
  {
    action: 'dhcp.network.set',
    on: all,
    values: { address: '10.99.0.0/24', gateway: ['10.99.0.1'], 'dns-server': ['9.9.9.9', '10.99.0.2'] },
    row: { address: '10.99.0.0/24' },
    says: [
      {
        words: ['/ip/dhcp-server/network/set', '=.id=[row]', '=gateway=10.99.0.1', '=dns-server=9.9.9.9,10.99.0.2'],
        answer: { done: { ret: null } },
      },
    ],
    afterwards: {
      words: ['/ip/dhcp-server/network/print', '?.id=[row]'],
      answer: {
        rows: 1,
        each: { address: '10.99.0.0/24', gateway: '10.99.0.1', 'dns-server': '9.9.9.9,10.99.0.2', domain: 'lan' },
      },
    },
  },
  {
    action: 'dhcp.network.set',
    on: all,
    values: { address: '10.99.0.0/24', 'ntp-server': ['2001:db8::1'] },
    row: { address: '10.99.0.0/24' },
    says: [
      {
        words: ['/ip/dhcp-server/network/set', '=.id=[row]', '=ntp-server=2001:db8::1'],
        answer: { trap: 'invalid value for argument ntp-server' },
      },
    ],
  },
  {
    action: 'dhcp.client.renew',
    on: all,
    model: 'CHR',
    role: 'vpn',
    values: { interface: 'ether1' },
    row: { interface: 'ether1' },
    says: [{ words: ['/ip/dhcp-client/renew', '=numbers=[row]'], answer: { done: { ret: null } } }],
    afterwards: {
      words: ['/ip/dhcp-client/print', '?interface=ether1'],
      // As long as it was given for: a day, less what the test takes.
      answer: { rows: 1, each: { status: 'bound', 'expires-after': /^(1d|23h59m(\d+s)?)$/ } },
    },
  },
];
