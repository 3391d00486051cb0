import { type Dialect, dialects, type Recording, type Unsaid } from './recording';

const everywhere = dialects;
/** The table of connections has a field for the port from 7.16 on; before, it stands behind the address. */
const [inOneField, inTwo]: readonly (readonly Dialect[])[] = [
  ['6.49.18', '7.12.1'],
  ['7.18.2', '7.24'],
];
const address = /^\d{1,3}(\.\d{1,3}){3}$/;
const withPort = /^\d{1,3}(\.\d{1,3}){3}:\d{1,5}$/;
const port = /^\d{1,5}$/;

const rules = [
  ...['.id', 'disabled', 'dynamic', 'invalid', 'chain', 'action', 'protocol', 'src-address', 'src-port'],
  ...['dst-address', 'dst-port', 'in-interface', 'out-interface', 'in-interface-list', 'out-interface-list'],
  ...['src-address-list', 'dst-address-list', 'connection-state', 'jump-target', 'to-addresses', 'to-ports'],
  ...['packets', 'bytes', 'comment', 'to-address', 'address-list', 'address-list-timeout', 'connection-bytes'],
  ...['connection-limit', 'connection-mark', 'connection-nat-state', 'connection-rate', 'connection-type', 'content'],
  ...['dscp', 'dst-address-type', 'dst-limit', 'dst-prefix', 'fragment', 'headers', 'hop-limit', 'hotspot'],
  ...['hw-offload', 'icmp-options', 'in-bridge-port', 'in-bridge-port-list', 'ingress-priority', 'ipsec-policy'],
  ...['ipv4-options', 'layer7-protocol', 'limit', 'log', 'log-prefix', 'new-connection-mark', 'new-dscp'],
  ...['new-hop-limit', 'new-mss', 'new-packet-mark', 'new-priority', 'new-routing-mark', 'new-ttl', 'nth'],
  ...['out-bridge-port', 'out-bridge-port-list', 'p2p', 'packet-mark', 'packet-size', 'passthrough'],
  ...['per-connection-classifier', 'port', 'priority', 'psd', 'random', 'randomise-ports', 'realm', 'reject-with'],
  ...['route-dst', 'routing-mark', 'same-not-by-dst', 'sniff-id', 'sniff-target', 'sniff-target-port'],
  ...['socks5-port', 'socks5-server', 'socksify-service', 'src-address-type', 'src-mac-address', 'src-prefix'],
  ...['tcp-flags', 'tcp-mss', 'time', 'tls-host', 'tos', 'ttl'],
].join(',');

const ends =
  'protocol,src-address,src-port,dst-address,dst-port,reply-src-address,reply-src-port,reply-dst-address,reply-dst-port';
const ofConnection = `.id,${ends},tcp-state,timeout,orig-packets,orig-bytes,orig-rate,repl-packets,repl-bytes,repl-rate,connection-mark,connection-type,seen-reply,assured,fasttrack,hw-offload,srcnat,dstnat,dying`;

const connections = (on: readonly Dialect[] | undefined, each: Recording['says'][number]['answer']): Recording => ({
  action: 'fw.connections',
  on: on ?? [],
  values: { protocol: 'tcp' },
  says: [
    { words: ['/ip/firewall/connection/print', '=count-only='], answer: { done: { ret: /^\d+$/ } } },
    { words: ['/ip/firewall/connection/print', '?protocol=tcp', `=.proplist=${ofConnection}`], answer: each },
  ],
});

const tcp = {
  '.id': /^\*[0-9A-F]+$/,
  protocol: 'tcp',
  'tcp-state': /^(established|time-wait|syn-sent|close)$/,
  timeout: /^(\d+[dhms])+$/,
  'orig-bytes': /^\d+$/,
  'repl-bytes': /^\d+$/,
  'seen-reply': /^(true|false)$/,
};

const mark = 'a'.repeat(64);

