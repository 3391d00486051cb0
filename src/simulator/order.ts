import type { Operation } from './machine';
import { named } from './named';
import type { Item, Table } from './table';
import { failure, noSuchItem } from './trap';

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

type Deed = 'change' | 'move' | 'remove';

/**
 * What the router makes itself nobody else changes. Of the firewall RouterOS says "cannot change builtin" (and move, and
 * remove), as others have been told; that it says so too of a rule that is to stand before one is taken from there.
 */
export function refuseDynamic({ fields }: Item, deed: Deed, isBuiltin = false): void {
  if (fields.dynamic !== 'true') return;
  throw failure(isBuiltin ? `cannot ${deed} builtin` : `can not ${deed === 'move' ? 'change' : deed} dynamic item`);
}

/**
 * `move`: what it names goes before `destination`, in the order it is named; without one, or before one that is not there,
 * to the end (7.23 says nothing then).
 */
export const moving = (path: string, isBuiltin: boolean): Operation => ({
  policy: 'write',
  parameters: ['numbers', '.id', 'destination'],
  run(call) {
    const table = call.machine.state.table(path);
    const moved = named(call, path);
    const anchor = table.find(call.attributes.get('destination') ?? '');
    for (const item of moved) refuseDynamic(item, 'move', isBuiltin);
    if (anchor !== null) refuseDynamic(anchor, 'move', isBuiltin);
    if (anchor !== null && moved.includes(anchor)) throw failure('can not move object before itself');
    placeBefore(table, moved, anchor);
    call.machine.state.log('system,info', `item moved by api:${call.account.name}`);
    return null;
  },
});
