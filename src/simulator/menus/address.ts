import { isIPv6 } from 'node:net';
import { type Editable, editing } from '../edit';
import type { Menus } from '../machine';
import { printOf, rowsOf } from '../print';

const path = '/ipv6/address';

const addresses6: Editable = {
  path,
  settable: {
    ...{ address: 'text', interface: 'interface', advertise: 'flag', 'eui-64': 'flag', 'no-dad': 'flag' },
    ...{ disabled: 'flag', comment: 'text' },
  },
  required: ['address', 'interface'],
  completed: (fields) => {
    const isLocal = (fields.address ?? '').toLowerCase().startsWith('fe80:');
    return {
      ...{ 'eui-64': 'false', 'no-dad': 'false', advertise: 'true', 'from-pool': '', ...fields },
      'actual-interface': fields.interface ?? '',
      ...{ invalid: 'false', dynamic: 'false', global: String(!isLocal), 'link-local': String(isLocal) },
    };
  },
  conflict: ({ address, interface: on }, others) => {
    if (address === undefined) return null;
    const [ip = '', length = '64'] = address.split('/');
    if (!isIPv6(ip) || !/^\d{1,3}$/.test(length) || Number(length) > 128) return 'invalid value for argument address';
    return others.some((other) => other.address === address && (on ?? other.interface) === other.interface)
      ? 'failure: already have such address'
      : null;
  },
};

export const addressMenus: Menus = {
  [path]: { operations: { print: printOf({ rows: rowsOf(path) }), ...editing(addresses6) } },
};
