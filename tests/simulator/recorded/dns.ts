import type { Recording } from './recording';

const all = ['6.49.18', '7.12.1', '7.18.2', '7.24'] as const;

const askSettings = [
  '/ip/dns/print',
  '=.proplist=servers,dynamic-servers,use-doh-server,verify-doh-cert,doh-max-server-connections,doh-max-concurrent-queries,doh-timeout,allow-remote-requests,max-udp-packet-size,query-server-timeout,query-total-timeout,max-concurrent-queries,max-concurrent-tcp-sessions,cache-size,cache-max-ttl,cache-used,address-list-extra-time,mdns-repeat-ifaces,vrf',
] as const;
const askStatic = [
  '/ip/dns/static/print',
  '=.proplist=.id,name,regexp,type,address,cname,forward-to,mx-exchange,mx-preference,ns,srv-target,srv-port,srv-priority,srv-weight,text,ttl,match-subdomain,address-list,dynamic,disabled,comment',
] as const;

const settings = {
  '.id': null,
  servers: '9.9.9.9,149.112.112.112',
  'dynamic-servers': '',
  'use-doh-server': '',
  'verify-doh-cert': 'false',
  'allow-remote-requests': 'true',
  'max-udp-packet-size': '4096',
  'query-server-timeout': '2s',
  'query-total-timeout': '10s',
  'cache-size': '2048',
  'cache-max-ttl': '1w',
  'cache-used': /^\d+$/,
};
const alias = { name: 'portal.lan', type: 'CNAME', cname: 'golden.lan', address: null, ttl: '1d', disabled: 'false' };

const remembered = { name: 'www.example.com', type: 'A', data: '203.0.113.10', ttl: /^(\d+[dhms])+$/, static: 'false' };

