import { isIPv4 } from 'node:net';
import { chosen, flagOf, interfacesOf, needed, wholeOf } from './argument';
import type { Fields } from './command';
import type { Call, Machine, Operation } from './machine';
import type { Item, Table } from './state';
import { failure, invalid, missing, noSuchItem, Trap } from './trap';
import { writtenFlag, writtenId } from './written';

/** What a property takes: a list is all it can be. */
type Taken = 'text' | 'flag' | 'number' | 'interface' | 'prefix' | 'address' | readonly string[];

/** What may be changed in a menu. */
export interface Editable {
  readonly path: string;
  readonly settable: Readonly<Record<string, Taken>>;
  /** What a new row must be given; a menu without it takes no new rows. */
  readonly required?: readonly string[];
  /** Properties a new row has when nobody says otherwise, and those that follow from others. */
  readonly completed?: (fields: Fields) => Fields;
  /** What follows from properties that are set: a port that is switched off runs no more. */
  readonly consequences?: (given: Fields) => Fields;
  /** Why these properties cannot stand beside the other rows: RouterOS's sentence. */
  readonly conflict?: (fields: Fields, others: readonly Fields[]) => string | null;
}

/** The commands that change a menu. */
export function editing(editable: Editable): Readonly<Record<string, Operation>> {
  const { path, required } = editable;
  const names = Object.keys(editable.settable);
  const write = (parameters: readonly string[], run: Operation['run']): Operation => ({
    policy: 'write',
    parameters,
    run,
  });
  const switched = (disabled: boolean) =>
    write(['numbers', '.id'], (call) => {
      const given = { disabled: writtenFlag(disabled) };
      for (const item of named(call, path))
        tableOf(call, path).set(item, { ...given, ...editable.consequences?.(given) });
      return null;
    });
  const ofRows = {
    set: write([...names, 'numbers', '.id'], (call) => set(call, editable)),
    enable: switched(false),
    disable: switched(true),
  };
  if (required === undefined) return ofRows;
  return {
    ...ofRows,
    add: write([...names, 'copy-from', 'place-before'], (call) => add(call, editable)),
    remove: write(['numbers', '.id'], (call) => {
      const table = tableOf(call, path);
      for (const item of named(call, path)) {
        if (item.fields.dynamic === 'true') throw failure('can not remove dynamic item');
        table.remove(item);
        logged(call, path, 'removed');
      }
      return null;
    }),
  };
}

const tableOf = ({ machine }: { machine: Machine }, path: string): Table => machine.state.table(path);

/** The rows that `.id` or `numbers` stands for. */
function named(call: Call, path: string): Item[] {
  const given = call.attributes.get('.id') ?? call.attributes.get('numbers');
  if (given === undefined || given === '') throw missing('numbers');
  return given.split(',').map((reference) => {
    const item = tableOf(call, path).find(reference);
    if (item === null) throw noSuchItem();
    return item;
  });
}

function add(call: Call, editable: Editable): Fields {
  const { path, required = [], completed } = editable;
  const absent = required.filter((name) => (call.attributes.get(name) ?? '') === '');
  if (absent.length > 0) throw missing(...absent);
  const given = taken(call, editable);
  const table = tableOf(call, path);
  refuseConflict(editable, given, table.items);
  const item = table.add({ ...(completed?.(given) ?? given), disabled: given.disabled ?? 'false' });
  const before = call.attributes.get('place-before');
  if (before !== undefined) move(table, item, before);
  logged(call, path, 'added');
  return { ret: writtenId(item.id) };
}

function move(table: Table, item: Item, before: string): void {
  const other = table.find(before);
  if (other === null) throw noSuchItem();
  table.items.splice(table.items.indexOf(item), 1);
  table.items.splice(table.items.indexOf(other), 0, item);
}

function set(call: Call, editable: Editable): null {
  const given = taken(call, editable);
  const table = tableOf(call, editable.path);
  for (const item of named(call, editable.path)) {
    if (item.fields.dynamic === 'true') throw failure('can not change dynamic item');
    const others = table.items.filter((other) => other !== item);
    refuseConflict(editable, given, others);
    table.set(item, { ...given, ...editable.consequences?.(given) });
    logged(call, editable.path, 'changed');
  }
  return null;
}

function refuseConflict({ conflict }: Editable, fields: Fields, others: readonly Item[]): void {
  const reason = conflict?.(
    fields,
    others.map((other) => other.fields),
  );
  if (reason) throw new Trap(reason);
}

/** The properties a sentence gives, as they are stored. */
function taken(call: Call, { settable }: Editable): Fields {
  const fields: Fields = {};
  for (const [name, kind] of Object.entries(settable))
    if (call.attributes.has(name)) fields[name] = stored(call, name, kind);
  return fields;
}

function stored(call: Call, name: string, kind: Taken): string {
  const text = call.attributes.get(name) ?? '';
  if (typeof kind !== 'string') return chosen(name, text, kind);
  switch (kind) {
    case 'text':
      return text;
    case 'flag':
      return writtenFlag(flagOf(call, name));
    case 'number':
      return String(wholeOf(call, name, [0, 0xffff_ffff]) ?? 0);
    case 'interface':
      return interfacesOf(call, name)[0] ?? '';
    case 'address':
      if (!isIPv4(needed(call, name))) throw invalid(name);
      return text;
    case 'prefix':
      return prefix(name, text);
  }
}

function prefix(name: string, text: string): string {
  const [address = '', length = '32'] = text.replace(/^!/, '').split('/');
  if (!isIPv4(address) || !/^\d+$/.test(length) || Number(length) > 32) throw invalid(name);
  return text;
}

function logged({ machine, account }: Call, path: string, what: string): void {
  const noun = { '/interface': 'device', '/ip/address': 'address' }[path] ?? 'item';
  machine.state.log('system,info', `${noun} ${what} by api:${account.name}`);
}
