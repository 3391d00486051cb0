import { isIPv4 } from 'node:net';
import type { Fields } from '../command';
import type { Editable } from '../edit';
import type { InterfaceKind } from '../interface-kind';
import { addresses4, interfaces, nameIn, numberFrom, numberOr, several, time } from '../readers';
import { usualProfile } from '../seed/ppp';
import type { Reader } from '../stored';

/** An address, or the pool it is taken from. */
const addressOrPool: Reader = (call, name) => {
  const text = call.attributes.get(name) ?? '';
  return isIPv4(text) ? text : nameIn('/ip/pool')(call, name);
};

const choice = ['default', 'no', 'yes'];
const orRequired = [...choice, 'required'];
const absent = [
  ...['local-address', 'remote-address', 'rate-limit', 'dns-server', 'wins-server', 'session-timeout', 'idle-timeout'],
  ...['interface-list', 'bridge', 'incoming-filter', 'outgoing-filter', 'parent-queue', 'queue-type'],
  ...['insert-queue-before', 'dhcpv6-pd-pool', 'remote-ipv6-prefix-pool'],
];

export const profile: Editable = {
  path: '/ppp/profile',
  settable: {
    ...{ name: 'text', 'local-address': addressOrPool, 'remote-address': addressOrPool, 'rate-limit': 'text' },
    ...{ 'use-mpls': orRequired, 'use-compression': choice, 'use-encryption': orRequired, 'only-one': choice },
    ...{ 'change-tcp-mss': choice, 'use-upnp': choice, 'address-list': 'text', 'on-up': 'text', 'on-down': 'text' },
    ...{ 'use-ipv6': orRequired, 'bridge-learning': choice, 'dns-server': addresses4, 'wins-server': addresses4 },
    ...{ 'session-timeout': time, 'idle-timeout': time, 'interface-list': nameIn('/interface/list') },
    ...{ bridge: nameIn('/interface/bridge'), 'incoming-filter': 'text', 'outgoing-filter': 'text' },
    ...{ 'parent-queue': nameIn('/queue/simple', 'none'), 'queue-type': 'text', 'dhcpv6-pd-pool': 'text' },
    ...{ 'insert-queue-before': ['bottom', 'first'], 'remote-ipv6-prefix-pool': 'text', comment: 'text' },
  },
  only: { 'use-ipv6': ({ isSix }) => !isSix, 'bridge-learning': ({ isSix }) => !isSix },
  required: ['name'],
  optional: absent,
  completed: (fields, { version }) => ({ name: '', ...usualProfile(version), ...fields, default: 'false' }),
  // These two sentences are from memory.
  conflict: ({ name }, others) =>
    others.some((other) => other.name === name) ? 'failure: profile with the same name already exists' : null,
  keeps: ({ default: isDefault }: Fields) => (isDefault === 'true' ? 'failure: can not remove default profile' : null),
};

/** Dialling out over an interface: whether somebody answers is not worked out here, so a new one stays disconnected. */
export const pppoeClient: InterfaceKind = {
  ...{ path: '/interface/pppoe-client', type: 'pppoe-out', prefix: 'pppoe-out', required: [] },
  own: {
    ...{ interface: interfaces, user: 'text', password: 'text', profile: nameIn('/ppp/profile') },
    ...{ 'max-mtu': numberOr('auto'), 'max-mru': numberOr('auto'), mrru: numberOr('disabled') },
    ...{ 'keepalive-timeout': numberOr('disabled'), 'service-name': 'text', 'ac-name': 'text' },
    ...{ 'add-default-route': 'flag', 'default-route-distance': numberFrom(1, 255), 'dial-on-demand': 'flag' },
    ...{ 'use-peer-dns': 'flag', allow: several(['pap', 'chap', 'mschap1', 'mschap2']), 'host-uniq': 'text' },
  },
  optional: ['host-uniq'],
  lacking: (fields) => ((fields.interface ?? '') === '' ? 'failure: no interfaces provided' : null),
  completed: (fields) => ({
    ...{ 'max-mtu': 'auto', 'max-mru': 'auto', mrru: 'disabled', interface: '', user: '', password: '' },
    ...{ profile: 'default', 'keepalive-timeout': '10', 'service-name': '', 'ac-name': '' },
    ...{ 'add-default-route': 'false', 'default-route-distance': '1', 'dial-on-demand': 'false' },
    ...{ 'use-peer-dns': 'false', allow: 'pap,chap,mschap1,mschap2', ...fields },
  }),
  built: () => ({ mtu: 'auto', 'actual-mtu': '1480', running: 'false' }),
};
