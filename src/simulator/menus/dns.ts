import type { Fields } from '../command';
import { type Editable, editing } from '../edit';
import type { Machine, Menus, Operation } from '../machine';
import { printOf, rowOf, rowsOf } from '../print';
import { address, addresses, time } from '../readers';
import { since } from '../seed/ppp';
import { settingsOf } from '../settings';
import { writtenFlag, writtenId, writtenUptime } from '../written';

const [statics, cache] = ['/ip/dns/static', '/ip/dns/cache'] as const;

const settings: Editable['settable'] = {
  ...{ servers: addresses, 'use-doh-server': 'text', 'verify-doh-cert': 'flag', 'allow-remote-requests': 'flag' },
  ...{ 'max-udp-packet-size': 'number', 'query-server-timeout': time, 'query-total-timeout': time },
  ...{ 'max-concurrent-queries': 'number', 'max-concurrent-tcp-sessions': 'number', 'cache-size': 'number' },
  ...{ 'cache-max-ttl': time },
};

/** What makes two entries the same. */
const keys = ['name', 'regexp', 'type', 'address', 'cname', 'forward-to', 'text', 'ns'] as const;

const entry: Editable = {
  path: statics,
  settable: {
    ...{ name: 'text', regexp: 'text', type: ['A', 'AAAA', 'CNAME', 'FWD', 'MX', 'NS', 'NXDOMAIN', 'SRV', 'TXT'] },
    ...{ address, cname: 'text', 'forward-to': 'text', text: 'text', ns: 'text', ttl: time },
    ...{ 'match-subdomain': 'flag', 'address-list': 'text', disabled: 'flag', comment: 'text' },
  },
  required: [],
  isOrdered: true,
  optional: ['cname', 'forward-to', 'text', 'ns', 'address-list', 'match-subdomain'],
  lacking: ({ name = '', regexp = '' }) =>
    name === '' && regexp === ''
      ? 'failure: name or regexp required'
      : name !== '' && regexp !== ''
        ? 'failure: only name or regexp allowed'
        : null,
  completed: (fields) => ({ type: 'A', ttl: '1d', ...fields, dynamic: 'false' }),
  // Of what is switched on nothing is there twice (seen on 7.23).
  conflict: (row, others) =>
    row.disabled !== 'true' &&
    others.some((other) => other.disabled !== 'true' && keys.every((key) => other[key] === row[key]))
      ? 'failure: entry already exists'
      : null,
};

/** What is known of names: what is written down, and what was asked for, of which somebody asks again when it runs out. */
function known(machine: Machine): Fields[] {
  const written = machine.state
    .table(statics)
    .items.filter(({ fields }) => fields.disabled === 'false' && fields.name !== undefined)
    .flatMap(({ id, fields: { name = '', type = '', address: to, cname, ttl = '1d' } }) => {
      const data = to ?? cname;
      return data === undefined ? [] : [{ '.id': writtenId(0x8000 + id), name, type, data, ttl, static: 'true' }];
    });
  const asked = machine.state.table(cache).items.map((item) => {
    const { [since]: began = '0', ttl = '0', ...row } = rowOf(item, machine);
    const seconds = Math.floor((Date.now() - Number(began)) / 1000) % Number(ttl);
    return { ...row, ttl: writtenUptime(Number(ttl) - seconds), static: writtenFlag(false) };
  });
  return [...written, ...asked];
}

/** The plain cache of RouterOS 6 has nothing but addresses. */
function addressesKnown(machine: Machine): Fields[] {
  if (!machine.version.isSix) return known(machine);
  return known(machine).flatMap(({ type, data = '', ...row }) => (type === 'A' ? [{ ...row, address: data }] : []));
}

const flush: Operation = {
  policy: 'write',
  parameters: [],
  run({ machine: { state } }) {
    const table = state.table(cache);
    for (const item of [...table.items]) table.remove(item);
    return null;
  },
};

/** What the servers of DHCP said, where that is wanted. */
const learnt = ({ state }: Machine): string =>
  state
    .table('/ip/dhcp-client')
    .items.flatMap(({ fields }) => (fields['use-peer-dns'] === 'true' ? (fields['primary-dns'] ?? []) : []))
    .join(',');

export const dnsMenus: Menus = {
  '/ip/dns': settingsOf({ path: '/ip/dns', settable: settings }, (machine) => ({
    'dynamic-servers': learnt(machine),
    'cache-used': String(24 + Math.ceil(known(machine).length / 4)),
  })),
  [statics]: { operations: { print: printOf({ rows: rowsOf(statics) }), ...editing(entry) } },
  [cache]: { operations: { print: printOf({ rows: addressesKnown }), flush } },
  '/ip/dns/cache/all': { operations: { print: printOf({ rows: known }) } },
};