export const ofDns: readonly Recording[] = [
  {
    action: 'dns.settings',
    on: ['6.49.18'],
    values: {},
    says: [
      { words: askSettings, answer: { rows: 1, each: { ...settings, 'doh-timeout': null, vrf: null } } },
      { words: askStatic, answer: { rows: 'some', each: { '.id': /^\*/, dynamic: 'false' }, one: alias } },
    ],
  },
  {
    action: 'dns.settings',
    on: ['7.12.1'],
    values: {},
    says: [
      {
        words: askSettings,
        answer: {
          rows: 1,
          each: {
            ...settings,
            'doh-timeout': '5s',
            'address-list-extra-time': '0s',
            'mdns-repeat-ifaces': null,
            vrf: null,
          },
        },
      },
      { words: askStatic, answer: { rows: 'some', each: { '.id': /^\*/, dynamic: 'false' }, one: alias } },
    ],
  },
  {
    action: 'dns.settings',
    on: ['7.18.2', '7.24'],
    values: { name: 'portal' },
    says: [
      {
        words: askSettings,
        answer: { rows: 1, each: { ...settings, 'doh-timeout': '5s', 'mdns-repeat-ifaces': '', vrf: 'main' } },
      },
      { words: askStatic, answer: { rows: 'some', each: { '.id': /^\*/, dynamic: 'false' }, one: alias } },
    ],
  },
  {
    action: 'dns.cache',
    on: ['6.49.18'],
    values: { name: 'www.example.com' },
    says: [
      {
        words: ['/ip/dns/cache/all/print', '?name=www.example.com', '=.proplist=.id,name,type,data,ttl,static'],
        answer: { rows: 1, each: remembered },
      },
    ],
  },
  {
    action: 'dns.cache',
    on: ['7.12.1', '7.18.2', '7.24'],
    values: { name: 'www.example.com' },
    says: [
      {
        words: ['/ip/dns/cache/print', '?name=www.example.com', '=.proplist=.id,name,type,data,ttl,static'],
        answer: { rows: 1, each: remembered },
      },
    ],
  },
  {
    action: 'dns.cache',
    on: ['7.12.1', '7.18.2', '7.24'],
    values: { name: 'golden.lan' },
    says: [
      {
        words: ['/ip/dns/cache/print', '?name=golden.lan', '=.proplist=.id,name,type,data,ttl,static'],
        answer: { rows: 2, one: { name: 'golden.lan', type: 'A', data: '10.99.0.2', ttl: '1d', static: 'true' } },
      },
    ],
  },
  {
    action: 'dns.cache',
    on: ['7.12.1', '7.18.2', '7.24'],
    values: { name: 'nobody.example' },
    says: [
      {
        words: ['/ip/dns/cache/print', '?name=nobody.example', '=.proplist=.id,name,type,data,ttl,static'],
        answer: { rows: 'none' },
      },
    ],
  },
  {
    action: 'dns.set',
    on: all,
    values: { servers: ['1.1.1.1', '2620:fe::fe'], 'allow-remote-requests': false, 'cache-max-ttl': 86_400 },
    says: [
      {
        words: ['/ip/dns/set', '=servers=1.1.1.1,2620:fe::fe', '=allow-remote-requests=no', '=cache-max-ttl=86400'],
        answer: { done: { ret: null } },
      },
    ],
    afterwards: {
      words: ['/ip/dns/print'],
      answer: {
        rows: 1,
        each: { ...settings, servers: '1.1.1.1,2620:fe::fe', 'allow-remote-requests': 'false', 'cache-max-ttl': '1d' },
      },
    },
  },
  {
    action: 'dns.set',
    on: all,
    values: { 'use-doh-server': 'https://dns.example/dns-query', 'verify-doh-cert': true, 'cache-size': 4096 },
    says: [
      {
        words: [
          '/ip/dns/set',
          '=cache-size=4096',
          '=use-doh-server=https://dns.example/dns-query',
          '=verify-doh-cert=yes',
        ],
        answer: { done: { ret: null } },
      },
    ],
    afterwards: {
      words: ['/ip/dns/print'],
      answer: {
        rows: 1,
        each: { 'use-doh-server': 'https://dns.example/dns-query', 'verify-doh-cert': 'true', 'cache-size': '4096' },
      },
    },
  },
  {
    action: 'dns.static.add',
    on: all,
    values: { name: 'nas.lan', value: '10.99.0.9', comment: 'behind the desk' },
    says: [
      {
        words: [
          '/ip/dns/static/add',
          '=name=nas.lan',
          '=type=A',
          '=address=10.99.0.9',
          '=ttl=86400',
          '=comment=behind the desk',
        ],
        answer: { done: { ret: /^\*[0-9A-F]+$/ } },
      },
    ],
    afterwards: {
      words: ['/ip/dns/static/print', '?name=nas.lan'],
      answer: {
        rows: 1,
        each: {
          type: 'A',
          address: '10.99.0.9',
          ttl: '1d',
          dynamic: 'false',
          disabled: 'false',
          comment: 'behind the desk',
        },
      },
    },
  },
  {
    action: 'dns.static.add',
    on: all,
    values: { name: 'nas.lan', type: 'AAAA', value: '2001:db8::9', ttl: 300 },
    says: [
      {
        words: ['/ip/dns/static/add', '=name=nas.lan', '=type=AAAA', '=address=2001:db8::9', '=ttl=300'],
        answer: { done: { ret: /^\*[0-9A-F]+$/ } },
      },
    ],
    afterwards: {
      words: ['/ip/dns/static/print', '?name=nas.lan'],
      answer: { rows: 1, each: { type: 'AAAA', address: '2001:db8::9', ttl: '5m' } },
    },
  },
  {
    action: 'dns.static.add',
    on: all,
    values: { name: 'files.lan', type: 'CNAME', value: 'golden.lan' },
    says: [
      {
        words: ['/ip/dns/static/add', '=name=files.lan', '=type=CNAME', '=cname=golden.lan', '=ttl=86400'],
        answer: { done: { ret: /^\*[0-9A-F]+$/ } },
      },
    ],
    afterwards: {
      words: ['/ip/dns/static/print', '?name=files.lan'],
      answer: { rows: 1, each: { type: 'CNAME', cname: 'golden.lan', address: null } },
    },
  },
  {
    action: 'dns.static.add',
    on: all,
    values: { name: 'golden.lan', value: '10.99.0.2' },
    says: [
      {
        words: ['/ip/dns/static/add', '=name=golden.lan', '=type=A', '=address=10.99.0.2', '=ttl=86400'],
        answer: { trap: 'failure: entry already exists' },
      },
    ],
  },
  {
    action: 'dns.cache.flush',
    on: all,
    values: {},
    says: [{ words: ['/ip/dns/cache/flush'], answer: { done: { ret: null } } }],
    afterwards: { words: ['/ip/dns/cache/print', '?static=false'], answer: { rows: 'none' } },
  },
];