const reads: readonly Recording[] = [
  {
    action: 'fw.rules',
    on: everywhere,
    values: { chain: 'input' },
    says: [
      {
        words: ['/ip/firewall/filter/print', '=stats=', '?chain=input', `=.proplist=${rules}`],
        answer: {
          rows: 'some',
          each: { chain: 'input', bytes: /^\d+$/, packets: /^\d+$/, disabled: 'false', dynamic: 'false' },
          one: { action: 'drop', 'connection-state': 'invalid' },
        },
      },
    ],
  },
  {
    action: 'fw.addrlists',
    on: everywhere,
    values: { list: 'guessers' },
    says: [
      {
        words: [
          '/ip/firewall/address-list/print',
          '?list=guessers',
          '=.proplist=.id,list,address,timeout,creation-time,dynamic,disabled,comment',
        ],
        answer: {
          rows: 'some',
          // An entry that goes by itself is dynamic, and says in how long.
          each: { list: 'guessers', address, timeout: /^(\d+[wdhms])+$/, dynamic: 'true', disabled: 'false' },
        },
      },
    ],
  },
  connections(inOneField, {
    rows: 'some',
    each: { ...tcp, 'src-address': withPort, 'dst-address': withPort, 'src-port': null, 'dst-port': null },
  }),
  connections(inTwo, {
    rows: 'some',
    each: { ...tcp, 'src-address': address, 'src-port': port, 'dst-address': address, 'dst-port': port },
  }),
];

const filterRule = ['=chain=input', '=action=drop', '=protocol=tcp', '=src-address=198.51.100.0/24', '=dst-port=22'];

