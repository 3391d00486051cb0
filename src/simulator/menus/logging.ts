import { isIP } from 'node:net';
import type { Fields } from '../command';
import { type Editable, editing } from '../edit';
import type { Menus } from '../machine';
import { printOf, rowsOf } from '../print';
import { nameIn, numberFrom } from '../readers';
import { actionOf } from '../seed/management';
import type { Reader } from '../stored';
import { invalid, noMatch } from '../trap';

const [rules, actions] = ['/system/logging', '/system/logging/action'] as const;

/** What lines are about. Newer versions have some more. */
const subjects: ReadonlySet<string> = new Set([
  ...['account', 'async', 'backup', 'bfd', 'bgp', 'bridge', 'calc', 'caps', 'certificate', 'container', 'critical'],
  ...['ddns', 'debug', 'dhcp', 'dns', 'dot1x', 'dude', 'e-mail', 'error', 'event', 'fetch', 'firewall', 'gps', 'gsm'],
  ...['health', 'hotspot', 'igmp-proxy', 'info', 'interface', 'ipsec', 'iscsi', 'isdn', 'kvm', 'l2tp', 'ldp', 'lora'],
  ...['lte', 'manager', 'mme', 'mpls', 'mqtt', 'mvrp', 'natpmp', 'netinstall', 'netwatch', 'ntp', 'ospf', 'ovpn'],
  ...['packet', 'pim', 'poe-out', 'ppp', 'pppoe', 'pptp', 'ptp', 'queue', 'radius', 'radvd', 'raw', 'read', 'rip'],
  ...['route', 'rpki', 'rsvp', 'script', 'sertcp', 'simulator', 'smb', 'snmp', 'socksify', 'ssh', 'sstp', 'state'],
  ...[
    'store',
    'stp',
    'system',
    'telephony',
    'tftp',
    'timer',
    'tr069',
    'update',
    'upnp',
    'ups',
    'vpls',
    'vrrp',
    'warning',
  ],
  ...['watchdog', 'web-proxy', 'wireguard', 'wireless', 'write', 'zerotier'],
]);

const topics: Reader = ({ attributes }, name) => {
  const text = attributes.get(name) ?? '';
  for (const topic of text.split(',')) if (!subjects.has(topic.replace(/^!/, ''))) throw noMatch(name);
  return text;
};

/** To whom lines are sent: 7 takes names too. */
const receiver: Reader = ({ attributes, machine }, name) => {
  const text = attributes.get(name) ?? '';
  const isName = !machine.version.isSix && /^[a-z0-9][a-z0-9.-]*$/i.test(text) && !/^[\d.]+$/.test(text);
  if (isIP(text) === 0 && !isName) throw invalid(name);
  return text;
};

const rule: Editable = {
  path: rules,
  settable: { topics, action: nameIn(actions), prefix: 'text', regex: 'text', disabled: 'flag', comment: 'text' },
  only: { regex: (version) => version.isFrom(7, 18), comment: (version) => version.isFrom(7, 22) },
  required: [],
  completed: (fields, { version }) => ({
    ...{ topics: 'info', prefix: '', ...(version.isFrom(7, 18) ? { regex: '' } : {}), action: 'memory' },
    ...{ ...fields, invalid: 'false', default: 'false' },
  }),
};

const severities = ['auto', 'emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'info', 'debug'];
const facilities = [
  ...['kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news', 'uucp', 'cron', 'authpriv', 'ftp', 'ntp'],
  ...['local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7'],
];

const action: Editable = {
  path: actions,
  settable: {
    ...{ name: 'text', target: ['disk', 'echo', 'email', 'memory', 'remote'], remote: receiver },
    ...{ 'remote-port': numberFrom(1, 65_535), 'src-address': 'address', 'bsd-syslog': 'flag' },
    ...{
      'syslog-time-format': ['bsd-syslog', 'iso8601'],
      'syslog-facility': facilities,
      'syslog-severity': severities,
    },
    ...{ 'remote-log-format': ['default', 'syslog', 'cef'], 'remote-protocol': ['udp', 'tcp', 'tls'], vrf: 'text' },
    ...{ 'memory-lines': 'number', 'memory-stop-on-full': 'flag', remember: 'flag', 'disk-file-name': 'text' },
    ...{ 'disk-lines-per-file': 'number', 'disk-file-count': 'number', 'disk-stop-on-full': 'flag' },
    ...{ 'email-to': 'text', 'email-start-tls': 'flag' },
  },
  only: {
    'bsd-syslog': (version) => !version.isFrom(7, 17),
    'remote-log-format': (version) => version.isFrom(7, 18),
    'remote-protocol': (version) => version.isFrom(7, 18),
    vrf: (version) => version.isFrom(7, 20),
  },
  required: ['name', 'target'],
  completed: (fields, { version }) => ({
    ...{ name: '', target: '', ...actionOf(fields.target ?? '', version), ...fields, default: 'false' },
  }),
  // These two sentences are from memory.
  conflict: ({ name }, others) =>
    others.some((other) => other.name === name) ? 'failure: already have such name' : null,
  keeps: (row: Fields) => (row.default === 'true' ? 'failure: can not remove default action' : null),
};

export const loggingMenus: Menus = {
  [rules]: { operations: { print: printOf({ rows: rowsOf(rules) }), ...editing(rule) } },
  [actions]: { operations: { print: printOf({ rows: rowsOf(actions) }), ...editing(action) } },
};
