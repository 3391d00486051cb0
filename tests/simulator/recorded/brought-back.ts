import { expect } from 'vitest';
import type { WriteId } from '@/core/actions/writes';
import { type Change, isLeftOut, type Noted, type Row, type Standing, undoingOf } from './undoing';

/** Writes after whose inverse a row may be missing that was there, with what their entries say of it. */
const leavingAway: Partial<Record<WriteId, RegExp>> = {
  'dhcp.lease.static': /the client asks anew when it renews/,
  'dhcp.lease.remove': /a dynamic lease is not: the client gets one when it asks/,
};

/** What a row that is added again has from the router, and not from whoever adds it. */
const anew: Partial<Record<WriteId, readonly string[]>> = {
  'fw.addrlist.remove': ['.made', '.every', '.until', 'timeout'],
  'dhcp.lease.remove': [
    ...['.since', 'status', 'host-name', 'active-address', 'active-mac-address', 'active-client-id', 'active-server'],
    // What option 82 has to say comes with the next packet of the client.
    ...['agent-circuit-id', 'agent-remote-id'],
  ],
};

/** What is added again stands last and has another number: the entries say so. */
const addedLast = /is (added|written) again, at the end/;

/** Everything is as it was, but for what the entry says that it does not bring back. */
export function expectBroughtBack(
  { id, values }: Change,
  { menu, row }: Noted,
  { before, after }: { readonly before: Standing; readonly after: Standing },
): void {
  const undoing = undoingOf(id, values);
  if (undoing === null || undoing.how === 'none') return;
  if (undoing.how !== 'addBack' && !(id in leavingAway)) {
    expect(after).toEqual(before);
    return;
  }
  if (row === null) throw new Error(`${id} changes no row`);
  const own = before[menu] ?? [];
  const rest = { ...before, [menu]: own.filter(([number]) => numberOf(number) !== row['.id']) };
  expect(rest[menu]).toHaveLength(own.length - 1);
  const isAdded = undoing.how === 'addBack' && !isLeftOut(undoing, row);
  expect(undoing.explained).toMatch(isAdded ? addedLast : (leavingAway[id] ?? 'nothing'));
  const [last] = isAdded ? (after[menu] ?? []).slice(-1) : [];
  expect({ ...after, [menu]: (after[menu] ?? []).filter((one) => one !== last) }).toEqual(rest);
  if (!isAdded) return;
  const [was] = own.filter(([number]) => numberOf(number) === row['.id']);
  expect(without(last?.[1], anew[id])).toEqual(without(was?.[1], anew[id]));
}

const numberOf = (id: number): string => `*${id.toString(16).toUpperCase()}`;
const without = (row: Row = {}, names: readonly string[] = []): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
