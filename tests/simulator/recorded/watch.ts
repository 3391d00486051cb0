import { type Dialect, dialects, type Recording } from './recording';

const reason = 'a subscriber complains';
const address = /^\d{1,3}(\.\d{1,3}){3}$/;
const mac = /^([0-9A-F]{2}:){5}[0-9A-F]{2}$/;

const sniffer = (on: readonly Dialect[], ...last: readonly string[]): Recording => ({
  action: 'tool.sniffer',
  on,
  // Routers of the home mode are not allowed to.
  model: 'CCR2004',
  values: { interface: 'ether1', 'ip-protocol': 'tcp', duration: 1000, reason },
  says: [
    {
      words: ['/tool/sniffer/quick', '=interface=ether1', '=ip-protocol=tcp', '=duration=1s', ...last],
      answer: {
        rows: 'some',
        each: {
          ...{ time: /^\d+(\.\d+)?$/, num: /^\d+$/, dir: /^(<-|->)$/, interface: 'ether1' },
          ...{ 'src-mac': mac, 'dst-mac': mac, 'src-address': /^[\d.]+:\d+$/, 'dst-address': /^[\d.]+:\d+$/ },
          ...{ protocol: 'ip:tcp', size: /^\d+$/, raw: null },
        },
      },
    },
  ],
});

export const ofWatch: readonly Recording[] = [
  {
    action: 'tool.torch',
    on: dialects,
    values: { interface: 'ether1', duration: 2000, 'ip-protocol': 'tcp', reason },
    says: [
      {
        words: [
          '/tool/torch',
          ...['=interface=ether1', '=src-address=0.0.0.0/0', '=dst-address=0.0.0.0/0', '=port=any'],
          ...['=ip-protocol=tcp', '=duration=2s'],
        ],
        answer: {
          rows: 'some',
          each: {
            ...{ '.section': /^\d+$/, 'ip-protocol': 'tcp', 'src-address': address, 'dst-address': address },
            ...{ 'src-port': /^\d+$/, 'dst-port': /^\d+$/, tx: /^\d+$/, rx: /^\d+$/ },
            ...{ 'tx-packets': /^\d+$/, 'rx-packets': /^\d+$/, 'mac-protocol': null },
          },
        },
      },
    ],
  },
  sniffer(['6.49.18', '7.12.1']),
  sniffer(['7.18.2', '7.24'], '=show-frame=no'),
  {
    action: 'tool.sniffer',
    on: ['7.18.2', '7.24'],
    model: 'RB5009',
    values: { interface: 'ether1', port: 443, duration: 1000, reason },
    says: [
      {
        words: ['/tool/sniffer/quick', '=interface=ether1', '=port=443', '=duration=1s', '=show-frame=no'],
        answer: { trap: 'failure: not allowed by device-mode' },
      },
    ],
  },
  {
    action: 'tool.ipscan',
    on: dialects,
    values: { interface: 'bridge-tower', 'address-range': '10.99.0.0/24', duration: 2000, reason },
    says: [
      {
        words: ['/tool/ip-scan', '=interface=bridge-tower', '=address-range=10.99.0.0/24', '=duration=2s'],
        answer: {
          rows: 'some',
          each: { '.section': /^\d+$/, address: /^10\.99\.0\.\d+$/, 'mac-address': mac, time: /^\d+$/ },
        },
      },
    ],
  },
  {
    action: 'tool.netwatch',
    on: ['7.12.1', '7.18.2', '7.24'],
    values: {},
    says: [
      {
        words: [
          '/tool/netwatch/print',
          `=.proplist=${[
            ...['.id', 'host', 'status', 'since', 'interval', 'timeout', 'disabled', 'comment', 'name', 'type', 'port'],
            ...['src-address', 'done-tests', 'failed-tests', 'sent-count', 'response-count', 'loss-count'],
            ...['loss-percent', 'rtt-min', 'rtt-avg', 'rtt-max', 'rtt-jitter', 'rtt-stdev', 'tcp-connect-time'],
            ...['http-resp-time', 'http-status-code'],
          ].join(',')}`,
        ],
        answer: {
          rows: 'some',
          each: { status: /^(up|down|unknown)$/, since: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, 'up-script': null },
          one: { type: 'icmp', status: 'up', 'rtt-avg': /^(\d+ms)?(\d+us)?$/, 'loss-percent': /^\d+%?$/ },
        },
      },
    ],
  },
  {
    action: 'tool.netwatch',
    on: ['6.49.18'],
    values: { host: '10.99.0.1' },
    says: [
      {
        words: [
          '/tool/netwatch/print',
          '?host=10.99.0.1',
          '=.proplist=.id,host,status,since,interval,timeout,disabled,comment',
        ],
        answer: {
          rows: 1,
          each: { host: '10.99.0.1', status: 'up', since: /^[a-z]{3}\/\d\d\/\d{4} \d\d:\d\d:\d\d$/, type: null },
        },
      },
    ],
  },
];
