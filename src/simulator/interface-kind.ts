import type { Fields } from './command';
import { type Editable, editing } from './edit';
import type { Call, Machine, Operation } from './machine';
import { named } from './named';
import { orphaned, renamed } from './references';
import { runningAfter } from './running';
import { type Settable, taken } from './stored';
import type { Item, Table } from './table';
import { failure, noSuchItem, Trap } from './trap';
import { writtenId } from './written';

const all = '/interface';

/** A menu whose rows are interfaces: `/interface` has each of them too, under the same number, with what all have. */
export interface InterfaceKind extends Pick<Editable, 'path' | 'only' | 'optional'> {
  /** What `/interface` calls such a one, and how the names begin that RouterOS gives. */
  readonly type: string;
  readonly prefix: string;
  /** What only such a one has; what all have need not be said. */
  readonly own: Settable;
  readonly required: readonly string[];
  readonly lacking?: (fields: Fields) => string | null;
  /** A new row of the menu. */
  readonly completed: (fields: Fields, machine: Machine) => Fields;
  /** The new row of `/interface`. */
  readonly built: (row: Fields, machine: Machine) => Fields;
  /** What follows from what is set. */
  readonly follows?: (given: Fields) => Fields;
  /** Why a row cannot stand beside others: RouterOS's sentence. */
  readonly conflict?: (row: Fields, others: readonly Fields[]) => string | null;
  /** The MTU is said in `/interface` alone. */
  readonly hasMtu?: true;
}

/** Both rows of an interface. */
interface Pair {
  readonly item: Item;
  readonly own: Item;
}

const shared: Settable = { name: 'text', disabled: 'flag', comment: 'text' };
const sharedOf = ({ hasMtu }: InterfaceKind): Settable => (hasMtu ? { ...shared, mtu: 'number' } : shared);

/** A row as its menu shows it. */
export function shownOf({ state }: Machine, own: Item, kind: Pick<InterfaceKind, 'hasMtu'> = {}): Fields {
  const known = state.table(all).find(own.fields.name ?? '');
  const { running = 'false', disabled = 'false', comment, mtu = '1500' } = known?.fields ?? {};
  const { name = '', ...rest } = own.fields;
  return {
    ...{ '.id': writtenId(known?.id ?? own.id), name, ...(kind.hasMtu ? { mtu } : {}), ...rest, running, disabled },
    ...(comment === undefined ? {} : { comment }),
  };
}

/** The commands that change such a menu. */
export function building(kind: InterfaceKind): Readonly<Record<string, Operation>> {
  const { path, own, optional = [] } = kind;
  const whole: Editable = { path, settable: { ...sharedOf(kind), ...own }, required: [], optional, ...only(kind) };
  const usual = editing(whole);
  const done = (verb: string, run: (call: Call) => Fields | null): Operation => ({
    policy: 'write',
    parameters: usual[verb]?.parameters ?? [],
    run,
  });
  const switched = (disabled: string) => (call: Call) => {
    for (const { item } of pairs(call, kind)) share(call, item, { disabled });
    return null;
  };
  return {
    add: done('add', (call) => add(call, kind)),
    set: done('set', (call) => set(call, kind)),
    remove: done('remove', (call) => remove(call, kind)),
    enable: done('enable', switched('false')),
    disable: done('disable', switched('true')),
    ...(optional.length > 0 ? { unset: done('unset', (call) => unset(call, usual.unset, kind)) } : {}),
  };
}

const only = ({ only: versions }: InterfaceKind) => (versions === undefined ? {} : { only: versions });

/** The interfaces a sentence names: by their number in `/interface` or by their name. */
function pairs(call: Call, { path }: InterfaceKind): Pair[] {
  return named(call, all).map((item) => {
    const own = call.machine.state.table(path).find(item.fields.name ?? '');
    if (own === null) throw noSuchItem();
    return { item, own };
  });
}

/** What RouterOS calls one that nobody has named. */
function freeName({ items }: Table, prefix: string): string {
  const names = new Set(items.map(({ fields }) => fields.name));
  for (let number = 1; ; number++) if (!names.has(`${prefix}${number}`)) return `${prefix}${number}`;
}

