import type { Fields } from '../command';
import { type Editable, editing } from '../edit';
import type { Menu, Menus } from '../machine';
import { printOf, rowsOf } from '../print';
import { nameIn, namesIn, numberFrom } from '../readers';
import type { Reader } from '../stored';
import { invalid } from '../trap';

const [lists, members, tables] = ['/interface/list', '/interface/list/member', '/routing/table'] as const;

/** RouterOS's own lists are what they are. */
const own = (row: Fields, deed: 'change' | 'remove'): string | null =>
  row.builtin === 'true' ? `failure: cannot ${deed} builtin` : null;

// That a name or a member is there already is said in words from memory.
const list: Editable = {
  path: lists,
  settable: { name: 'text', include: namesIn(lists), exclude: namesIn(lists), comment: 'text' },
  required: ['name'],
  completed: (fields) => ({ name: '', include: '', exclude: '', ...fields, builtin: 'false', dynamic: 'false' }),
  conflict: ({ name }, others) =>
    others.some((other) => other.name === name) ? 'failure: already have such name' : null,
  refuses: (row) => own(row, 'change'),
  keeps: (row) => own(row, 'remove'),
};

const member: Editable = {
  path: members,
  settable: { list: nameIn(lists), interface: 'interface', disabled: 'flag', comment: 'text' },
  required: ['list', 'interface'],
  completed: (fields) => ({ ...fields, dynamic: 'false' }),
  conflict: (row, others) =>
    others.some((other) => other.list === row.list && other.interface === row.interface)
      ? 'failure: already have such entry'
      : null,
};

const table: Editable = {
  path: tables,
  settable: { name: 'text', fib: () => '', disabled: 'flag', comment: 'text' },
  required: [],
  completed: (fields, _, others) => ({
    ...{ name: `table${others.length}`, ...fields, dynamic: 'false', invalid: 'false' },
  }),
  // From memory.
  conflict: ({ name }, others) =>
    others.some((other) => other.name === name) ? 'failure: already have such name' : null,
};

/** A network of either family, with its length. */
const network: Reader = ({ attributes }, name) => {
  const text = attributes.get(name) ?? '';
  const [address = '', length] = text.split('/');
  if (!/^[\da-f.:]+$/i.test(address) || (length !== undefined && !/^\d{1,3}$/.test(length))) throw invalid(name);
  return length === undefined ? `${address}/${address.includes(':') ? 128 : 32}` : text;
};

const rule: Editable = {
  path: '/routing/rule',
  settable: {
    ...{ 'src-address': network, 'dst-address': network, 'routing-mark': nameIn(tables), interface: 'interface' },
    ...{ action: ['drop', 'lookup', 'lookup-only-in-table', 'unreachable'], table: nameIn(tables) },
    ...{ 'min-prefix': numberFrom(0, 128), disabled: 'flag', comment: 'text' },
  },
  required: [],
  isOrdered: true,
  optional: ['src-address', 'dst-address', 'routing-mark', 'interface', 'min-prefix', 'table'],
  completed: (fields) => {
    const isLookup = (fields.action ?? 'lookup').startsWith('lookup');
    return { action: 'lookup', ...(isLookup ? { table: 'main' } : {}), ...fields, inactive: 'false' };
  },
};

const menu = (editable: Editable, exists?: Menu['exists']): Menu => ({
  operations: { print: printOf({ rows: rowsOf(editable.path) }), ...editing(editable) },
  ...(exists === undefined ? {} : { exists }),
});

export const listMenus: Menus = {
  [lists]: menu(list),
  [members]: menu(member),
  [tables]: menu(table, ({ version }) => !version.isSix),
  [rule.path]: menu(rule, ({ version }) => !version.isSix),
};
