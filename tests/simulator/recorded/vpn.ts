import { dialects, type Recording, type Unsaid } from './recording';

const hub = { model: 'CHR', role: 'vpn' } as const;
const sevens = ['7.12.1', '7.18.2', '7.24'] as const;
const key = /^[A-Za-z0-9+/]{43}=$/;
const time = /^(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/;

const peerFields =
  '=.proplist=.id,interface,name,public-key,allowed-address,endpoint-address,endpoint-port,current-endpoint-address,' +
  'current-endpoint-port,persistent-keepalive,last-handshake,rx,tx,responder,is-responder,client-address,' +
  'client-allowed-address,client-dns,client-endpoint,client-keepalive,client-listen-port,disabled,dynamic,comment';
const interfaceFields = '=.proplist=.id,name,listen-port,mtu,public-key,vrf,running,disabled,comment';

/** What every version says of a peer, and never its keys but the public one. */
const peer = {
  '.id': /^\*[0-9A-F]+$/,
  interface: 'wireguard-staff',
  'public-key': key,
  'allowed-address': /^10\.9\.0\.\d+\/32$/,
  'endpoint-address': '',
  'endpoint-port': '0',
  rx: /^\d+$/,
  tx: /^\d+$/,
  disabled: /^(true|false)$/,
  'private-key': null,
  'preshared-key': null,
};

const answering = {
  'current-endpoint-address': /^198\.51\.100\.\d+$/,
  'current-endpoint-port': /^[1-9]\d*$/,
  'last-handshake': /^(1m)?(\d+s)?$/,
};

const staff = { interface: 'wireguard-staff' } as const;

/** An interface as every version of 7 has it; its keys are told to nobody but the public one. */
const listening = (words: readonly string[]) => ({
  words: ['/interface/wireguard/print', ...words, interfaceFields],
  answer: {
    rows: 'some' as const,
    each: { name: /^wireguard-/, 'listen-port': /^\d+$/, mtu: '1420', 'public-key': key, 'private-key': null },
  },
});

const peers = (on: Recording['on'], more: Readonly<Record<string, string | RegExp | null>>): Recording => ({
  action: 'wg.peers',
  on,
  ...hub,
  values: { ...staff },
  says: [
    {
      words: ['/interface/wireguard/peers/print', '?interface=wireguard-staff', peerFields],
      answer: { rows: 'some', each: { ...peer, ...more }, one: answering },
    },
    listening(['?name=wireguard-staff']),
  ],
});

const read: readonly Recording[] = [
  // Peers have names only from 7.15 on.
  peers(['7.12.1'], { name: null, 'client-endpoint': '' }),
  peers(['7.18.2', '7.24'], { name: /^peer\d+$/, 'client-endpoint': '' }),
  {
    action: 'wg.peers',
    on: sevens,
    values: {},
    says: [
      { words: ['/interface/wireguard/peers/print', peerFields], answer: { rows: 'none' } },
      { words: ['/interface/wireguard/print', interfaceFields], answer: { rows: 'none' } },
    ],
  },
];

const newKey = 'Fq3uGkTn0oJ2mYd1bJk0cXyDq1r4pQwB8mKf0yHn2Hk=';
const knownKey = 'mOTQBkLLiuuC67IBdw//8p1+U7qqNCQ1MpMu8B/XpGw=';

const added: readonly Recording[] = [
  {
    action: 'wg.peer.add',
    on: sevens,
    ...hub,
    values: {
      ...{ ...staff, 'public-key': newKey, 'allowed-address': ['10.9.0.77', '192.168.77.0/24'] },
      ...{ 'endpoint-address': '198.51.100.77', 'endpoint-port': 51_820, 'persistent-keepalive': 25, comment: 'shop' },
    },
    says: [
      {
        words: [
          '/interface/wireguard/peers/add',
          '=interface=wireguard-staff',
          `=public-key=${newKey}`,
          '=allowed-address=10.9.0.77,192.168.77.0/24',
          '=endpoint-address=198.51.100.77',
          '=endpoint-port=51820',
          '=persistent-keepalive=25',
          '=comment=shop',
        ],
        answer: { done: { ret: /^\*[0-9A-F]+$/ } },
      },
    ],
    afterwards: {
      words: ['/interface/wireguard/peers/print', `?public-key=${newKey}`],
      answer: {
        rows: 1,
        each: {
          interface: 'wireguard-staff',
          'allowed-address': '10.9.0.77/32,192.168.77.0/24',
          'endpoint-port': '51820',
          'persistent-keepalive': '25s',
          // Never heard yet.
          'current-endpoint-address': '',
          'last-handshake': null,
          rx: '0',
          disabled: 'false',
        },
      },
    },
  },
  {
    action: 'wg.peer.add',
    on: sevens,
    ...hub,
    values: { ...staff, 'public-key': knownKey, 'allowed-address': ['10.9.0.78'] },
    says: [
      {
        words: [
          '/interface/wireguard/peers/add',
          '=interface=wireguard-staff',
          `=public-key=${knownKey}`,
          '=allowed-address=10.9.0.78',
        ],
        answer: { trap: 'failure: entry already exists' },
      },
    ],
  },
  {
    action: 'wg.peer.add',
    on: sevens,
    ...hub,
    values: { interface: 'wireguard-none', 'public-key': newKey, 'allowed-address': ['10.9.0.78'] },
    says: [
      {
        words: [
          '/interface/wireguard/peers/add',
          '=interface=wireguard-none',
          `=public-key=${newKey}`,
          '=allowed-address=10.9.0.78',
        ],
        answer: { trap: 'input does not match any value of interface' },
      },
    ],
  },
  {
    action: 'wg.peer.toggle',
    on: sevens,
    ...hub,
    values: { ...staff, 'public-key': knownKey, disabled: true },
    row: { 'public-key': knownKey },
    says: [{ words: ['/interface/wireguard/peers/set', '=.id=[row]', '=disabled=yes'], answer: { rows: 'none' } }],
    afterwards: {
      words: ['/interface/wireguard/peers/print', `?public-key=${knownKey}`],
      answer: {
        rows: 1,
        each: { disabled: 'true', 'current-endpoint-address': '', 'current-endpoint-port': '0', rx: '0', tx: '0' },
      },
    },
  },
];

const activeFields =
  '=.proplist=.id,id,local-address,remote-address,port,dynamic-address,state,side,uptime,last-seen,ph2-total,rx-bytes,' +
  'tx-bytes,rx-packets,tx-packets,spii,spir,responder,natt-peer,ppk,comment';
const policyFields =
  '=.proplist=.id,peer,tunnel,src-address,src-port,dst-address,dst-port,protocol,action,level,ipsec-protocols,' +
  'sa-src-address,sa-dst-address,proposal,group,ph2-count,ph2-state,template,default,backup,active,invalid,dynamic,' +
  'disabled,comment';
const configuredFields =
  '=.proplist=.id,name,address,current-address,local-address,port,profile,exchange-mode,passive,send-initial-contact,' +
  'responder,dynamic,disabled,comment';

const remote = '203.0.113.21';

const ipsec: readonly Recording[] = [
  {
    action: 'ipsec.peers',
    on: dialects,
    ...hub,
    values: {},
    says: [
      {
        words: ['/ip/ipsec/active-peers/print', activeFields],
        answer: {
          rows: 'some',
          each: {
            'remote-address': /^203\.0\.113\.\d+$/,
            port: '500',
            state: /^[a-z0-9-]+$/,
            side: /^(initi|respond)/,
          },
          one: {
            state: 'established',
            uptime: time,
            'last-seen': time,
            'ph2-total': '1',
            'rx-bytes': /^\d+$/,
            spii: /^[0-9a-f]{16}$/,
          },
        },
      },
      {
        words: ['/ip/ipsec/policy/print', policyFields],
        answer: {
          rows: 'some',
          one: {
            tunnel: 'true',
            'src-address': '10.99.0.0/24',
            'src-port': 'any',
            protocol: 'all',
            action: 'encrypt',
            level: 'require',
            'ipsec-protocols': 'esp',
            'sa-dst-address': remote,
            proposal: 'default',
            'ph2-count': '1',
            'ph2-state': 'established',
            active: 'true',
            template: 'false',
          },
        },
      },
      {
        words: ['/ip/ipsec/peer/print', configuredFields],
        answer: {
          rows: 2,
          each: {
            name: /^branch-\d+$/,
            address: /\/32$/,
            profile: 'default',
            'exchange-mode': 'ike2',
            disabled: 'false',
          },
        },
      },
    ],
  },
  {
    // One whose tunnel does not come up.
    action: 'ipsec.peers',
    on: dialects,
    ...hub,
    values: { address: '203.0.113.22' },
    says: [
      {
        words: ['/ip/ipsec/active-peers/print', '?remote-address=203.0.113.22', activeFields],
        answer: { rows: 1, each: { state: 'message-1-sent', uptime: null, 'ph2-total': '0' } },
      },
      {
        words: ['/ip/ipsec/policy/print', '?sa-dst-address=203.0.113.22', policyFields],
        answer: { rows: 1, each: { 'ph2-state': 'no-phase2', 'ph2-count': '0', active: 'false' } },
      },
      { words: ['/ip/ipsec/peer/print', configuredFields], answer: { rows: 2 } },
    ],
  },
  {
    action: 'ipsec.peer.drop',
    on: dialects,
    ...hub,
    values: { address: remote },
    row: { 'remote-address': remote },
    says: [{ words: ['/ip/ipsec/active-peers/remove', '=.id=[row]'], answer: { rows: 'none' } }],
    afterwards: {
      words: ['/ip/ipsec/policy/print', `?sa-dst-address=${remote}`],
      answer: { rows: 1, each: { 'ph2-state': 'no-phase2', active: 'false' } },
    },
  },
];

export const ofVpn: readonly Recording[] = [...read, ...added, ...ipsec];

const because = 'not known for RouterOS 6.49.18';

export const noVpn: readonly Unsaid[] = [
  { action: 'wg.peers', on: ['6.49.18'], values: {}, because },
  {
    action: 'wg.peer.add',
    on: ['6.49.18'],
    values: { ...staff, 'public-key': newKey, 'allowed-address': ['10.9.0.77'] },
    because,
  },
  {
    action: 'wg.peer.toggle',
    on: ['6.49.18'],
    values: { ...staff, 'public-key': newKey, disabled: true },
    because,
  },
];
