import type { Recording } from './recording';

const six = ['6.49.18'] as const;
const seven = ['7.12.1', '7.18.2', '7.24'] as const;
const all = [...six, ...seven] as const;
/** Up to 7.10 `jan/31/2026`, since then ISO. */
const oldMoment = /^[a-z]{3}\/\d\d\/\d{4} \d\d:\d\d:\d\d$/;
const moment = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const digits = /^\d+$/;
const flag = /^(true|false)$/;

const resource = {
  words: [
    '/system/resource/print',
    '=.proplist=uptime,version,build-time,factory-software,free-memory,total-memory,cpu,cpu-count,cpu-frequency,cpu-load,free-hdd-space,total-hdd-space,write-sect-total,bad-blocks,architecture-name,board-name,platform',
  ],
  answer: {
    rows: 1,
    each: {
      'cpu-load': digits,
      'free-memory': digits,
      'board-name': 'RB5009UG+S+',
      platform: 'MikroTik',
      'write-sect-since-reboot': null,
    },
  },
} as const;
const identity = {
  words: ['/system/identity/print', '=.proplist=name'],
  answer: { rows: 1, each: { name: 'golden' } },
} as const;
const clockWords = ['/system/clock/print', '=.proplist=date,time,time-zone-name,gmt-offset'];
const clock = { words: clockWords, answer: { rows: 1, each: { date: /^\d{4}-\d\d-\d\d$/, 'gmt-offset': '+00:00' } } };
const oldClock = { words: clockWords, answer: { rows: 1, each: { date: /^[a-z]{3}\/\d\d\/\d{4}$/ } } } as const;

const logWords = ['/log/print', '=.proplist=.id,time,topics,message'];
const logged = { '.id': /^\*[0-9A-F]+$/, topics: /^[a-z0-9-]+(,[a-z0-9-]+)*$/, message: /./ };

const health = ['/system/health/print', '=.proplist=.id,name,value,type'];
const columns =
  '=.proplist=voltage,current,power-consumption,temperature,cpu-temperature,board-temperature,board-temperature1,board-temperature2,phy-temperature,sfp-temperature,poe-out-consumption,psu1-state,psu1-voltage,psu1-current,psu2-state,psu2-voltage,psu2-current,fan-mode,active-fan,fan1-speed,fan2-speed,fan3-speed,fan4-speed';

const packages = [
  '/system/package/print',
  '=.proplist=.id,name,version,build-time,size,scheduled,bundle,available,disabled',
];
const update = {
  words: ['/system/package/update/print', '=.proplist=channel,installed-version,latest-version,status'],
  answer: { rows: 1, each: { channel: /^(stable|long-term)$/, 'installed-version': /^\d/, '.id': null } },
} as const;
const board = {
  words: [
    '/system/routerboard/print',
    '=.proplist=routerboard,board-name,model,revision,serial-number,firmware-type,factory-firmware,current-firmware,upgrade-firmware',
  ],
  answer: { rows: 1, each: { routerboard: 'true', model: 'RB5009UG+S+', 'current-firmware': /^\d/ } },
} as const;
const mode = {
  words: [
    '/system/device-mode/print',
    '=.proplist=mode,allowed-versions,flagged,flagging-enabled,attempt-count,bandwidth-test,container,email,fetch,hotspot,install-any-version,ipsec,l2tp,partitions,pptp,proxy,romon,routerboard,scheduler,smb,sniffer,socks,traffic-gen,zerotier',
  ],
  answer: { rows: 1, each: { mode: 'home', scheduler: 'false', hotspot: 'true', flagged: 'false' } },
} as const;
const licenseWords = [
  '/system/license/print',
  '=.proplist=software-id,system-id,level,nlevel,features,expires-in,next-renewal-at,deadline-at,limited-upgrades',
];
const license = {
  words: licenseWords,
  answer: { rows: 1, each: { 'software-id': /^[A-Z0-9]{4}-[A-Z0-9]{4}$/, nlevel: /^[4-6]$/, level: null } },
} as const;
const rented = {
  words: licenseWords,
  answer: { rows: 1, each: { 'system-id': /./, level: /^(free|p1|p10|p-unlimited)$/, nlevel: null } },
} as const;

const signedIn = {
  words: ['/user/active/print', '=.proplist=.id,when,name,address,via,group,radius,by-romon'],
  answer: { rows: 1, each: { name: 'full', via: 'api', radius: 'false' } },
} as const;
const historyWords = ['/system/history/print', '=.proplist=.id,time,by,action,policy,undoable,redoable,floating-undo'];

const services = {
  words: [
    '/ip/service/print',
    '=.proplist=.id,name,port,proto,address,certificate,tls-version,vrf,max-sessions,local,remote,connection,dynamic,invalid,disabled',
  ],
  answer: {
    rows: 8,
    each: { port: digits, disabled: flag, invalid: 'false' },
    one: { name: 'api-ssl', port: '8729', certificate: 'api', disabled: 'false' },
  },
} as const;
const certificates = [
  '/certificate/print',
  '=.proplist=.id,name,common-name,subject-alt-name,issuer,ca,invalid-before,invalid-after,expires-after,status,key-type,key-size,digest-algorithm,key-usage,fingerprint,serial-number,authority,issued,trusted,expired,revoked,crl',
];
const certified = {
  name: 'api',
  'common-name': 'golden',
  fingerprint: /^[0-9a-f]{64}$/,
  'expires-after': /^\d+w/,
  expired: null,
  'private-key': null,
};

