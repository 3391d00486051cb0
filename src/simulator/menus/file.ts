import { chosen, flagOf } from '../argument';
import type { Call, Machine, Menus, Operation } from '../machine';
import { printOf, rowsOf } from '../print';
import { between } from '../random';
import { freeStorage } from '../storage';
import { failure, missing, noSuchItem } from '../trap';
import { writtenMoment } from '../written';

const path = '/file';

/** `tower-01-gw-20260131-0930`: what a backup is called that nobody gives a name. */
function usualName({ state }: Machine): string {
  const [date = '', time = ''] = state.shown(Date.now()).toISOString().split('T');
  return `${state.identity}-${date.replaceAll('-', '')}-${time.slice(0, 5).replace(':', '')}`;
}

function save(call: Call): null {
  const { machine, account, attributes } = call;
  const { state, version, seed } = machine;
  const encryption = attributes.get('encryption');
  if (encryption !== undefined) chosen('encryption', encryption, ['aes-sha256', 'rc4']);
  flagOf(call, 'dont-encrypt');
  const given = attributes.get('name') || usualName(machine);
  const name = given.endsWith('.backup') ? given : `${given}.backup`;
  const size = between(14_000, 60_000, seed, 'backup') + 40 * state.table('/ip/firewall/filter').items.length;
  const table = state.table(path);
  const old = table.find(name);
  // In which words RouterOS says so is not known to us.
  if (size - Number(old?.fields.size ?? 0) > freeStorage(machine)) throw failure('not enough space on disk');
  // A backup of the same name is written over.
  if (old !== null) table.remove(old);
  const made = writtenMoment(state.shown(Date.now()), version);
  table.add({ name, type: 'backup', size: String(size), 'creation-time': made });
  state.log('system,info', `configuration backup saved by api:${account.name}`);
  return null;
}

function remove({ machine, attributes }: Call): null {
  const given = attributes.get('.id') ?? attributes.get('numbers') ?? '';
  if (given === '') throw missing('numbers');
  const table = machine.state.table(path);
  const items = given.split(',').map((reference) => table.find(reference));
  for (const item of items) {
    if (item === null) throw noSuchItem();
    if (item.fields.type === 'disk') throw failure('can not remove disk');
    table.remove(item);
  }
  return null;
}

const saving: Operation = {
  policy: 'ftp',
  also: ['write', 'sensitive'],
  parameters: ['name', 'dont-encrypt', 'encryption', 'password'],
  run: save,
};

/** Files, and the backups that become some of them. */
export const fileMenus: Menus = {
  [path]: {
    operations: {
      print: printOf({ rows: rowsOf(path) }),
      remove: { policy: 'ftp', also: ['write'], parameters: ['numbers', '.id'], run: remove },
    },
  },
  '/system/backup': { operations: { save: saving } },
};