const refuse = (reason: string | null | undefined): void => {
  if (reason) throw new Trap(reason);
};

function refuseName(table: Table, name: string, item: Item | null = null): void {
  if (table.items.some((other) => other !== item && other.fields.name === name))
    throw failure('already have interface with such name');
}

function add(call: Call, kind: InterfaceKind): Fields {
  const { machine, attributes } = call;
  const { state } = machine;
  const [interfaces, table] = [state.table(all), state.table(kind.path)];
  const common = taken(call, sharedOf(kind), ['comment', 'name']);
  const given = taken(call, kind.own, kind.optional);
  for (const name of kind.required) if ((attributes.get(name) ?? '') === '') refuse(missingOf(kind, attributes));
  refuse(kind.lacking?.(given));
  const name = common.name ?? freeName(interfaces, kind.prefix);
  refuseName(interfaces, name);
  const row = kind.completed(given, machine);
  refuse(
    kind.conflict?.(
      row,
      table.items.map(({ fields }) => fields),
    ),
  );
  const { id } = interfaces.add({ name, type: kind.type, ...built(kind, { ...row, name }, machine), ...common });
  table.add({ name, ...row }, { id });
  state.log('system,info', `device added by api:${call.account.name}`);
  return { ret: writtenId(id) };
}

const missingOf = ({ required }: InterfaceKind, attributes: ReadonlyMap<string, string>): string =>
  `missing value(s) of argument(s) ${required.filter((name) => (attributes.get(name) ?? '') === '').join(' ')}`;

const built = (kind: InterfaceKind, row: Fields, machine: Machine): Fields => ({
  ...{ mtu: '1500', 'actual-mtu': '1500', 'link-downs': '0' },
  ...kind.built(row, machine),
  disabled: 'false',
});

function set(call: Call, kind: InterfaceKind): null {
  const { state } = call.machine;
  const common = taken(call, sharedOf(kind));
  const given = taken(call, kind.own, kind.optional);
  const found = pairs(call, kind);
  const table = state.table(kind.path);
  for (const { item, own } of found) {
    if (common.name !== undefined) refuseName(state.table(all), common.name, item);
    const others = table.items.filter((other) => other !== own).map(({ fields }) => fields);
    refuse(kind.conflict?.({ ...own.fields, ...given }, others));
  }
  const cleared = (kind.optional ?? []).filter((name) => call.attributes.get(name) === '');
  for (const { item, own } of found) {
    if (Object.keys(given).length > 0) table.set(own, { ...given, ...kind.follows?.(given) });
    if (cleared.length > 0) table.unset(own, cleared);
    share(call, item, common);
  }
  return null;
}

/** What all interfaces have is said to `/interface`, in its own words. */
function share(call: Call, item: Item, common: Fields): void {
  const { state } = call.machine;
  const { disabled, mtu, name, comment } = common;
  const before = item.fields.name ?? '';
  const next = {
    ...common,
    ...(disabled === undefined ? {} : { running: runningAfter(item, disabled) }),
    ...(mtu === undefined ? {} : { 'actual-mtu': mtu }),
  };
  if (Object.keys(next).length > 0) state.table(all).set(item, next);
  if (comment === '') state.table(all).unset(item, ['comment']);
  if (name !== undefined && name !== before) renamed(state, all, { from: before, to: name });
  state.log('system,info', `device changed by api:${call.account.name}`);
}

function remove(call: Call, kind: InterfaceKind): null {
  const { state } = call.machine;
  for (const { item, own } of pairs(call, kind)) {
    state.table(kind.path).remove(own);
    state.table(all).remove(item);
    orphaned(state, all, item);
    state.log('system,info', `device removed by api:${call.account.name}`);
  }
  return null;
}

/** By the numbers of `/interface`, too. */
function unset(call: Call, usual: Operation | undefined, kind: InterfaceKind): null {
  const ids = pairs(call, kind).map(({ own }) => writtenId(own.id));
  usual?.run({
    ...call,
    attributes: new Map([...call.attributes, ['numbers', ids.join(',')], ['.id', ids.join(',')]]),
  });
  return null;
}
