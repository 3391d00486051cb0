import { isIPv4, isIPv6 } from 'node:net';
import { chosen, flagOf, interfacesOf, needed, timeOf, wholeOf } from './argument';
import type { Fields } from './command';
import type { Call, Machine, Operation } from './machine';
import type { Item, Table } from './table';
import { failure, invalid, missing, noSuchItem, Trap } from './trap';
import { writtenFlag, writtenId, writtenUptime } from './written';

/** Reads an argument as it is stored. Throws Trap. */
export type Reader = (call: Pick<Call, 'attributes' | 'machine'>, name: string) => string;

/** What a property takes: a list is all it can be. */
type Taken =
  | 'text'
  | 'flag'
  | 'number'
  | 'interface'
  | 'prefix'
  | 'prefixes'
  | 'address'
  | 'time'
  | readonly string[]
  | Reader
  /** The name of a row of another menu. */
  | { readonly rowOf: string };

/** What may be changed in a menu. */
export interface Editable {
  readonly path: string;
  readonly settable: Readonly<Record<string, Taken>>;
  /** What a new row must be given; a menu without it takes no new rows. */
  readonly required?: readonly string[];
  /** What a new row lacks beyond that: RouterOS's sentence. */
  readonly lacking?: (fields: Fields) => string | null;
  /** Properties a new row has when nobody says otherwise, and those that follow from others. */
  readonly completed?: (fields: Fields) => Fields;
  /** What follows from properties that are set: a port that is switched off runs no more. */
  readonly consequences?: (given: Fields) => Fields;
  /** Why these properties cannot stand beside the other rows: RouterOS's sentence. */
  readonly conflict?: (fields: Fields, others: readonly Fields[]) => string | null;
  /** Why a row cannot be like that, whatever the others are: RouterOS's sentence. */
  readonly refuses?: (row: Fields) => string | null;
  /** Dynamic rows too may be changed and removed: that they come and go by themselves is all that it means. */
  readonly isDynamicFree?: true;
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
      for (const item of named(call, path)) {
        if (!editable.isDynamicFree) refuseDynamic(item);
        tableOf(call, path).set(item, { ...given, ...editable.consequences?.(given) });
      }
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
    remove: removing(path, editable),
  };
}

/** The command that takes rows out of a menu. */
export const removing = (path: string, { isDynamicFree }: Pick<Editable, 'isDynamicFree'> = {}): Operation => ({
  policy: 'write',
  parameters: ['numbers', '.id'],
  run: (call) => {
    const table = tableOf(call, path);
    for (const item of named(call, path)) {
      if (item.fields.dynamic === 'true' && !isDynamicFree) throw failure('can not remove dynamic item');
      table.remove(item);
      logged(call, path, 'removed');
    }
    return null;
  },
});

const tableOf = ({ machine }: { machine: Machine }, path: string): Table => machine.state.table(path);

/** The rows that `.id` or `numbers` stands for. */
export function named(call: Call, path: string): Item[] {
  const given = call.attributes.get('.id') ?? call.attributes.get('numbers');
  if (given === undefined || given === '') throw missing('numbers');
  return given.split(',').map((reference) => {
    const item = tableOf(call, path).find(reference);
    if (item === null) throw noSuchItem();
    return item;
  });
}

function add(call: Call, editable: Editable): Fields {
  const { path, required = [], completed, lacking } = editable;
  const absent = required.filter((name) => (call.attributes.get(name) ?? '') === '');
  if (absent.length > 0) throw missing(...absent);
  const given = taken(call, editable);
  const lack = lacking?.(given);
  if (lack) throw new Trap(lack);
  const table = tableOf(call, path);
  refuseConflict(editable, given, table.items);
  const row = { ...(completed?.(given) ?? given), disabled: given.disabled ?? 'false' };
  refuse(editable.refuses?.(row));
  const before = call.attributes.get('place-before');
  const anchor = before === undefined ? null : itemAt(table, before);
  const item = table.add(row);
  if (anchor !== null) placeBefore(table, [item], anchor);
  logged(call, path, 'added');
  return { ret: writtenId(item.id) };
}

/** The row that a number or a name stands for. Throws Trap. */
export function itemAt(table: Table, reference: string): Item {
  const item = table.find(reference);
  if (item === null) throw noSuchItem();
  return item;
}

/** Puts rows, in the order they are given, before another one; without one at the end. */
export function placeBefore(table: Table, moved: readonly Item[], anchor: Item | null): void {
  // Before one that moves itself: before the next that stays.
  const staying = table.items.filter((item) => !moved.includes(item));
  const from = anchor === null ? table.items.length : table.items.indexOf(anchor);
  const next = table.items.slice(from).find((item) => !moved.includes(item));
  const at = next === undefined ? staying.length : staying.indexOf(next);
  table.items.splice(0, table.items.length, ...staying.slice(0, at), ...moved, ...staying.slice(at));
}

/** What the router makes itself nobody else changes. */
export function refuseDynamic({ fields }: Item): void {
  if (fields.dynamic === 'true') throw failure('can not change dynamic item');
}

const refuse = (reason: string | null | undefined): void => {
  if (reason) throw new Trap(reason);
};

function set(call: Call, editable: Editable): null {
  const given = taken(call, editable);
  const table = tableOf(call, editable.path);
  for (const item of named(call, editable.path)) {
    if (!editable.isDynamicFree) refuseDynamic(item);
    refuse(editable.refuses?.({ ...item.fields, ...given }));
    const others = table.items.filter((other) => other !== item);
    refuseConflict(editable, given, others);
    table.set(item, { ...given, ...editable.consequences?.(given) });
    // An empty comment is none.
    if (given.comment === '') table.unset(item, ['comment']);
    logged(call, editable.path, 'changed');
  }
  return null;
}

function refuseConflict({ conflict }: Editable, fields: Fields, others: readonly Item[]): void {
  refuse(
    conflict?.(
      fields,
      others.map((other) => other.fields),
    ),
  );
}

/** The properties a sentence gives, as they are stored. */
export function taken(call: Call, { settable }: Pick<Editable, 'settable'>): Fields {
  const fields: Fields = {};
  for (const [name, kind] of Object.entries(settable))
    if (call.attributes.has(name)) fields[name] = stored(call, name, kind);
  return fields;
}

function stored(call: Call, name: string, kind: Taken): string {
  const text = call.attributes.get(name) ?? '';
  if (typeof kind === 'function') return kind(call, name);
  if (typeof kind !== 'string') return chosen(name, text, 'rowOf' in kind ? namesIn(call, kind.rowOf) : kind);
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
    case 'prefixes':
      return text
        .split(',')
        .map((one) => wholePrefix(name, one))
        .join(',');
    case 'time':
      return writtenUptime((timeOf(call, name) ?? 0) / 1000);
  }
}

const namesIn = (call: Call, path: string): string[] =>
  tableOf(call, path).items.map(({ fields }) => fields.name ?? '');

/** Of either family; an address alone is a network of one. */
function wholePrefix(name: string, text: string): string {
  const [address = '', length, ...rest] = text.split('/');
  const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : null;
  if (most === null || rest.length > 0) throw invalid(name);
  if (length === undefined) return `${address}/${most}`;
  if (!/^\d+$/.test(length) || Number(length) > most) throw invalid(name);
  return text;
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