const profiled = { name: /^[a-z0-9]+$/, usage: /^\d+(\.\d)?$/ };

export const ofSystem: readonly Recording[] = [
  {
    action: 'sys.overview',
    on: seven,
    values: {},
    says: [
      resource,
      identity,
      clock,
      {
        words: [
          '/system/ntp/client/print',
          '=.proplist=enabled,mode,servers,status,synced-server,synced-stratum,system-offset',
        ],
        answer: { rows: 1, each: { enabled: 'true', status: 'synchronized', 'synced-server': /^[\d.]+$/ } },
      },
    ],
  },
  {
    action: 'sys.overview',
    on: six,
    values: {},
    says: [
      resource,
      identity,
      oldClock,
      {
        words: [
          '/system/ntp/client/print',
          '=.proplist=enabled,mode,primary-ntp,secondary-ntp,server-dns-names,active-server,status',
        ],
        answer: { rows: 1, each: { enabled: 'true', 'primary-ntp': /^[\d.]+$/, servers: null } },
      },
    ],
  },
  {
    action: 'log.entries',
    on: seven,
    values: { topics: ['dhcp'] },
    says: [clock, { words: logWords, answer: { rows: 'some', each: { ...logged, time: moment } } }],
  },
  {
    action: 'log.entries',
    on: six,
    values: { topics: ['dhcp'] },
    says: [
      oldClock,
      {
        words: logWords,
        // Today only the time, this year without the year.
        answer: { rows: 'some', each: { ...logged, time: /^([a-z]{3}\/\d\d(\/\d{4})? )?\d\d:\d\d:\d\d$/ } },
      },
    ],
  },
  {
    action: 'sys.health',
    on: seven,
    values: {},
    says: [
      {
        words: health,
        answer: {
          rows: 'some',
          each: { name: /./, value: /./, type: /^(V|C|A|W|RPM)?$/ },
          one: { name: 'voltage', value: /^\d\d(\.\d)?$/, type: 'V' },
        },
      },
    ],
  },
  {
    action: 'sys.health',
    on: ['7.24'],
    model: 'CRS317',
    role: 'switch',
    values: {},
    says: [{ words: health, answer: { rows: 'some', one: { name: 'psu1-state', value: 'ok', type: '' } } }],
  },
  { action: 'sys.health', on: seven, model: 'CHR', values: {}, says: [{ words: health, answer: { rows: 'none' } }] },
  {
    action: 'sys.health',
    on: six,
    model: 'hEX',
    values: {},
    says: [
      {
        words: ['/system/health/print', columns],
        answer: { rows: 1, each: { voltage: /^\d\d(\.\d)?$/, temperature: digits, name: null, '.id': null } },
      },
    ],
  },
  {
    action: 'sys.health',
    on: six,
    model: 'CHR',
    values: {},
    says: [{ words: ['/system/health/print', columns], answer: { rows: 'none' } }],
  },
  {
    action: 'sys.firmware',
    on: ['7.18.2', '7.24'],
    values: {},
    says: [
      {
        words: packages,
        answer: { rows: 'some', each: { 'build-time': moment, disabled: flag }, one: { name: 'routeros' } },
      },
      update,
      board,
      mode,
      license,
    ],
  },
  {
    action: 'sys.firmware',
    on: ['7.12.1'],
    lacks: ['deviceMode'],
    values: {},
    says: [{ words: packages, answer: { rows: 'some', one: { name: 'routeros' } } }, update, board, license],
  },
  {
    action: 'sys.firmware',
    on: six,
    lacks: ['deviceMode'],
    values: {},
    says: [
      { words: packages, answer: { rows: 'some', each: { 'build-time': oldMoment }, one: { name: 'security' } } },
      update,
      board,
      license,
    ],
  },
  {
    action: 'sys.firmware',
    on: ['7.24'],
    model: 'CHR',
    lacks: ['routerboard'],
    values: {},
    says: [
      { words: packages, answer: { rows: 'some' } },
      update,
      { words: mode.words, answer: { rows: 1, each: { mode: 'advanced', scheduler: 'true' } } },
      rented,
    ],
  },
  {
    action: 'sys.access',
    on: all,
    values: {},
    // Nobody has changed anything since it booted.
    says: [signedIn, { words: historyWords, answer: { rows: 'none' } }],
  },
  {
    action: 'sys.services',
    on: seven,
    values: {},
    says: [
      services,
      {
        words: certificates,
        answer: { rows: 'some', one: { ...certified, 'invalid-before': moment, 'invalid-after': moment } },
      },
    ],
  },
  {
    action: 'sys.services',
    on: six,
    values: {},
    says: [
      services,
      {
        words: certificates,
        answer: { rows: 'some', one: { ...certified, 'invalid-before': oldMoment, 'invalid-after': oldMoment } },
      },
    ],
  },
  {
    action: 'sys.profile',
    on: all,
    values: { duration: 1000 },
    says: [
      {
        words: ['/tool/profile', '=duration=1s'],
        answer: { rows: 'some', each: { ...profiled, '.section': '0' }, one: { name: 'idle' } },
      },
    ],
  },
  {
    action: 'sys.reboot',
    on: all,
    values: { reason: 'the fan was replaced' },
    says: [{ words: ['/system/reboot'], answer: { rows: 'none' } }],
  },
];
