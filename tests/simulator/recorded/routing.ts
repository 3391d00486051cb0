import type { Recording, Unsaid } from './recording';

const everywhere = ['6.49.18', '7.12.1', '7.18.2', '7.24'] as const;
const seven = ['7.12.1', '7.18.2', '7.24'] as const;
const six = ['6.49.18'] as const;

const route = 'dst-address,gateway,distance,scope,target-scope,pref-src,check-gateway,active,dynamic,disabled';
const kinds = 'static,connect,bgp,ospf,rip,blackhole,comment';
const route7 = `=.proplist=.id,${route},${kinds},immediate-gw,local-address,routing-table,vrf-interface,inactive,dhcp,vpn,modem,slaac,is-is,bgp-mpls-vpn,ecmp,hw-offloaded,suppress-hw-offload`;
const route6 = `=.proplist=.id,${route},${kinds},gateway-status,routing-mark,type,unreachable,prohibit,mme`;
const lookup7 =
  '=.proplist=.id,dst-address,gateway,immediate-gw,distance,pref-src,routing-table,blackhole,ecmp,dynamic,comment';
const lookup6 = '=.proplist=.id,dst-address,gateway,gateway-status,distance,pref-src,routing-mark,type,dynamic,comment';
const ospf7 =
  '=.proplist=.id,instance,area,address,interface,router-id,priority,dr,bdr,state,state-changes,adjacency,timeout,ls-retransmits,ls-requests,db-summaries,virtual,dynamic,comment';
const ospf6 =
  '=.proplist=.id,instance,address,interface,router-id,priority,dr-address,backup-dr-address,state,state-changes,adjacency,ls-retransmits,ls-requests,db-summaries';
const bgp7 =
  '=.proplist=.id,name,instance,remote.address,remote.as,remote.id,remote.role,remote.afi,remote.messages,remote.bytes,local.address,local.as,local.id,local.role,local.afi,local.messages,local.bytes,prefix-count,uptime,hold-time,keepalive-time,last-started,last-stopped,input.filter,input.last-notification,output.filter-chain,output.last-notification,routing-table,vrf,multihop,use-bfd,ebgp,ibgp,established,limit-exceeded,stopped';
const bgp6 =
  '=.proplist=.id,name,instance,remote-address,remote-as,remote-id,local-address,state,prefix-count,uptime,used-hold-time,used-keepalive-time,updates-received,updates-sent,withdrawn-received,withdrawn-sent,in-filter,out-filter,address-families,multihop,use-bfd,route-reflect,established,disabled,comment';
const bfd7 =
  '=.proplist=.id,remote-address,local-address,vrf,multihop,state,state-changes,uptime,desired-tx-interval,actual-tx-interval,required-min-rx,remote-min-rx,remote-min-tx,multiplier,hold-time,packets-rx,packets-tx,up,inactive';
const bfd6 =
  '=.proplist=.id,address,interface,protocols,state,state-changes,uptime,desired-tx-interval,actual-tx-interval,required-min-rx,multiplier,hold-time,packets-rx,packets-tx,multihop,up';
const ldp =
  '=.proplist=.id,transport,local-transport,peer,addresses,send-targeted,used-afi,path-vector-limit,operational,sending-targeted-hello,on-demand,passive,passive-wait,active-connect,throttled,vpls,inactive,dynamic,disabled,comment';

