import { dialects, type Recording } from './recording';

const concentrator = { model: 'CCR2004', role: 'pppoe' } as const;
const mac = /^([0-9A-F]{2}:){5}[0-9A-F]{2}$/;
const ipv4 = /^\d+\.\d+\.\d+\.\d+$/;
const time = /^(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/;

const sessionFields =
  '=.proplist=.id,name,service,caller-id,address,uptime,encoding,session-id,limit-bytes-in,limit-bytes-out,radius,comment';
const guestFields =
  '=.proplist=.id,server,user,domain,address,mac-address,login-by,uptime,idle-time,session-time-left,idle-timeout,' +
  'keepalive-timeout,bytes-in,bytes-out,packets-in,packets-out,limit-bytes-in,limit-bytes-out,limit-bytes-total,radius,' +
  'blocked,comment';
const secretFields =
  '=.proplist=.id,name,service,profile,caller-id,local-address,remote-address,remote-ipv6-prefix,routes,ipv6-routes,' +
  'limit-bytes-in,limit-bytes-out,last-logged-out,last-caller-id,last-disconnect-reason,disabled,comment';
const serverFields =
  '=.proplist=.id,service,address,protocol,authentication-port,accounting-port,timeout,accounting-backup,called-id,' +
  'domain,realm,src-address,certificate,require-message-auth,radsec-timeout,status,disabled,comment';

const sessions: readonly Recording[] = [
  {
    action: 'sub.sessions',
    on: dialects,
    ...concentrator,
    values: {},
    says: [
      {
        words: ['/ppp/active/print', sessionFields],
        answer: {
          rows: 'some',
          each: {
            '.id': /^\*8[0-9A-F]{7}$/,
            service: 'pppoe',
            'caller-id': mac,
            address: ipv4,
            uptime: time,
            'session-id': /^0x[0-9a-f]+$/,
            radius: /^(true|false)$/,
            // Neither its moment nor the profile.
            '.since': null,
            profile: null,
          },
          one: { radius: 'true', name: /@/ },
        },
      },
    ],
  },
  {
    action: 'sub.sessions',
    on: dialects,
    model: 'cAP',
    role: 'hotspot',
    values: { service: 'hotspot' },
    says: [
      {
        words: ['/ip/hotspot/active/print', guestFields],
        answer: {
          rows: 'some',
          each: { user: /^room-\d+$/, address: ipv4, 'mac-address': mac, uptime: time, 'bytes-in': /^\d+$/ },
        },
      },
    ],
  },
  {
    action: 'sub.sessions',
    on: dialects,
    values: { name: 'nobody' },
    says: [{ words: ['/ppp/active/print', '?name=nobody', sessionFields], answer: { rows: 'none' } }],
  },
];

const secret = (date: RegExp) => ({
  name: /^[a-z.]+$/,
  service: 'pppoe',
  profile: /^(air-30|air-100|fibre-1000)$/,
  'last-logged-out': date,
  disabled: /^(true|false)$/,
  password: null,
});

const secrets: readonly Recording[] = [
  {
    action: 'ppp.secrets',
    on: ['7.12.1', '7.18.2', '7.24'],
    ...concentrator,
    values: { disabled: true },
    says: [
      {
        words: ['/ppp/secret/print', '?disabled=true', secretFields],
        answer: {
          rows: 'some',
          each: { ...secret(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/), disabled: 'true', comment: 'unpaid' },
        },
      },
    ],
  },
  {
    action: 'ppp.secrets',
    on: ['6.49.18'],
    ...concentrator,
    values: { profile: 'fibre-1000' },
    says: [
      {
        words: ['/ppp/secret/print', '?profile=fibre-1000', secretFields],
        answer: {
          rows: 'some',
          each: { ...secret(/^[a-z]{3}\/\d\d\/\d{4} \d\d:\d\d:\d\d$/), profile: 'fibre-1000' },
        },
      },
    ],
  },
];

const radius: readonly Recording[] = [
  {
    action: 'radius.status',
    on: ['6.49.18', '7.12.1'],
    ...concentrator,
    values: {},
    says: [
      {
        words: ['/radius/print', serverFields],
        answer: {
          rows: 2,
          each: {
            '.id': /^\*\d$/,
            service: 'ppp',
            address: ipv4,
            protocol: 'udp',
            'authentication-port': '1812',
            'accounting-port': '1813',
            timeout: '300ms',
            'accounting-backup': 'false',
            disabled: 'false',
            'require-message-auth': null,
            requests: null,
            secret: null,
          },
        },
      },
    ],
  },
  {
    action: 'radius.status',
    on: ['7.18.2', '7.24'],
    ...concentrator,
    values: { server: '*1' },
    says: [
      {
        words: ['/radius/print', serverFields],
        // Since the BlastRADIUS fix of 7.15 a server has to sign its answers, or not.
        answer: { rows: 2, each: { service: 'ppp', 'require-message-auth': 'yes-for-request-resp', secret: null } },
      },
      {
        words: ['/radius/monitor', '=numbers=*1', '=once='],
        answer: {
          rows: 1,
          each: {
            pending: '0',
            requests: /^[1-9]\d*$/,
            accepts: /^[1-9]\d*$/,
            rejects: /^\d+$/,
            resends: /^\d+$/,
            timeouts: /^\d+$/,
            'bad-replies': '0',
            'last-request-rtt': /^\d+ms$/,
            '.id': null,
            '.section': null,
          },
        },
      },
    ],
  },
  {
    action: 'radius.status',
    on: dialects,
    ...concentrator,
    values: { server: '*7' },
    says: [
      { words: ['/radius/print', serverFields], answer: { rows: 2 } },
      { words: ['/radius/monitor', '=numbers=*7', '=once='], answer: { trap: 'no such item' } },
    ],
  },
  {
    action: 'radius.status',
    on: dialects,
    values: {},
    says: [{ words: ['/radius/print', serverFields], answer: { rows: 'none' } }],
  },
];

const pppoe: readonly Recording[] = [
  {
    action: 'pppoe.client',
    on: dialects,
    model: 'SXTsq',
    role: 'cpe',
    values: { interface: 'pppoe-out1' },
    says: [
      {
        words: ['/interface/pppoe-client/monitor', '=numbers=pppoe-out1', '=once='],
        answer: {
          rows: 1,
          each: {
            status: 'connected',
            uptime: time,
            'active-links': '1',
            encoding: '',
            'service-name': '',
            'ac-name': /^[a-z0-9-]+$/,
            'ac-mac': mac,
            mtu: '1480',
            mru: '1480',
            'local-address': ipv4,
            'remote-address': '100.70.0.1',
            password: null,
          },
        },
      },
    ],
  },
  {
    action: 'pppoe.client',
    on: dialects,
    model: 'SXTsq',
    role: 'cpe',
    values: { interface: 'ether1' },
    says: [
      {
        words: ['/interface/pppoe-client/monitor', '=numbers=ether1', '=once='],
        answer: { trap: 'no such item' },
      },
    ],
  },
];

const name = 'ada.neri';
const changed: readonly Recording[] = [
  {
    action: 'ppp.secret.set',
    on: dialects,
    ...concentrator,
    values: { name, disabled: true, profile: 'air-30' },
    row: { name },
    says: [
      {
        words: ['/ppp/secret/set', '=.id=[row]', '=disabled=yes', '=profile=air-30'],
        answer: { rows: 'none' },
      },
    ],
    afterwards: {
      words: ['/ppp/secret/print', `?name=${name}`],
      answer: { rows: 1, each: { disabled: 'true', profile: 'air-30' } },
    },
  },
  {
    action: 'ppp.secret.set',
    on: dialects,
    ...concentrator,
    values: { name, profile: 'fibre-10000' },
    row: { name },
    says: [
      {
        words: ['/ppp/secret/set', '=.id=[row]', '=profile=fibre-10000'],
        answer: { trap: 'input does not match any value of profile' },
      },
    ],
  },
  {
    // Two plans begin like that.
    action: 'ppp.secret.set',
    on: dialects,
    ...concentrator,
    values: { name, profile: 'air-' },
    row: { name },
    says: [
      {
        words: ['/ppp/secret/set', '=.id=[row]', '=profile=air-'],
        answer: { trap: 'ambiguous value of profile, more than one possible value matches input' },
      },
    ],
  },
  {
    // Only one does: RouterOS takes it without a word, which is why the preview refuses it.
    action: 'ppp.secret.set',
    on: dialects,
    ...concentrator,
    values: { name, profile: 'fib' },
    row: { name },
    says: [{ words: ['/ppp/secret/set', '=.id=[row]', '=profile=fib'], answer: { rows: 'none' } }],
    afterwards: { words: ['/ppp/secret/print', `?name=${name}`], answer: { rows: 1, each: { profile: 'fibre-1000' } } },
  },
  {
    action: 'ppp.session.drop',
    on: dialects,
    ...concentrator,
    values: { name },
    row: { name },
    says: [{ words: ['/ppp/active/remove', '=.id=[row]'], answer: { rows: 'none' } }],
    afterwards: { words: ['/ppp/active/print', `?name=${name}`], answer: { rows: 'none' } },
  },
];

export const ofSubscribers: readonly Recording[] = [...sessions, ...secrets, ...radius, ...pppoe, ...changed];
