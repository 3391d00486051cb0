import type { Fields } from '../command';
import type { RouterState } from '../state';
import type { Item, Stood } from '../table';

/** Menus that tell what goes on; nothing in them is configured. */
const passing: ReadonlySet<string> = new Set([
  ...['/ip/firewall/connection', '/ip/hotspot/active', '/ip/hotspot/host', '/ip/neighbor', '/ipv6/neighbor'],
  ...['/ip/ipsec/active-peers', '/interface/bridge/host', '/interface/wifi/registration-table', '/ppp/active'],
  ...['/interface/wifiwave2/registration-table', '/interface/wireless/registration-table', '/ip/dns/cache'],
  ...['/caps-man/registration-table', '/routing/ospf/neighbor', '/routing/bgp/session'],
]);

export const isPassing = (path: string): boolean => passing.has(path);

/** What is stored without being configured. */
const stored = '/file';

/** A row that is not the same before and after; null where it is not there. */
export interface Changed {
  readonly item: Item;
  readonly before: Readonly<Fields> | null;
  readonly after: Readonly<Fields> | null;
}

/** What a command did to one menu: to its rows and to their order. */
export interface TableChange {
  readonly path: string;
  readonly rows: readonly Changed[];
  readonly order: { readonly before: readonly Item[]; readonly after: readonly Item[] };
}

/** What a command did to all that is configured. */
export interface Difference {
  readonly tables: readonly TableChange[];
  readonly identity: { readonly before: string; readonly after: string } | null;
}

/** Begins to look; the answer is called when the command is over. Null: it changed nothing that is configured. */
export function observe(state: RouterState): () => Difference | null {
  const before = new Map<string, Stood[]>();
  const { identity } = state;
  const stop = state.overlook((path, table) => before.set(path, table.stand()));
  return () => {
    stop();
    const tables = [...before].flatMap(([path, rows]) =>
      isPassing(path) || path === stored ? [] : changeOf(path, rows, state.table(path).stand()),
    );
    const renamed = identity === state.identity ? null : { before: identity, after: state.identity };
    return tables.length === 0 && renamed === null ? null : { tables, identity: renamed };
  };
}

function changeOf(path: string, before: readonly Stood[], after: readonly Stood[]): TableChange[] {
  const then = new Map(before.map(({ item, fields }) => [item, fields]));
  const now = new Map(after.map(({ item, fields }) => [item, fields]));
  const items = [...new Set([...then.keys(), ...now.keys()])];
  const rows = items
    .map((item) => ({ item, before: then.get(item) ?? null, after: now.get(item) ?? null }))
    .filter(
      ({ before: one, after: other }) =>
        one !== other && !isSame(one, other) && (isConfigured(one) || isConfigured(other)),
    );
  const order = { before: before.map(({ item }) => item), after: after.map(({ item }) => item) };
  return rows.length > 0 || isReordered(order, now, then) ? [{ path, rows, order }] : [];
}

/** A router makes and removes dynamic rows by itself; one that is made static is configured from then on. */
const isConfigured = (fields: Readonly<Fields> | null): boolean => fields !== null && fields.dynamic !== 'true';

const isSame = (one: Readonly<Fields> | null, other: Readonly<Fields> | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Whether those that are there before and after stand in another order. */
function isReordered(
  { before, after }: TableChange['order'],
  now: ReadonlyMap<Item, unknown>,
  then: ReadonlyMap<Item, unknown>,
): boolean {
  const left = before.filter((item) => now.has(item));
  const right = after.filter((item) => then.has(item));
  return left.some((item, index) => item !== right[index]);
}

/** Takes back what a command did, or does it again. What others did to other rows in the meantime stays. */
export function bring(state: RouterState, { tables, identity }: Difference, to: 'before' | 'after'): void {
  for (const change of tables) bringTable(state, change, to);
  if (identity !== null) state.identity = identity[to];
}

function bringTable(state: RouterState, { path, rows, order }: TableChange, to: 'before' | 'after'): void {
  const table = state.table(path);
  const wanted = new Map(table.stand().map((row) => [row.item, row]));
  for (const { item, ...fields } of rows) {
    const target = fields[to];
    if (target === null) wanted.delete(item);
    else wanted.set(item, { item, fields: target });
  }
  // Rows that came in the meantime have no place among these: they stay behind them, in their own order.
  const places = new Map(order[to].map((item, index) => [item, index]));
  const placeOf = ({ item }: Stood): number => places.get(item) ?? order[to].length;
  table.become([...wanted.values()].sort((one, other) => placeOf(one) - placeOf(other)));
}
