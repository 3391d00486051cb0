import { type Lockout, lockout } from '@/core/change/lockout/lockout';
import type { Dialled } from '@/core/change/lockout/path';
import type { PathRows } from '@/core/change/lockout/state';
import type { RowChange } from '@/core/change/predict';
import type { Fields } from '@/core/change/step';

/* A router that is managed from 10.50.0.5, behind 10.99.0.1 on ether1, by its address 10.99.0.2. */

const numbered = (rows: readonly Fields[]): readonly Fields[] =>
  rows.map((row, index) => ({ '.id': `*${index + 1}`, ...row }));

export const filter = '/ip/firewall/filter';
const input = { chain: 'input' } as const;

/** Rule 0 to 3: what stands, invalid, management by a list, all the rest. */
const rules: readonly Fields[] = [
  { ...input, action: 'accept', 'connection-state': 'established,related' },
  { ...input, action: 'drop', 'connection-state': 'invalid' },
  { ...input, action: 'accept', protocol: 'tcp', 'dst-port': '22,8729', 'src-address-list': 'noc' },
  { ...input, action: 'drop' },
];

export const rows = {
  '/ip/service': [
    { name: 'ssh', port: '22', disabled: 'false' },
    { name: 'api-ssl', port: '8729', address: '10.0.0.0/8', disabled: 'false' },
  ],
  '/ip/address': [
    { address: '10.99.0.2/24', network: '10.99.0.0', interface: 'ether1' },
    { address: '10.8.0.2/24', network: '10.8.0.0', interface: 'ether2' },
  ],
  '/interface': [
    { name: 'ether1', type: 'ether' },
    { name: 'ether2', type: 'ether' },
    { name: 'ether3', type: 'ether' },
  ],
  '/ip/route': [
    { 'dst-address': '0.0.0.0/0', gateway: '10.99.0.1', distance: '1', active: 'true' },
    { 'dst-address': '0.0.0.0/0', gateway: '10.8.0.1', distance: '2', active: 'false' },
  ],
  [filter]: rules,
  '/ip/firewall/address-list': [{ list: 'noc', address: '10.50.0.0/24' }],
} satisfies PathRows['rows'];

/** The same with other rows in some menus. */
export const router = (other: PathRows['rows'] = {}): PathRows => ({
  lists: ['noc', 'blocked'],
  rows: Object.fromEntries(Object.entries({ ...rows, ...other }).map(([menu, of]) => [menu, numbered(of ?? [])])),
});

export const dialled = { from: '10.50.0.5', host: '10.99.0.2', port: 8729, service: 'api-ssl' } as const;

/** What is done to one row, by its number from 1; without one it is added, in front of the row `before` or behind all. */
export interface Done {
  readonly menu: string;
  readonly row?: number;
  readonly before?: number;
  /** null: it is removed. */
  readonly to: Fields | null;
}

export function told(
  state: PathRows,
  done: readonly Done[],
  by: Partial<Omit<Dialled, 'from'>> & { readonly from?: string | null } = {},
): Lockout {
  const changes = done.map(({ menu, row, before: at, to }, step): RowChange => {
    // safe: menus that are not read have no rows.
    const found = row === undefined ? undefined : state.rows[menu as keyof PathRows['rows']]?.[row - 1];
    const { '.id': id = '', ...before } = found ?? {};
    const was = row === undefined ? null : before;
    return {
      ...{ step, row: id, deed: row === undefined ? 'add' : to === null ? 'remove' : 'set', before: was },
      ...{ after: to === null ? null : { ...was, ...to }, anchor: at === undefined ? null : `*${at}` },
    };
  });
  return lockout({ steps: done, changes }, state, { ...dialled, ...by });
}
