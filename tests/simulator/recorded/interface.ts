import type { Recording, Unsaid } from './recording';

const six = ['6.49.18'] as const;
const seven = ['7.12.1', '7.18.2', '7.24'] as const;
const all = [...six, ...seven] as const;
const digits = /^\d+$/;
const number = /^-?\d+(\.\d+)?$/;
const flag = /^(true|false)$/;
const id = /^\*[0-9A-F]+$/;

const listFields =
  '=.proplist=.id,name,default-name,type,mtu,actual-mtu,l2mtu,max-l2mtu,mac-address,running,disabled,dynamic,slave,inactive,passthrough,last-link-up-time,last-link-down-time,link-downs,rx-byte,tx-byte,rx-packet,tx-packet,rx-error,tx-error,rx-drop,tx-drop,tx-queue-drop,vrf,comment';
const one = ['/interface/print', '?name=ether1', listFields];
const listed = { '.id': id, name: 'ether1', type: 'ether', 'rx-byte': digits, running: flag, disabled: 'false' };

const rates = {
  'rx-bits-per-second': digits,
  'tx-bits-per-second': digits,
  'rx-packets-per-second': digits,
  'tx-queue-drops-per-second': digits,
};

const errorFields =
  '=.proplist=.id,name,running,slave,disabled,rx-bytes,tx-bytes,rx-fcs-error,rx-align-error,rx-length-error,rx-code-error,rx-carrier-error,rx-error-events,rx-overflow,rx-drop,rx-fragment,rx-jabber,rx-too-short,rx-too-long,rx-pause,tx-pause,tx-collision,tx-total-collision,tx-late-collision,tx-excessive-collision,tx-deferred,tx-drop,tx-underrun,tx-fcs-error,comment';

const signal = {
  'registration-status': 'registered',
  'current-operator': /./,
  'pin-status': 'ok',
  'session-uptime': /^(\d+[wdhms])+$/,
  rsrp: number,
  rsrq: number,
  sinr: number,
};

const vlan = {
  '.id': id,
  name: 'vlan310',
  'vlan-id': '310',
  interface: 'bridge-tower',
  mtu: '1500',
  disabled: 'false',
};

