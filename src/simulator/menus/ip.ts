import type { Fields } from '../command';
import { type Editable, editing } from '../edit';
import type { Machine, Menu, Menus } from '../machine';
import { printOf, rowOf, rowsOf } from '../print';
import { between } from '../random';
import { nameIn, numberFrom } from '../readers';
import { type Reader, taken } from '../stored';
import { writtenId, writtenMoment, writtenUptime } from '../written';

const printed = (path: string): Menu => ({ operations: { print: printOf({ rows: rowsOf(path) }) } });

const addresses: Editable = {
  path: '/ip/address',
  settable: { address: 'prefix', interface: 'interface', network: 'address', disabled: 'flag', comment: 'text' },
  required: ['address', 'interface'],
  completed: (fields) => ({
    ...fields,
    network: fields.network ?? networkOf(fields.address ?? ''),
    'actual-interface': fields.interface ?? '',
    ...{ invalid: 'false', dynamic: 'false' },
  }),
  consequences: ({ interface: on }) => (on === undefined ? {} : { 'actual-interface': on }),
  conflict: ({ address, interface: on }, others) =>
    others.some((other) => other.address === address && other.interface === on)
      ? 'failure: already have such address'
      : null,
};

/** From where a service is reached: nothing means from everywhere. */
const networks: Reader = (call, name) => {
  const text = call.attributes.get(name) ?? '';
  if (text === '') return '';
  return taken({ ...call, attributes: new Map([[name, text]]) }, { [name]: 'prefixes' })[name] ?? '';
};

const services: Editable = {
  path: '/ip/service',
  settable: {
    ...{ port: numberFrom(1, 65_535), address: networks, disabled: 'flag', vrf: 'text' },
    ...{ 'max-sessions': numberFrom(1, 1000), certificate: nameIn('/certificate', 'none') },
    'tls-version': ['any', 'only-1.2'],
  },
  only: { vrf: ({ isSix }) => !isSix, 'max-sessions': (version) => version.isFrom(7, 16) },
};

/** The network an address with its prefix length lies in. */
function networkOf(prefix: string): string {
  const [address = '', length = '32'] = prefix.split('/');
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - Number(length));
  const network = Math.floor(number / size) * size;
  return [24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join('.');
}

/** What a neighbour last said is never older than a minute. */
function neighbours(machine: Machine): Fields[] {
  const second = Math.floor(Date.now() / 1000);
  return machine.state.table('/ip/neighbor').items.map((item) => ({
    ...rowOf(item, machine),
    age: writtenUptime((second + between(0, 59, machine.seed, item.id)) % 60),
  }));
}

function active({ state, version }: Machine): Fields[] {
  return [...state.sessions].map(({ id, name, group, address, since }) => ({
    ...{ '.id': writtenId(id), when: writtenMoment(state.shown(since), version) },
    ...{ name, address, via: 'api', group, radius: 'false' },
    ...(version.isSix ? {} : { 'by-romon': '' }),
  }));
}

export const ipMenus: Menus = {
  '/ip/address': { operations: { print: printOf({ rows: rowsOf('/ip/address') }), ...editing(addresses) } },
  '/ip/service': { operations: { ...printed('/ip/service').operations, ...editing(services) } },
  '/ip/neighbor': { operations: { print: printOf({ rows: neighbours }) } },
  '/user/active': { operations: { print: printOf({ rows: active }) } },
};
