import type { Fields } from '../command';
import type { Machine, Menus } from '../machine';
import { type Printed, printOf, rowOf, rowsOf } from '../print';
import { between } from '../random';
import { since } from '../seed/ppp';
import type { Item } from '../table';
import { writtenUptime } from '../written';

/** How long a lease is given for; it is renewed when half of that is over. */
const leaseSeconds = 1800;

type Telling = (machine: Machine, item: Item, secondsSince: number) => Fields;

/** Rows with what only the clock knows, in place of the moment that it is told from. */
export const telling =
  (path: string, tell: Telling): Printed['rows'] =>
  (machine) =>
    machine.state.table(path).items.map((item) => {
      const { [since]: began = '0', ...row } = rowOf(item, machine);
      return { ...row, ...tell(machine, item, Math.max(0, (Date.now() - Number(began)) / 1000)) };
    });

export const uptime: Telling = (_, __, seconds) => ({ uptime: writtenUptime(seconds) });

/** Somebody on a page is silent while they read. */
const guest: Telling = (machine, { id }, seconds) => ({
  uptime: writtenUptime(seconds),
  'idle-time': writtenUptime((seconds + id) % between(2, 95, machine.seed, id)),
});

/** Somebody who is here renews every quarter of an hour; of somebody who is away it is known since when, if ever. */
export const leased: Telling = (_, { fields }, seconds) => {
  if (fields[since] === undefined) return { 'last-seen': 'never' };
  if (fields.status !== 'bound') return { 'last-seen': writtenUptime(seconds) };
  const ago = seconds % (leaseSeconds / 2);
  return { 'expires-after': writtenUptime(leaseSeconds - ago), 'last-seen': writtenUptime(ago) };
};

/** RouterOS 6 tells how long ago a host was last heard: never more than some minutes. */
function hosts(machine: Machine): Fields[] {
  const second = Math.floor(Date.now() / 1000);
  return machine.state.table('/interface/bridge/host').items.map((item) => {
    const row = rowOf(item, machine);
    if (!machine.version.isSix || row.local === 'true') return row;
    return { ...row, age: writtenUptime((second + between(0, 149, machine.seed, item.id)) % 150) };
  });
}

const print = (rows: Printed['rows']) => ({ operations: { print: printOf({ rows }) } });

export const subscriberMenus: Menus = {
  '/ip/arp': print(rowsOf('/ip/arp')),
  '/ipv6/neighbor': print(rowsOf('/ipv6/neighbor')),
  '/ipv6/dhcp-server/binding': print(telling('/ipv6/dhcp-server/binding', leased)),
  '/interface/bridge/host': print(hosts),
  '/ip/hotspot/active': print(telling('/ip/hotspot/active', guest)),
};
