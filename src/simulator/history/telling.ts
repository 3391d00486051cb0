import type { Fields } from '../command';
import { writtenId } from '../written';
import type { Changed, Difference, TableChange } from './difference';

/** An action in words, and the commands that do it again and take it back, as RouterOS writes them. */
export interface Told {
  readonly action: string;
  readonly redo: string;
  readonly undo: string;
}

/** What RouterOS calls a row of a menu. Menus that are not here have items. */
const nouns: Readonly<Record<string, string>> = {
  ...{ '/interface': 'device', '/interface/vlan': 'device', '/interface/bridge': 'device', '/ip/address': 'address' },
  ...{ '/ip/firewall/filter': 'filter rule', '/ip/firewall/nat': 'nat rule', '/ip/firewall/mangle': 'mangle rule' },
  ...{ '/ip/firewall/raw': 'raw rule', '/ip/firewall/address-list': 'address list entry', '/ip/service': 'ip service' },
  ...{ '/ipv6/firewall/filter': 'filter rule', '/ip/dns/static': 'static dns entry', '/queue/simple': 'queue' },
  ...{ '/ppp/secret': 'ppp secret', '/interface/bridge/port': 'bridge port' },
  ...{ '/ip/dhcp-server/lease': 'dhcp lease', '/ip/dhcp-server/network': 'dhcp network' },
};

/** Where the words are others altogether. */
const ofScheduler = {
  added: 'new script scheduled',
  removed: 'script removed from scheduler',
  changed: 'changed scheduled script settings',
  moved: 'schedule moved',
} as const;

/** What a router finds out by itself; no command sets it. */
const found = /^(?:\.|invalid$|dynamic$|active$|inactive$|running$|actual-|last-|link-downs$|default-name$|status$)/;

function nounOf({ path, rows }: TableChange): string {
  const [first] = rows;
  const to = (first?.after ?? first?.before)?.['dst-address'];
  // 7 names the route, 6 does not; nobody reads it, so both do here.
  return path === '/ip/route' ? `route${to === undefined ? '' : ` ${to}`}` : (nouns[path] ?? 'item');
}

function verbOf({ rows }: TableChange): keyof typeof ofScheduler {
  const [first] = rows;
  if (first === undefined) return 'moved';
  return first.before === null ? 'added' : first.after === null ? 'removed' : 'changed';
}

const actionOf = (change: TableChange): string =>
  change.path === '/system/scheduler' ? ofScheduler[verbOf(change)] : `${nounOf(change)} ${verbOf(change)}`;

const quoted = (value: string): string =>
  /^[\w.:/-]+$/.test(value) ? value : `"${value.replace(/["\\$]/g, (special) => `\\${special}`)}"`;

const pairs = (fields: Fields): string =>
  Object.entries(fields)
    .filter(([name]) => !found.test(name))
    .map(([name, value]) => ` ${name}=${quoted(value)}`)
    .join('');

/** Only what is not the same. */
const differing = (from: Readonly<Fields>, to: Readonly<Fields>): Fields =>
  Object.fromEntries(Object.entries(to).filter(([name, value]) => from[name] !== value));

function commandOf(path: string, { item, before, after }: Changed, to: 'before' | 'after'): string {
  const [from, target] = to === 'after' ? [before, after] : [after, before];
  const menu = path.replaceAll('/', ' ').trim();
  if (target === null) return `/${menu} remove ${writtenId(item.id)}`;
  if (from === null) return `/${menu} add${pairs(target)}`;
  return `/${menu} set ${writtenId(item.id)}${pairs(differing(from, target))}`;
}

const isRenamed = ({ before, after }: Changed): boolean =>
  before !== null && after !== null && before.name !== after.name;

/** Whoever names a row that has a new name has its number: only the new name itself is told. */
function toldOf(tables: readonly TableChange[]): readonly TableChange[] {
  const renaming = tables.filter(({ rows }) => rows.some(isRenamed));
  const interfaces = renaming.filter(({ path }) => path === '/interface');
  return interfaces.length > 0 ? interfaces : renaming.length > 0 ? renaming : tables;
}

function commands({ tables, identity }: Difference, to: 'before' | 'after'): string {
  const lines = toldOf(tables).flatMap(({ path, rows, order }) =>
    rows.length > 0
      ? rows.map((row) => commandOf(path, row, to))
      : [`/${path.replaceAll('/', ' ').trim()} move ${order[to].map(({ id }) => writtenId(id)).join(',')}`],
  );
  const renamed = identity === null ? [] : [`/system identity set name=${quoted(identity[to])}`];
  return [...lines, ...renamed].join('\n');
}

export function told(difference: Difference): Told {
  const [first] = toldOf(difference.tables);
  return {
    action: first === undefined ? 'system identity changed' : actionOf(first),
    redo: commands(difference, 'after'),
    undo: commands(difference, 'before'),
  };
}
