import type { Recording, Unsaid } from './recording';

const everywhere = ['6.49.18', '7.12.1', '7.18.2', '7.24'] as const;
const now = ['7.18.2', '7.24'] as const;

const wirelessFields =
  '=.proplist=.id,interface,mac-address,radio-name,uptime,last-activity,last-ip,signal-strength,signal-to-noise,signal-strength-ch0,signal-strength-ch1,tx-signal-strength,tx-signal-strength-ch0,tx-signal-strength-ch1,tx-ccq,rx-ccq,tx-rate,rx-rate,p-throughput,distance,packets,bytes,tx-frames-timed-out,routeros-version,authentication-type,encryption,eap-identity,vlan-id,ap,wds,bridge,nstreme,802.1x-port-enabled,comment';
const wifiFields =
  '=.proplist=.id,interface,ssid,mac-address,uptime,last-activity,signal,band,auth-type,tx-rate,rx-rate,tx-bits-per-second,rx-bits-per-second,packets,bytes,vlan-id,eap-identity,authorized';
const w60gFields = '=.proplist=.id,name,parent,remote-address,mac-address,mtu,running,disabled';
const capsmanFields =
  '=.proplist=.id,interface,ssid,mac-address,uptime,rx-signal,tx-rate,rx-rate,packets,bytes,eap-identity,comment';