const ip = /^\d+\.\d+\.\d+\.\d+$/;
const span = /^(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/;
const flag = /^(true|false)$/;
const core = { model: 'CCR2216', role: 'core' } as const;
const edge = { model: 'CCR2216', role: 'edge' } as const;

const added = { 'dst-address': '10.8.0.0/16', gateway: '10.99.0.7', distance: 5, comment: 'lab' } as const;
const addedWords = ['/ip/route/add', '=dst-address=10.8.0.0/16', '=gateway=10.99.0.7', '=distance=5', '=comment=lab'];
const stale = 'a'.repeat(64);

export const ofRouting: readonly Recording[] = [
  {
    action: 'ip.routes',
    on: seven,
    values: { active: true, 'routing-table': 'main' },
    says: [
      {
        words: ['/ip/route/print', '?active=true', '?routing-table=main', route7],
        answer: {
          rows: 'some',
          each: { active: 'true', 'routing-table': 'main', 'dst-address': /\/\d+$/, distance: /^\d+$/ },
          one: { 'dst-address': '0.0.0.0/0', gateway: '10.99.0.1', static: 'true', dynamic: 'false' },
        },
      },
    ],
  },
  {
    action: 'ip.routes',
    on: six,
    values: { active: true, 'routing-table': 'main' },
    says: [
      {
        words: ['/ip/route/print', '?active=true', '?-routing-mark', route6],
        answer: {
          rows: 'some',
          each: { active: 'true', 'routing-mark': null, 'gateway-status': /reachable/ },
          one: { 'dst-address': '0.0.0.0/0', 'gateway-status': '10.99.0.1 reachable via  bridge-tower' },
        },
      },
    ],
  },
  {
    action: 'ip.route.lookup',
    on: ['7.18.2', '7.24'],
    values: { 'dst-ip': '203.0.113.7' },
    says: [
      {
        words: ['/ip/route/check', '=dst-ip=203.0.113.7', '=once='],
        answer: { rows: 1, each: { status: 'ok', interface: 'bridge-tower', nexthop: '10.99.0.1', '.id': null } },
      },
      {
        words: ['/ip/route/print', '?active=true', '?routing-table=main', lookup7],
        answer: {
          rows: 'some',
          one: { 'dst-address': '0.0.0.0/0', gateway: '10.99.0.1', 'immediate-gw': '10.99.0.1%bridge-tower' },
        },
      },
    ],
  },
  {
    action: 'ip.route.lookup',
    on: ['7.12.1'],
    values: { 'dst-ip': '10.99.0.40' },
    says: [
      {
        words: ['/ip/route/print', '?active=true', '?routing-table=main', lookup7],
        answer: { rows: 'some', one: { 'dst-address': '10.99.0.0/24', 'immediate-gw': 'bridge-tower' } },
      },
    ],
  },
  {
    action: 'ip.route.lookup',
    on: six,
    values: { 'dst-ip': '10.99.0.40' },
    says: [
      {
        words: ['/ip/route/print', '?active=true', '?-routing-mark', lookup6],
        answer: { rows: 'some', one: { 'dst-address': '10.99.0.0/24', 'gateway-status': 'bridge-tower reachable' } },
      },
    ],
  },
  {
    // The check knows one table: of another only the routes are read.
    action: 'ip.route.lookup',
    on: seven,
    values: { 'dst-ip': '203.0.113.7', 'routing-table': 'backup' },
    says: [
      {
        words: ['/ip/route/print', '?active=true', '?routing-table=backup', lookup7],
        answer: { rows: 1, each: { 'dst-address': '0.0.0.0/0', gateway: '10.99.0.2' } },
      },
    ],
  },
  {
    action: 'routing.neighbors',
    on: seven,
    values: { protocol: 'ospf' },
    says: [
      {
        words: ['/routing/ospf/neighbor/print', ospf7],
        answer: {
          rows: 1,
          each: {
            area: 'backbone-v2',
            instance: 'default-v2',
            address: '10.99.0.1',
            'router-id': ip,
            state: 'Full',
            'state-changes': /^\d+$/,
            adjacency: span,
            timeout: /^\d+s$/,
            dynamic: 'true',
          },
        },
      },
    ],
  },
  {
    action: 'routing.neighbors',
    on: six,
    values: { protocol: 'ospf' },
    says: [
      {
        words: ['/routing/ospf/neighbor/print', ospf6],
        answer: {
          rows: 1,
          each: { instance: 'default', address: '10.99.0.1', 'dr-address': ip, state: 'Full', adjacency: span },
        },
      },
    ],
  },
  {
    action: 'routing.neighbors',
    on: ['7.12.1', '7.18.2'],
    ...edge,
    values: { protocol: 'bgp' },
    says: [
      {
        words: ['/routing/bgp/session/print', bgp7],
        answer: {
          rows: 'some',
          each: { 'remote.address': ip, 'remote.as': /^\d+$/, 'local.as': /^\d+$/, uptime: span, instance: null },
          one: { name: 'transit-a-1', established: 'true', 'prefix-count': /^[1-9]\d+$/, ebgp: '' },
        },
      },
    ],
  },
  {
    action: 'routing.neighbors',
    on: ['7.24'],
    ...edge,
    values: { protocol: 'bgp' },
    says: [
      {
        words: ['/routing/bgp/session/print', bgp7],
        answer: {
          rows: 'some',
          each: { 'remote.address': ip, 'remote.as': /^\d+$/, uptime: span, instance: 'bgp-main' },
          one: { name: 'transit-a-1', established: 'true' },
        },
      },
    ],
  },
  {
    action: 'routing.neighbors',
    on: six,
    ...edge,
    values: { protocol: 'bgp' },
    says: [
      {
        words: ['/routing/bgp/peer/print', '=status=', bgp6],
        answer: {
          rows: 'some',
          each: { 'remote-address': ip, 'remote-as': /^\d+$/, disabled: flag },
          one: { name: 'transit-a', state: 'established', established: 'true', 'prefix-count': /^[1-9]\d+$/ },
        },
      },
    ],
  },
  {
    action: 'routing.neighbors',
    on: seven,
    ...core,
    values: { protocol: 'bfd' },
    says: [
      {
        words: ['/routing/bfd/session/print', bfd7],
        answer: { rows: 1, each: { 'remote-address': /^10\.99\.0\.1%/, state: 'up', multiplier: '5', up: 'true' } },
      },
    ],
  },
  {
    action: 'routing.neighbors',
    on: six,
    ...core,
    values: { protocol: 'bfd' },
    says: [
      {
        words: ['/routing/bfd/neighbor/print', bfd6],
        answer: { rows: 1, each: { address: '10.99.0.1', interface: 'ether1', protocols: 'ospf', state: 'up' } },
      },
    ],
  },
  {
    action: 'routing.neighbors',
    on: seven,
    ...core,
    values: { protocol: 'ldp' },
    says: [
      {
        words: ['/mpls/ldp/neighbor/print', ldp],
        answer: { rows: 1, each: { transport: '10.99.0.1', peer: /^10\.99\.0\.1:0$/, operational: 'true' } },
      },
    ],
  },
  {
    action: 'route.add',
    on: seven,
    values: { ...added, 'routing-table': 'main' },
    says: [{ words: [...addedWords, '=routing-table=main'], answer: { done: { ret: /^\*[0-9A-F]+$/ } } }],
    afterwards: {
      words: ['/ip/route/print', '?dst-address=10.8.0.0/16'],
      answer: {
        rows: 1,
        each: {
          'routing-table': 'main',
          'immediate-gw': '10.99.0.7%bridge-tower',
          distance: '5',
          static: 'true',
          active: 'true',
          dynamic: 'false',
        },
      },
    },
  },
  {
    action: 'route.add',
    on: seven,
    values: { ...added, 'routing-table': 'nowhere' },
    says: [
      {
        words: [...addedWords, '=routing-table=nowhere'],
        answer: { trap: 'input does not match any value of routing-table' },
      },
    ],
    afterwards: { words: ['/ip/route/print', '?dst-address=10.8.0.0/16'], answer: { rows: 'none' } },
  },
  {
    action: 'route.add',
    on: six,
    values: { ...added, 'check-gateway': 'ping' },
    says: [
      {
        words: [...addedWords.slice(0, 4), '=check-gateway=ping', '=comment=lab'],
        answer: { done: { ret: /^\*[0-9A-F]+$/ } },
      },
    ],
    afterwards: {
      words: ['/ip/route/print', '?dst-address=10.8.0.0/16'],
      answer: {
        rows: 1,
        each: { 'gateway-status': '10.99.0.7 reachable via  bridge-tower', 'check-gateway': 'ping', active: 'true' },
      },
    },
  },
  {
    action: 'route.set',
    on: everywhere,
    values: { row: '*1', fingerprint: stale, disabled: true },
    row: { 'dst-address': '0.0.0.0/0', gateway: '10.99.0.1' },
    chosen: { row: '.id' },
    says: [{ words: ['/ip/route/set', '=.id=[row]', '=disabled=yes'], answer: { done: { ret: null } } }],
    afterwards: {
      words: ['/ip/route/print', '?.id=[row]'],
      answer: { rows: 1, each: { disabled: 'true', active: /^false$/, distance: '1' } },
    },
  },
  {
    action: 'route.set',
    on: everywhere,
    values: { row: '*1', fingerprint: stale, distance: 9 },
    row: { dynamic: 'true' },
    chosen: { row: '.id' },
    says: [
      {
        words: ['/ip/route/set', '=.id=[row]', '=distance=9'],
        answer: { trap: 'failure: can not change dynamic item' },
      },
    ],
  },
];

export const unsaidOfRouting: readonly Unsaid[] = [
  {
    action: 'routing.neighbors',
    on: six,
    lacks: ['mpls'],
    values: { protocol: 'ldp' },
    because: 'Routing neighbours: the mpls package of this RouterOS 6 is not enabled.',
  },
  {
    action: 'ip.routes',
    on: six,
    lacks: ['ipv6'],
    values: { family: '6' },
    because: 'Routing table: the ipv6 package of this RouterOS 6 is not enabled.',
  },
  {
    action: 'route.add',
    on: six,
    lacks: ['ipv6'],
    values: { family: '6', 'dst-address': '2001:db8:8::/48', gateway: '2001:db8::7' },
    because: 'Add a route: the ipv6 package of this RouterOS 6 is not enabled.',
  },
];
