import { needed } from '../argument';
import type { Fields } from '../command';
import { type Editable, editing, removing } from '../edit';
import { building, shownOf } from '../interface-kind';
import type { Machine, Menus, Operation } from '../machine';
import { noticing, type Touched } from '../noticing';
import { printOf, rowsOf } from '../print';
import { between, macOf } from '../random';
import { dialled, since } from '../seed/ppp';
import { hungUp, switchedOn } from '../sessions';
import type { Item } from '../table';
import { everyInterval } from '../tools/monitor-traffic';
import { noSuchItem } from '../trap';
import { writtenId, writtenMoment, writtenUptime } from '../written';
import { pppoeClient, profile } from './ppp-settings';
import { telling, uptime } from './subscribers';

const [secrets, sessions, clients, servers] = ['/ppp/secret', '/ppp/active', '/interface/pppoe-client', '/radius'];

const editableSecrets: Editable = {
  path: secrets,
  settable: {
    ...{ name: 'text', service: ['any', 'async', 'l2tp', 'ovpn', 'pppoe', 'pptp', 'sstp'], 'caller-id': 'text' },
    ...{ password: 'text', profile: { rowOf: '/ppp/profile' }, 'local-address': 'text', 'remote-address': 'text' },
    ...{ 'remote-ipv6-prefix': 'text', routes: 'text', 'ipv6-routes': 'text', 'limit-bytes-in': 'number' },
    ...{ 'limit-bytes-out': 'number', disabled: 'flag', comment: 'text' },
  },
  required: ['name'],
  optional: ['local-address', 'remote-address', 'remote-ipv6-prefix'],
  completed: (fields) => ({
    ...{ service: 'any', 'caller-id': '', password: '', profile: 'default', routes: '', 'ipv6-routes': '' },
    ...{ 'limit-bytes-in': '0', 'limit-bytes-out': '0', ...fields },
  }),
  conflict: ({ name }, others) =>
    name !== undefined && others.some((other) => other.name === name)
      ? 'failure: secret with the same name already exists'
      : null,
};

/** A new secret has never signed off, which RouterOS writes as the moment from which it counts. */
function changedSecret(machine: Machine, { item, before, after }: Touched): void {
  const { state, version } = machine;
  if (before === null)
    state.table(secrets).set(item, {
      ...{ 'last-logged-out': writtenMoment(new Date(0), version), 'last-caller-id': '', 'last-disconnect-reason': '' },
    });
  if (before?.disabled === 'true' && after?.disabled === 'false') switchedOn(machine, item);
}

/** Commands after which a secret may be one that lets somebody in. */
const editsOfSecrets = Object.fromEntries(
  Object.entries(editing(editableSecrets)).map(([name, operation]) => [
    name,
    noticing(operation, secrets, changedSecret),
  ]),
);

const endsSession: Operation = noticing(removing(sessions), sessions, (machine, { before, after }) => {
  if (before !== null && after === null) hungUp(machine, before);
});

const hasNothingHidden = (row: Fields): Fields =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name === '.id' || !name.startsWith('.')));

/** The state of a client's session. */
function session(machine: Machine, own: Item): Fields {
  const { fields } = own;
  const known = shownOf(machine, own);
  if (known.disabled === 'true') return { status: 'disabled' };
  if (known.running !== 'true') return { status: 'disconnected' };
  const placed = machine.state.table('/ip/address').items.find((one) => one.fields.interface === fields.name)?.fields;
  return {
    ...{ status: 'connected', uptime: writtenUptime((Date.now() - Number(fields[since])) / 1000) },
    ...{ 'active-links': '1', encoding: '', 'service-name': '', 'ac-name': fields[dialled] ?? '' },
    'ac-mac': macOf(fields[dialled] ?? ''),
    ...{ mtu: '1480', mru: '1480', 'local-address': placed?.address?.replace(/\/.*/, '') ?? '' },
    'remote-address': placed?.network ?? '',
  };
}

const monitored = ['numbers', '.id', 'once', 'duration', 'interval', '.proplist', 'proplist', 'as-value'];

/** The rows of a menu once or every second, as each stands then. */
const monitoring = (path: string, tell: (machine: Machine, item: Item) => Fields): Operation => ({
  policy: 'read',
  parameters: [...monitored, 'without-paging'],
  run: (call) => {
    const table = call.machine.state.table(path);
    const items = (call.attributes.get('.id') ?? needed(call, 'numbers')).split(',').map((one) => table.find(one));
    if (items.includes(null)) throw noSuchItem();
    return everyInterval(call, () => items.flatMap((item) => (item === null ? [] : [tell(call.machine, item)])));
  },
});

/** What a server was asked and how it answered: each request ended one way. */
function answers({ state, seed }: Machine, { id, counters = {} }: Item): Fields {
  const count = (name: string): bigint => {
    const counter = counters[name];
    return counter === undefined ? 0n : state.value(counter);
  };
  const [accepts, rejects, timeouts] = ['accepts', 'rejects', 'timeouts'].map(count);
  const second = Math.floor(Date.now() / 1000);
  return {
    ...{ pending: '0', requests: String((accepts ?? 0n) + (rejects ?? 0n) + (timeouts ?? 0n)) },
    ...{ accepts: String(accepts), rejects: String(rejects), resends: String(count('resends')) },
    ...{ timeouts: String(timeouts), 'bad-replies': '0' },
    'last-request-rtt': `${between(1, 4, seed, id, Math.floor(second / 7)) * 10}ms`,
  };
}

export const pppMenus: Menus = {
  [secrets]: { operations: { print: printOf({ rows: rowsOf(secrets), secrets: ['password'] }), ...editsOfSecrets } },
  [sessions]: { operations: { print: printOf({ rows: telling(sessions, uptime) }), remove: endsSession } },
  [profile.path]: { operations: { print: printOf({ rows: rowsOf(profile.path) }), ...editing(profile) } },
  [clients]: {
    operations: {
      print: printOf({
        rows: (machine) => machine.state.table(clients).items.map((own) => hasNothingHidden(shownOf(machine, own))),
        secrets: ['password'],
      }),
      ...building(pppoeClient),
      monitor: monitoring(clients, session),
    },
  },
  [servers]: {
    operations: {
      print: printOf({
        // What they counted is only told by the monitor.
        rows: ({ state }) => state.table(servers).items.map(({ id, fields }) => ({ '.id': writtenId(id), ...fields })),
        secrets: ['secret'],
      }),
      monitor: monitoring(servers, answers),
    },
  },
};