const changes: readonly Recording[] = [
  {
    action: 'fw.filter.add',
    on: everywhere,
    values: {
      ...{ chain: 'input', action: 'drop', protocol: 'tcp', 'src-address': '198.51.100.0/24', 'dst-port': '22' },
      ...{ 'place-before': '*3', anchor: mark, comment: 'guessers of passwords' },
    },
    says: [
      {
        words: ['/ip/firewall/filter/add', ...filterRule, '=place-before=*3', '=comment=guessers of passwords'],
        answer: { done: { ret: /^\*[0-9A-F]+$/ } },
      },
    ],
    // A length is written as it was given.
    afterwards: {
      words: ['/ip/firewall/filter/print', '?comment=guessers of passwords'],
      answer: {
        rows: 1,
        each: { chain: 'input', action: 'drop', 'src-address': '198.51.100.0/24', 'dst-port': '22' },
      },
    },
  },
  {
    action: 'fw.filter.add',
    on: everywhere,
    values: { chain: 'input', action: 'drop', 'in-interface': 'moon1', comment: 'nothing from there' },
    says: [
      {
        words: [
          '/ip/firewall/filter/add',
          ...['=chain=input', '=action=drop', '=in-interface=moon1', '=comment=nothing from there'],
        ],
        answer: { trap: 'input does not match any value of interface' },
      },
    ],
    afterwards: { words: ['/ip/firewall/filter/print', '?comment=nothing from there'], answer: { rows: 'none' } },
  },
  {
    action: 'fw.nat.add',
    on: everywhere,
    values: {
      ...{ action: 'dst-nat', protocol: 'tcp', 'dst-port': '8443', 'in-interface': 'ether1' },
      ...{ 'to-addresses': '192.168.88.20', 'to-ports': 443, comment: 'camera' },
    },
    says: [
      {
        words: [
          '/ip/firewall/nat/add',
          ...['=chain=dstnat', '=action=dst-nat', '=protocol=tcp', '=dst-port=8443', '=in-interface=ether1'],
          ...['=to-addresses=192.168.88.20', '=to-ports=443', '=comment=camera'],
        ],
        answer: { done: { ret: /^\*[0-9A-F]+$/ } },
      },
    ],
    afterwards: {
      words: ['/ip/firewall/nat/print', '?comment=camera'],
      answer: { rows: 1, each: { chain: 'dstnat', 'to-addresses': '192.168.88.20', 'to-ports': '443' } },
    },
  },
  {
    action: 'fw.rule.toggle',
    on: everywhere,
    values: { table: 'nat', row: '*1', fingerprint: mark, disabled: true },
    row: { comment: 'UPS and cameras' },
    chosen: { row: '.id' },
    says: [{ words: ['/ip/firewall/nat/set', '=.id=[row]', '=disabled=yes'], answer: { rows: 'none' } }],
    afterwards: {
      words: ['/ip/firewall/nat/print', '?.id=[row]'],
      answer: { rows: 1, each: { disabled: 'true', action: 'masquerade' } },
    },
  },
  {
    action: 'fw.rule.toggle',
    on: everywhere,
    values: { table: 'filter', row: '*1', fingerprint: mark, disabled: true },
    row: { dynamic: 'true' },
    chosen: { row: '.id' },
    says: [
      {
        words: ['/ip/firewall/filter/set', '=.id=[row]', '=disabled=yes'],
        answer: { trap: 'failure: cannot change builtin' },
      },
    ],
  },
  {
    action: 'fw.filter.move',
    on: everywhere,
    values: { row: '*4', fingerprint: mark, before: '*3', anchor: mark },
    row: { comment: 'pings are welcome' },
    chosen: { row: '.id' },
    says: [{ words: ['/ip/firewall/filter/move', '=numbers=[row]', '=destination=*3'], answer: { rows: 'none' } }],
    afterwards: { words: ['/ip/firewall/filter/print', '?.id=[row]'], answer: { rows: 1, each: { chain: 'input' } } },
  },
  {
    action: 'fw.addrlist.add',
    on: everywhere,
    values: { list: 'guessers', address: '198.51.100.7', timeout: 3600, comment: 'seen in the log' },
    says: [
      {
        words: [
          '/ip/firewall/address-list/add',
          ...['=list=guessers', '=address=198.51.100.7', '=timeout=3600', '=comment=seen in the log'],
        ],
        answer: { done: { ret: /^\*[0-9A-F]+$/ } },
      },
    ],
    afterwards: {
      words: ['/ip/firewall/address-list/print', '?comment=seen in the log'],
      answer: {
        rows: 1,
        each: { list: 'guessers', address: '198.51.100.7', timeout: /^(1h|59m\d+s)$/, dynamic: 'true' },
      },
    },
  },
  {
    action: 'fw.addrlist.add',
    on: everywhere,
    values: { list: 'monitoring', address: '10.20.100.0/24', comment: 'again' },
    says: [
      {
        words: ['/ip/firewall/address-list/add', ...['=list=monitoring', '=address=10.20.100.0/24', '=comment=again']],
        answer: { trap: 'failure: already have such entry' },
      },
    ],
  },
  {
    action: 'fw.addrlist.remove',
    on: everywhere,
    values: { list: 'guessers', address: '198.51.100.1' },
    row: { list: 'guessers' },
    chosen: { address: 'address' },
    says: [{ words: ['/ip/firewall/address-list/remove', '=.id=[row]'], answer: { rows: 'none' } }],
    afterwards: { words: ['/ip/firewall/address-list/print', '?.id=[row]'], answer: { rows: 'none' } },
  },
  {
    action: 'fw.addrlist.remove',
    on: everywhere,
    model: 'CCR2004',
    role: 'pppoe',
    values: { list: 'customers', address: '100.70.0.0/16' },
    row: { comment: 'PPPoE' },
    says: [{ words: ['/ip/firewall/address-list/remove', '=.id=[row]'], answer: { rows: 'none' } }],
    afterwards: { words: ['/ip/firewall/address-list/print', '?list=customers'], answer: { rows: 'none' } },
  },
  {
    action: 'fw.conn.drop',
    on: everywhere,
    values: { src: '10.99.0.20' },
    row: { protocol: 'tcp' },
    says: [{ words: ['/ip/firewall/connection/remove', '=.id=[row]'], answer: { rows: 'none' } }],
    afterwards: { words: ['/ip/firewall/connection/print', '?.id=[row]'], answer: { rows: 'none' } },
  },
];

export const ofFirewall: readonly Recording[] = [...reads, ...changes];

export const unsaidOfFirewall: readonly Unsaid[] = [
  {
    action: 'tpl.apply',
    on: everywhere,
    values: { template: 'ntp@3' },
    because: 'Apply template: only its steps are said to a router.',
  },
  {
    action: 'fw.rules',
    on: ['6.49.18'],
    values: { family: '6', table: 'nat' },
    because: 'Firewall rules: RouterOS 6.49.18 has nothing for family 6, table nat.',
  },
];
