import type { Fields } from './command';
import type { Call, Machine, Operation } from './machine';
import { named } from './named';
import { itemAt, moving, placeBefore, refuseDynamic } from './order';
import { orphaned, renamed } from './references';
import { isCleared, type Settable, taken } from './stored';
import type { Item } from './table';
import { missing, noSuchItem, Trap } from './trap';
import { unsetting } from './unset';
import type { Version } from './version';
import { writtenFlag, writtenId } from './written';

/** What may be changed in a menu. */
export interface Editable {
  readonly path: string;
  readonly settable: Settable;
  /** Properties that not every version has. */
  readonly only?: Readonly<Record<string, (version: Version) => boolean>>;
  /** What a new row must be given; a menu without it takes no new rows. */
  readonly required?: readonly string[];
  /** What a new row lacks beyond that: RouterOS's sentence. */
  readonly lacking?: (fields: Fields) => string | null;
  /** Properties a new row has when nobody says otherwise, and those that follow from others. */
  readonly completed?: (fields: Fields, machine: Machine, others: readonly Fields[]) => Fields;
  /** What follows from properties that are set: a port that is switched off runs no more. */
  readonly consequences?: (given: Fields, item: Item, machine: Machine) => Fields;
  /** Why a row cannot stand beside the other rows: RouterOS's sentence. */
  readonly conflict?: (row: Fields, others: readonly Fields[]) => string | null;
  /** Why a row cannot be like that, whatever the others are: RouterOS's sentence. */
  readonly refuses?: (row: Fields) => string | null;
  /** Properties that a row need not have: given as nothing, or unset, they are gone. */
  readonly optional?: readonly string[];
  /** Rows have places among each other. */
  readonly isOrdered?: true;
  /** Dynamic rows too may be changed and removed: that they come and go by themselves is all that it means. */
  readonly isDynamicFree?: true;
  /** The router's own rows are called builtin here. */
  readonly isBuiltin?: true;
  /** Whether a new row does not even show that it is switched on, when nobody said so. */
  readonly saysLittle?: (machine: Machine) => boolean;
  /** Why one of RouterOS's own rows is not removed. */
  readonly keeps?: (row: Fields) => string | null;
  /** Of a menu that has some of the rows of another one. */
  readonly has?: (row: Fields) => boolean;
}

type Write = Pick<Operation, 'parameters' | 'run'>;
const write = (parameters: Write['parameters'], run: Operation['run']): Operation => ({
  policy: 'write',
  parameters,
  run,
});

/** The commands that change a menu. */
export function editing(editable: Editable): Readonly<Record<string, Operation>> {
  const { path, settable, only = {}, optional = [], required, isBuiltin = false } = editable;
  const known =
    (...others: readonly string[]) =>
    ({ version }: Machine): string[] => [
      ...Object.keys(settable).filter((name) => only[name]?.(version) !== false),
      ...others,
    ];
  const switched = (disabled: boolean) =>
    write(['numbers', '.id'], (call) => change(call, editable, { disabled: writtenFlag(disabled) }));
  const ofRows = {
    set: write(known('numbers', '.id'), (call) => change(call, editable, taken(call, settable, optional))),
    ...('disabled' in settable ? { enable: switched(false), disable: switched(true) } : {}),
    ...(optional.length > 0 ? { unset: unsetting(path, optional, isBuiltin) } : {}),
  };
  if (required === undefined) return ofRows;
  return {
    ...ofRows,
    add: write(known('copy-from', ...(editable.isOrdered ? ['place-before'] : [])), (call) => add(call, editable)),
    remove: removing(path, editable),
    ...(editable.isOrdered ? { move: moving(path, isBuiltin) } : {}),
  };
}

/** The command that takes rows out of a menu. */
export const removing = (
  path: string,
  { isDynamicFree, isBuiltin, keeps }: Pick<Editable, 'isDynamicFree' | 'isBuiltin' | 'keeps'> = {},
): Operation =>
  write(['numbers', '.id'], (call) => {
    const { state } = call.machine;
    const items = named(call, path);
    for (const item of items) {
      if (!isDynamicFree) refuseDynamic(item, 'remove', isBuiltin);
      refuse(keeps?.(item.fields));
    }
    for (const item of new Set(items)) {
      state.table(path).remove(item);
      orphaned(state, path, item);
      logged(call, path, 'removed');
    }
    return null;
  });

function add(call: Call, editable: Editable): Fields {
  const { path, settable, required = [], completed, lacking, optional } = editable;
  const { attributes, machine } = call;
  const table = machine.state.table(path);
  const copied = copy(call, editable);
  const absent = required.filter((name) => (attributes.get(name) ?? copied[name] ?? '') === '');
  if (absent.length > 0) throw missing(...absent);
  const given = { ...copied, ...taken(call, settable, optional) };
  if (given.comment === '') delete given.comment;
  refuse(lacking?.(given));
  const others = table.items.map(({ fields }) => fields);
  const whole = completed?.(given, machine, others) ?? given;
  const isShown = 'disabled' in settable && (given.disabled !== undefined || !editable.saysLittle?.(machine));
  const row = isShown ? { ...whole, disabled: given.disabled ?? 'false' } : whole;
  refuse(editable.conflict?.(row, others));
  refuse(editable.refuses?.(row));
  const before = attributes.get('place-before');
  const anchor = before === undefined ? null : itemAt(table, before);
  if (anchor !== null) refuseDynamic(anchor, 'move', editable.isBuiltin);
  const item = table.add(row);
  if (anchor !== null) placeBefore(table, [item], anchor);
  logged(call, path, 'added');
  return { ret: writtenId(item.id) };
}

/** What somebody could have said of the row that `copy-from` names. */
function copy({ attributes, machine }: Call, { path, settable }: Editable): Fields {
  const from = attributes.get('copy-from');
  if (from === undefined) return {};
  const { fields } = itemAt(machine.state.table(path), from);
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name in settable));
}

const refuse = (reason: string | null | undefined): void => {
  if (reason) throw new Trap(reason);
};

/** Changes the rows a sentence names, one after the other: those before one that cannot be so stay changed. */
function change(call: Call, editable: Editable, given: Fields): null {
  const { path, optional = [], has = () => true } = editable;
  const { state } = call.machine;
  const table = state.table(path);
  // An empty comment is none.
  const gone = [...optional, 'comment'].filter((name) => isCleared(call, name, [...optional, 'comment']));
  for (const item of named(call, path)) {
    if (!has(item.fields)) throw noSuchItem();
    if (!editable.isDynamicFree) refuseDynamic(item, 'change', editable.isBuiltin);
    const row = { ...without(item.fields, gone), ...given };
    refuse(editable.refuses?.(row));
    const others = table.items.filter((other) => other !== item).map(({ fields }) => fields);
    refuse(editable.conflict?.(row, others));
    const { name } = item.fields;
    table.set(item, { ...given, ...editable.consequences?.(given, item, call.machine) });
    if (gone.some((one) => Object.hasOwn(item.fields, one))) table.unset(item, gone);
    if (given.name !== undefined && given.name !== name) renamed(state, path, { from: name ?? '', to: given.name });
    logged(call, path, 'changed');
  }
  return null;
}

const without = (fields: Readonly<Fields>, names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

function logged({ machine, account }: Call, path: string, what: string): void {
  const noun = { '/interface': 'device', '/ip/address': 'address' }[path] ?? 'item';
  machine.state.log('system,info', `${noun} ${what} by api:${account.name}`);
}