const mac = /^([0-9A-F]{2}:){5}[0-9A-F]{2}$/;
const span = /^(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/;
const pair = /^\d+,\d+$/;

const outdoor = { model: 'mANTBox', role: 'ap', lacks: ['wifi', 'wifiwave2', 'w60g'] } as const;
const indoor = { model: 'hAPax2', role: 'ap', lacks: ['wifiwave2', 'wireless', 'w60g', 'capsman'] } as const;
const before = { model: 'hAPax2', role: 'ap', lacks: ['wifi', 'wireless', 'w60g', 'capsman'] } as const;
const millimetre = {
  model: 'wirelessWire',
  role: 'backhaul',
  lacks: ['wifi', 'wifiwave2', 'wireless', 'capsman'],
} as const;
const wired = { lacks: ['wifi', 'wifiwave2', 'wireless', 'w60g', 'capsman'] } as const;

const wifiStation = {
  interface: /^wifi[12]$/,
  ssid: /./,
  'mac-address': mac,
  uptime: span,
  signal: /^-\d\d$/,
  'tx-rate': /^\d+$/,
  'rx-rate': /^\d+$/,
  packets: pair,
  bytes: pair,
  authorized: 'true',
};
const wifiRadio = {
  state: 'running',
  channel: /^5\d{3}\/ax\/Ceee$/,
  'registered-peers': /^\d+$/,
  'authorized-peers': /^\d+$/,
  'tx-power': /^\d+$/,
};

export const ofWireless: readonly Recording[] = [
  {
    action: 'wifi.clients',
    on: everywhere,
    ...outdoor,
    values: { interface: 'wlan1', limit: 100 },
    says: [
      {
        words: ['/interface/wireless/registration-table/print', '?interface=wlan1', wirelessFields],
        answer: {
          rows: 'some',
          each: {
            interface: 'wlan1',
            'mac-address': mac,
            'signal-strength': /^-\d\d@[\d.]+Mbps$/,
            'tx-signal-strength': /^-\d\d$/,
            'tx-rate': /^[\d.]+Mbps-\d+MHz\/\dS/,
            'tx-ccq': /^\d+$/,
            packets: pair,
            bytes: pair,
            uptime: span,
            'last-activity': /^\d+ms$/,
            ap: 'false',
          },
        },
      },
      {
        words: ['/caps-man/registration-table/print', '?interface=wlan1', capsmanFields],
        answer: { rows: 'none' },
      },
    ],
  },
  {
    action: 'wifi.clients',
    on: now,
    ...indoor,
    values: {},
    says: [
      {
        words: ['/interface/wifi/registration-table/print', wifiFields],
        answer: { rows: 'some', each: { ...wifiStation, band: /^[25]ghz-ax$/, 'auth-type': 'wpa2-psk' } },
      },
    ],
  },
  {
    action: 'wifi.clients',
    on: ['7.12.1'],
    ...before,
    values: {},
    says: [
      {
        words: ['/interface/wifiwave2/registration-table/print', wifiFields],
        answer: { rows: 'some', each: { ...wifiStation, band: null } },
      },
    ],
  },
  {
    action: 'wifi.clients',
    on: everywhere,
    ...millimetre,
    values: { interface: 'wlan60-1' },
    says: [
      {
        words: ['/interface/w60g/station/print', '?parent=wlan60-1', w60gFields],
        answer: { rows: 1, each: { name: 'wlan60-station-1', 'remote-address': mac, running: 'true' } },
      },
    ],
  },
  {
    action: 'wifi.radio',
    on: everywhere,
    ...outdoor,
    values: { interface: 'wlan1' },
    says: [
      {
        words: ['/interface/wireless/monitor', '=numbers=wlan1', '=once='],
        answer: {
          rows: 1,
          each: {
            status: 'running-ap',
            channel: /^5\d{3}\/20-Ceee\/ac\(\d+dBm\)$/,
            'wireless-protocol': '802.11',
            'noise-floor': /^-1\d\d$/,
            'registered-clients': /^[1-9]\d*$/,
            'overall-tx-ccq': /^\d+$/,
            '.id': null,
          },
        },
      },
    ],
  },
  {
    action: 'wifi.radio',
    on: now,
    ...indoor,
    values: { interface: 'wifi1' },
    says: [{ words: ['/interface/wifi/monitor', '=numbers=wifi1', '=once='], answer: { rows: 1, each: wifiRadio } }],
  },
  {
    action: 'wifi.radio',
    on: ['7.12.1'],
    ...before,
    values: { interface: 'wifi1' },
    says: [
      { words: ['/interface/wifiwave2/monitor', '=numbers=wifi1', '=once='], answer: { rows: 1, each: wifiRadio } },
    ],
  },
  {
    action: 'wifi.radio',
    on: everywhere,
    ...millimetre,
    values: { interface: 'wlan60-1' },
    says: [
      {
        words: ['/interface/w60g/monitor', '=numbers=wlan60-1', '=once='],
        answer: {
          rows: 1,
          each: {
            connected: 'true',
            frequency: /^\d{5}$/,
            'remote-address': mac,
            'tx-mcs': /^\d+$/,
            'tx-phy-rate': /^\d+(\.\d+)?Gbps$/,
            signal: /^\d+$/,
            rssi: /^-\d+$/,
            distance: /^\d+(\.\d+)?m$/,
          },
        },
      },
    ],
  },
  {
    action: 'wifi.radio',
    on: everywhere,
    ...outdoor,
    values: { interface: 'wlan9' },
    says: [
      {
        words: ['/interface/wireless/monitor', '=numbers=wlan9', '=once='],
        answer: { trap: 'no such item' },
      },
    ],
  },
  {
    action: 'wifi.channel.set',
    on: everywhere,
    ...outdoor,
    values: { interface: 'wlan1', frequency: '5560', width: '20/40mhz-Ce' },
    row: { name: 'wlan1' },
    says: [
      {
        words: ['/interface/wireless/set', '=.id=[row]', '=frequency=5560', '=channel-width=20/40mhz-Ce'],
        answer: { done: { ret: null } },
      },
    ],
    afterwards: {
      words: ['/interface/wireless/print', '?name=wlan1'],
      answer: { rows: 1, each: { frequency: '5560', 'channel-width': '20/40mhz-Ce' } },
    },
  },
  {
    // The width of another package is none of this one.
    action: 'wifi.channel.set',
    on: everywhere,
    ...outdoor,
    values: { interface: 'wlan1', frequency: '5560', width: '20/40/80/160mhz' },
    row: { name: 'wlan1' },
    says: [
      {
        words: ['/interface/wireless/set', '=.id=[row]', '=frequency=5560', '=channel-width=20/40/80/160mhz'],
        answer: { trap: 'input does not match any value of channel-width' },
      },
    ],
    afterwards: {
      words: ['/interface/wireless/print', '?name=wlan1'],
      answer: { rows: 1, each: { 'channel-width': '20/40/80mhz-Ceee' } },
    },
  },
  {
    action: 'wifi.channel.set',
    on: now,
    ...indoor,
    values: { interface: 'wifi1', frequency: '5500' },
    row: { name: 'wifi1' },
    says: [
      { words: ['/interface/wifi/set', '=.id=[row]', '=channel.frequency=5500'], answer: { done: { ret: null } } },
    ],
    afterwards: {
      words: ['/interface/wifi/print', '?name=wifi1'],
      answer: { rows: 1, each: { 'channel.frequency': '5500', 'channel.width': '20/40/80mhz' } },
    },
  },
  {
    action: 'wifi.channel.set',
    on: ['7.12.1'],
    ...before,
    values: { interface: 'wifi2', frequency: '2437', width: '20mhz' },
    row: { name: 'wifi2' },
    says: [
      {
        words: ['/interface/wifiwave2/set', '=.id=[row]', '=channel.frequency=2437', '=channel.width=20mhz'],
        answer: { done: { ret: null } },
      },
    ],
    afterwards: {
      words: ['/interface/wifiwave2/print', '?name=wifi2'],
      answer: { rows: 1, each: { 'channel.frequency': '2437' } },
    },
  },
  {
    action: 'wifi.channel.set',
    on: everywhere,
    ...millimetre,
    values: { interface: 'wlan60-1', frequency: '60480' },
    row: { name: 'wlan60-1' },
    says: [{ words: ['/interface/w60g/set', '=.id=[row]', '=frequency=60480'], answer: { done: { ret: null } } }],
    afterwards: {
      words: ['/interface/w60g/print'],
      answer: { rows: 1, each: { name: 'wlan60-1', frequency: '60480' } },
    },
  },
  {
    action: 'wifi.client.drop',
    on: everywhere,
    ...outdoor,
    values: { mac: '00:00:00:00:00:01' },
    row: { interface: 'wlan1' },
    chosen: { mac: 'mac-address' },
    says: [
      {
        words: ['/interface/wireless/registration-table/remove', '=.id=[row]'],
        answer: { done: { ret: null } },
      },
    ],
    afterwards: {
      words: ['/interface/wireless/registration-table/print', '?.id=[row]'],
      answer: { rows: 'none' },
    },
  },
  {
    action: 'wifi.client.drop',
    on: now,
    ...indoor,
    values: { mac: '00:00:00:00:00:01' },
    row: { authorized: 'true' },
    chosen: { mac: 'mac-address' },
    says: [{ words: ['/interface/wifi/registration-table/remove', '=.id=[row]'], answer: { done: { ret: null } } }],
    afterwards: { words: ['/interface/wifi/registration-table/print', '?.id=[row]'], answer: { rows: 'none' } },
  },
  {
    action: 'wifi.client.drop',
    on: ['7.12.1'],
    ...before,
    values: { mac: '00:00:00:00:00:01' },
    row: { authorized: 'true' },
    chosen: { mac: 'mac-address' },
    says: [
      { words: ['/interface/wifiwave2/registration-table/remove', '=.id=[row]'], answer: { done: { ret: null } } },
    ],
    afterwards: { words: ['/interface/wifiwave2/registration-table/print', '?.id=[row]'], answer: { rows: 'none' } },
  },
];

export const unsaidOfWireless: readonly Unsaid[] = [
  {
    action: 'wifi.clients',
    on: everywhere,
    ...wired,
    values: {},
    because: 'this router has no radio that the wireless package drives',
  },
  {
    action: 'wifi.radio',
    on: everywhere,
    ...wired,
    values: { interface: 'wlan1' },
    because: 'this router has no radio for 60 GHz',
  },
  {
    action: 'wifi.channel.set',
    on: everywhere,
    ...wired,
    values: { interface: 'wlan1', frequency: '5560' },
    because: 'this router has no radio for 60 GHz',
  },
  {
    action: 'wifi.client.drop',
    on: everywhere,
    ...wired,
    values: { mac: '00:00:00:00:00:01', at: 'controlled' },
    because: 'this router controls no access points',
  },
];
