import { isIPv4 } from 'node:net';
import type { Fields } from '../command';
import { editing } from '../edit';
import type { Machine, Menus, Operation } from '../machine';
import { named } from '../named';
import { type Printed, printOf, rowOf, rowsOf } from '../print';
import { since } from '../seed/ppp';
import { writtenId, writtenUptime } from '../written';
import { client, lease, network, pool, server } from './dhcp-settings';
import { leased, telling } from './subscribers';

const { path: leases } = lease;
const [{ path: servers }, { path: networks }, { path: pools }, { path: clients }] = [server, network, pool, client];

/** Reserves what a client has. A reservation stays what it is. */
const makeStatic: Operation = {
  policy: 'write',
  parameters: ['numbers', '.id'],
  run(call) {
    for (const item of named(call, leases)) {
      const { dynamic, address = '', 'active-address': has = address } = item.fields;
      if (dynamic === 'true') call.machine.state.table(leases).set(item, { address: has, dynamic: 'false' });
    }
    return null;
  },
};

/** A lease may be taken away from whoever has it, whoever made it. */
const removeLease: Operation = {
  policy: 'write',
  parameters: ['numbers', '.id'],
  run(call) {
    for (const item of named(call, leases)) call.machine.state.table(leases).remove(item);
    return null;
  },
};

interface InUse {
  readonly address: string;
  readonly owner: string;
  readonly info: string;
}

/** Who has an address of which it does not matter yet whether it came from a pool. */
function* inUse({ state }: Machine): Generator<InUse> {
  for (const { fields } of state.table(leases).items) {
    const { 'active-address': address, 'active-mac-address': info = '' } = fields;
    if (address !== undefined) yield { address, owner: 'DHCP', info };
  }
  for (const { fields } of state.table('/ppp/active').items)
    yield { address: fields.address ?? '', owner: 'PPP', info: fields.name ?? '' };
}

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

/** First and last address of each range: `10.0.0.2-10.0.0.9,10.0.0.20` has two. */
const rangesOf = (ranges: string): (readonly [first: number, last: number])[] =>
  ranges
    .split(',')
    .filter((range) => range !== '')
    .map((range) => {
      const [first = '', last = first] = range.split('-');
      return [numberOf(first), numberOf(last)];
    });

const isWithin = (ranges: string, address: string): boolean =>
  isIPv4(address) && rangesOf(ranges).some(([first, last]) => numberOf(address) >= first && numberOf(address) <= last);

function usedRows(machine: Machine): Fields[] {
  const all = machine.state.table(pools).items.map(({ fields }) => fields);
  return [...inUse(machine)].flatMap((one, index) => {
    const pool = all.find(({ ranges = '' }) => isWithin(ranges, one.address));
    return pool === undefined ? [] : [{ '.id': writtenId(index + 1), pool: pool.name ?? '', ...one }];
  });
}

/** From 7.18 on a pool tells how much of it is used. */
function poolRows(machine: Machine): Fields[] {
  const rows = machine.state.table(pools).items.map((item) => rowOf(item, machine));
  if (!machine.version.isFrom(7, 18)) return rows;
  const given = usedRows(machine);
  return rows.map((row) => {
    const total = rangesOf(row.ranges ?? '').reduce((sum, [first, last]) => sum + last - first + 1, 0);
    const used = given.filter(({ pool }) => pool === row.name).length;
    return { ...row, total: String(total), used: String(used), available: String(total - used) };
  });
}

/** What the client has is given for a day, and renewed when half of that is over. */
const day = 86_400;
const clientRows = telling(clients, (_, { fields }, seconds) =>
  fields.status === 'bound' ? { 'expires-after': writtenUptime(day - (seconds % (day / 2))) } : {},
);

const renew: Operation = {
  policy: 'write',
  parameters: ['numbers', '.id'],
  run(call) {
    const { state } = call.machine;
    for (const item of named(call, clients)) {
      // Whoever has not found a server goes on looking for one.
      if (item.fields.status !== 'bound') continue;
      state.table(clients).set(item, { [since]: String(Date.now()) });
      state.log('dhcp,info', `dhcp-client on ${item.fields.interface} got IP address ${item.fields.address}`);
    }
    return null;
  },
};

const leasesOf = telling(leases, leased);

/** A lease of all servers names none (seen on 7.23). */
const ofAnyServer = (row: Fields): Fields =>
  Object.fromEntries(Object.entries(row).filter(([name, value]) => name !== 'server' || value !== 'all'));

const print = (rows: Printed['rows']) => ({ print: printOf({ rows }) });

export const dhcpMenus: Menus = {
  [servers]: { operations: { ...print(rowsOf(servers)), ...editing(server) } },
  [networks]: { operations: { ...print(rowsOf(networks)), ...editing(network) } },
  [leases]: {
    operations: {
      ...print((machine) => [...leasesOf(machine)].map(ofAnyServer)),
      ...editing(lease),
      remove: removeLease,
      'make-static': makeStatic,
    },
  },
  [pools]: { operations: { ...print(poolRows), ...editing(pool) } },
  '/ip/pool/used': { operations: print(usedRows) },
  [clients]: {
    operations: {
      ...print(clientRows),
      ...editing(client),
      renew,
    },
  },
};