export const ofInterface: readonly Recording[] = [
  { action: 'if.list', on: all, values: { name: 'ether1' }, says: [{ words: one, answer: { rows: 1, each: listed } }] },
  {
    action: 'if.list',
    on: ['6.49.18', '7.24'],
    values: { type: 'vlan', running: true },
    says: [
      {
        words: ['/interface/print', '?type=vlan', '?running=true', listFields],
        answer: { rows: 'some', each: { type: 'vlan', running: 'true', 'vlan-id': null } },
      },
    ],
  },
  {
    action: 'if.list',
    on: all,
    values: { name: 'nobody' },
    says: [{ words: ['/interface/print', '?name=nobody', listFields], answer: { rows: 'none' } }],
  },
  {
    action: 'if.traffic',
    on: all,
    values: { interface: ['ether1', 'bridge-tower'], duration: 2000 },
    says: [
      {
        words: ['/interface/monitor-traffic', '=interface=ether1,bridge-tower', '=duration=2s'],
        answer: { rows: 4, each: { ...rates, '.section': /^[01]$/ }, one: { name: 'bridge-tower', '.section': '1' } },
      },
    ],
  },
  {
    action: 'if.traffic',
    on: all,
    values: { interface: ['moon'] },
    says: [
      {
        words: ['/interface/monitor-traffic', '=interface=moon', '=duration=10s'],
        answer: { trap: 'input does not match any value of interface' },
      },
    ],
  },
  {
    action: 'if.link',
    on: all,
    values: { interface: 'ether1' },
    says: [
      {
        words: ['/interface/ethernet/monitor', '=numbers=ether1', '=once='],
        answer: {
          rows: 1,
          each: { name: 'ether1', status: 'link-ok', rate: '1Gbps', 'full-duplex': 'true', 'sfp-type': null },
        },
      },
    ],
  },
  {
    action: 'if.link',
    on: all,
    values: { interface: 'sfp-sfpplus1' },
    says: [
      {
        words: ['/interface/ethernet/monitor', '=numbers=sfp-sfpplus1', '=once='],
        // Units are the console's: the API has bare numbers.
        answer: {
          rows: 1,
          each: {
            'sfp-rx-power': number,
            'sfp-temperature': digits,
            'sfp-supply-voltage': number,
            'sfp-wavelength': '1310',
          },
        },
      },
    ],
  },
  {
    action: 'if.errors',
    on: all,
    values: {},
    says: [
      {
        words: ['/interface/ethernet/print', '=stats=', errorFields],
        answer: {
          rows: 9,
          each: { '.id': id, 'rx-bytes': digits, 'rx-fcs-error': digits, 'tx-pause': digits, mtu: null },
        },
      },
    ],
  },
  {
    action: 'if.errors',
    on: all,
    values: { interface: 'ether2' },
    says: [
      {
        words: ['/interface/ethernet/print', '=stats=', '?name=ether2', errorFields],
        answer: { rows: 1, each: { name: 'ether2', running: flag } },
      },
    ],
  },
  {
    action: 'if.poe',
    on: all,
    model: 'hEXPoE',
    values: { interface: 'ether2' },
    says: [
      {
        words: ['/interface/ethernet/poe/monitor', '=numbers=ether2', '=once='],
        answer: {
          rows: 1,
          each: {
            name: 'ether2',
            'poe-out': 'auto-on',
            'poe-out-status': 'powered-on',
            'poe-out-voltage': number,
            'poe-out-current': digits,
            'poe-out-power': number,
          },
        },
      },
    ],
  },
  {
    action: 'if.poe',
    on: all,
    model: 'hEXPoE',
    values: { interface: 'ether1' },
    says: [
      {
        words: ['/interface/ethernet/poe/monitor', '=numbers=ether1', '=once='],
        answer: { trap: 'input does not match any value of numbers' },
      },
    ],
  },
  {
    action: 'if.lte',
    on: seven,
    model: 'wAPR',
    role: 'cpe',
    values: { interface: 'lte1' },
    says: [
      {
        words: ['/interface/lte/monitor', '=numbers=lte1', '=once='],
        answer: {
          rows: 1,
          each: { ...signal, status: 'connected', 'access-technology': 'LTE', 'primary-band': /^B\d+/ },
        },
      },
    ],
  },
  {
    action: 'if.lte',
    on: six,
    model: 'wAPR',
    role: 'cpe',
    values: { interface: 'lte1' },
    says: [
      {
        words: ['/interface/lte/info', '=number=lte1', '=once='],
        answer: {
          rows: 1,
          each: { ...signal, 'access-technology': 'Evolved 3G (LTE)', earfcn: /^\d+ \(band \d+, bandwidth \d+Mhz\)$/ },
        },
      },
    ],
  },
  {
    action: 'if.toggle',
    on: all,
    values: { interface: 'ether3', disabled: true },
    row: { name: 'ether3' },
    says: [{ words: ['/interface/set', '=.id=[row]', '=disabled=yes'], answer: { rows: 'none' } }],
    afterwards: {
      words: ['/interface/print', '?name=ether3'],
      answer: { rows: 1, each: { disabled: 'true', running: 'false' } },
    },
  },
  {
    action: 'if.toggle',
    on: ['6.49.18', '7.24'],
    model: 'CCR2004',
    role: 'pppoe',
    values: { interface: '<pppoe-somebody>', disabled: true },
    row: { type: 'pppoe-in' },
    chosen: { interface: 'name' },
    says: [
      {
        words: ['/interface/set', '=.id=[row]', '=disabled=yes'],
        answer: { trap: 'failure: can not change dynamic item' },
      },
    ],
  },
  {
    action: 'if.set',
    on: all,
    values: { interface: 'ether3', mtu: 1492, comment: 'ap south, new mast' },
    row: { name: 'ether3' },
    says: [
      { words: ['/interface/set', '=.id=[row]', '=mtu=1492', '=comment=ap south, new mast'], answer: { rows: 'none' } },
    ],
    afterwards: {
      words: ['/interface/print', '?name=ether3'],
      answer: { rows: 1, each: { mtu: '1492', 'actual-mtu': '1492', comment: 'ap south, new mast' } },
    },
  },
  {
    action: 'vlan.add',
    on: all,
    values: { name: 'vlan310', 'vlan-id': 310, interface: 'bridge-tower' },
    says: [
      {
        words: ['/interface/vlan/add', '=name=vlan310', '=vlan-id=310', '=interface=bridge-tower'],
        answer: { done: { ret: id } },
      },
    ],
    afterwards: { words: ['/interface/vlan/print', '?name=vlan310'], answer: { rows: 1, each: vlan } },
  },
  {
    action: 'vlan.add',
    on: all,
    values: { name: 'vlan10', 'vlan-id': 11, interface: 'bridge-tower', mtu: 1496 },
    says: [
      {
        words: ['/interface/vlan/add', '=name=vlan10', '=vlan-id=11', '=interface=bridge-tower', '=mtu=1496'],
        answer: { trap: 'failure: already have interface with such name' },
      },
    ],
  },
  {
    action: 'poe.cycle',
    on: all,
    model: 'hEXPoE',
    values: { interface: 'ether3', duration: 30_000 },
    row: { name: 'ether3' },
    says: [
      { words: ['/interface/ethernet/poe/power-cycle', '=numbers=[row]', '=duration=30s'], answer: { rows: 'none' } },
    ],
    afterwards: {
      words: ['/interface/ethernet/poe/monitor', '=numbers=ether3', '=once='],
      answer: { rows: 1, each: { name: 'ether3', 'poe-out': 'auto-on', 'poe-out-status': 'power-cycle' } },
    },
  },
];

export const unsaidOfInterface: readonly Unsaid[] = [
  {
    action: 'if.poe',
    on: all,
    lacks: ['poe'],
    values: { interface: 'ether2' },
    because: 'no port of this router feeds power',
  },
  {
    action: 'poe.cycle',
    on: all,
    lacks: ['poe'],
    values: { interface: 'ether2' },
    because: 'no port of this router feeds power',
  },
  {
    action: 'if.lte',
    on: all,
    lacks: ['lte'],
    values: { interface: 'lte1' },
    because: 'this router has no LTE modem',
  },
];
