import type { RowChange } from '../predict';
import type { Fields, Step } from '../step';
import { bitsOf, networkOf } from './addresses';
import { type PathMenu, pathForms } from './forms';
import { namedRow, type PathRows, rowsIn } from './state';

type Change = Pick<RowChange, 'step' | 'row' | 'deed' | 'before' | 'after' | 'anchor'>;

export const isPathMenu = (menu: string): menu is PathMenu => Object.hasOwn(pathForms, menu);

/** The router's rows as these changes would leave them, one after the other. */
export const afterwards = (
  state: PathRows,
  steps: readonly Pick<Step, 'menu'>[],
  changes: readonly Change[],
): PathRows =>
  changes.reduce((now, change) => {
    const menu = steps[change.step]?.menu;
    return menu === undefined || change.deed === 'keep' || change.deed === 'do' ? now : applied(now, menu, change);
  }, state);

const withRows = (state: PathRows, menu: PathMenu, rows: readonly Fields[]): PathRows => ({
  ...state,
  rows: { ...state.rows, [menu]: rows },
});

function applied(state: PathRows, menu: string, change: Change): PathRows {
  const own = isPathMenu(menu) ? withRows(state, menu, changed(rowsIn(state, menu), menu, change)) : state;
  const next = shared(own, menu, change);
  const [from, to] = [change.before?.name, change.after?.name];
  const isRenamed = menu.startsWith('/interface') && from !== undefined && to !== undefined && from !== to;
  return isRenamed ? renamed(next, from, to) : next;
}

function changed(rows: readonly Fields[], menu: PathMenu, { deed, row, after, anchor }: Change): readonly Fields[] {
  if (deed === 'remove') return rows.filter((one) => one['.id'] !== row);
  if (deed === 'set')
    return rows.map((one) => (one['.id'] === row ? { ...one, ...after, ...following(menu, one, after ?? {}) } : one));
  if (deed === 'move') return moved(rows, row, anchor);
  const made = { '.id': `new ${rows.length}`, ...completed(menu, after ?? {}) };
  const at = anchor === null ? -1 : rows.findIndex((one) => one['.id'] === anchor);
  return at === -1 ? [...rows, made] : [...rows.slice(0, at), made, ...rows.slice(at)];
}

function moved(rows: readonly Fields[], id: string, anchor: string | null): readonly Fields[] {
  const [moving, others] = [rows.filter((one) => one['.id'] === id), rows.filter((one) => one['.id'] !== id)];
  const at = anchor === null ? -1 : others.findIndex((one) => one['.id'] === anchor);
  return at === -1 ? [...others, ...moving] : [...others.slice(0, at), ...moving, ...others.slice(at)];
}

/** What follows from what is set: an address goes along with its interface. */
const following = (menu: PathMenu, was: Fields, { interface: on }: Fields): Fields =>
  menu === '/ip/address' && on !== undefined && on !== was.interface ? { 'actual-interface': on } : {};

/** What a new row has when nobody says otherwise. */
function completed(menu: PathMenu, fields: Fields): Fields {
  const [address = '', length] = (fields.address ?? '').split('/');
  if (menu === '/ip/address' && fields.network === undefined && length !== undefined)
    return { ...fields, network: networkOf(address, Number(length)).split('/')[0] ?? address };
  if (menu === '/ip/route') return { distance: '1', 'routing-table': 'main', ...fields };
  return fields;
}

/** An interface of any kind is a row of `/interface` as well, under the same name. */
function shared(state: PathRows, menu: string, { deed, before, after }: Change): PathRows {
  const [, , kind, more] = menu.split('/');
  if (!menu.startsWith('/interface/') || kind === 'list' || more !== undefined) return state;
  const [rows, name] = [rowsIn(state, '/interface'), before?.name ?? after?.name];
  if (name === undefined) return state;
  const { disabled, name: now = name } = after ?? {};
  const given = { name: now, ...(disabled === undefined ? {} : { disabled }) };
  const next =
    deed === 'add'
      ? [...rows, { '.id': `new ${name}`, type: kind ?? '', ...given }]
      : rows.flatMap((row) => (row.name !== name ? [row] : deed === 'remove' ? [] : [{ ...row, ...given }]));
  return withRows(state, '/interface', next);
}

const naming = [
  ...['interface', 'actual-interface', 'bridge', 'in-interface', 'out-interface', 'gateway', 'on-interface'],
  ...['tagged', 'untagged'],
] as const;

/** Whoever renames an interface renames it everywhere: RouterOS keeps the interface, and not its name. */
function renamed(state: PathRows, from: string, to: string): PathRows {
  const one = (text: string): string => (text === from ? to : text === `!${from}` ? `!${to}` : text);
  const rowOf = (row: Fields): Fields =>
    Object.fromEntries(
      Object.entries(row).map(([name, text]) => [
        name,
        naming.some((field) => field === name) ? text.split(',').map(one).join(',') : text,
      ]),
    );
  const rows = Object.entries(state.rows).map(([menu, of]) => [menu, of?.map(rowOf)]);
  return { ...state, rows: Object.fromEntries(rows) };
}

/** The rows from before with the interfaces called as they are afterwards: what differs then is no name. */
export function calledAs(before: PathRows, after: PathRows): PathRows {
  let state = before;
  for (const { '.id': id, name = '' } of rowsIn(before, '/interface')) {
    const now = rowsIn(after, '/interface').find((row) => row['.id'] === id)?.name ?? name;
    if (now !== name) state = withName(renamed(state, name, now), name, now);
  }
  return state;
}

const withName = ({ rows, lists }: PathRows, from: string, to: string): PathRows => ({
  lists,
  rows: Object.fromEntries(
    Object.entries(rows).map(([menu, of]) => [
      menu,
      menu.startsWith('/interface') ? of?.map((row) => (row.name === from ? { ...row, name: to } : row)) : of,
    ]),
  ),
});

/** How long a connected network is. */
export const connectedOf = ({ address = '', network = '' }: Fields): string => `${network}/${bitsOf(address)}`;

export const interfaceRow = (state: PathRows, name: string): Fields | undefined => namedRow(state, '/interface', name);
