import type { Principal } from '@/core/access';
import type { AuditExportFormat } from '@/core/audit/exports';
import { eventTitle } from '@/core/events';
import { byteOrderMark, csvCell } from '@/core/shown/csv';
import type { Transaction } from '../db/connection';
import { namesOf } from '../db/names';
import type { AuditFilter } from './filter';
import { namedBy, type ReadEntry, readEntry, reasonOf } from './read';
import { type Place, type StoredEntry, searchAudit } from './search';

type Db = Transaction['db'];

/** The columns of the CSV, in order. `detail` is JSON; what an erased side row said is empty. */
const columns = [
  'at',
  'id',
  'event',
  'title',
  'outcome',
  'reason',
  'actor_kind',
  'actor',
  'actor_id',
  'role',
  'customer',
  'target_kind',
  'target',
  'target_id',
  'address',
  'agent',
  'request',
  'detail',
  'leaf',
] as const;

/** What stands before the first entry. */
export const headOf = (format: AuditExportFormat): string =>
  format === 'csv' ? `${byteOrderMark}${columns.join(',')}\r\n` : '';

export interface ExportedPage {
  readonly text: string;
  readonly entries: number;
  readonly customerIds: readonly string[];
  readonly reachedAt: string | null;
  /** From where to go on; null at the end. */
  readonly place: Place | null;
}

/** One page of an export as text, the newest first: a transaction of its own reads it, with the rights of that moment. */
export async function exportedPage(
  db: Db,
  me: Principal,
  {
    filter,
    format,
    place,
    limit,
  }: { filter: AuditFilter; format: AuditExportFormat; place: Place | null; limit: number },
): Promise<ExportedPage> {
  const from = place && ({ direction: 'older', place } as const);
  const { entries, further } = await searchAudit(db, me, filter, { from, limit });
  const read = entries.map(readEntry);
  const names = format === 'csv' ? await namesOf(db, me, read.flatMap(namedBy)) : new Map<string, string>();
  const text = entries.map((entry, index) => {
    const fields = read[index];
    return format === 'json' || fields === undefined ? jsonLine(entry) : csvLine(fields, entry, names);
  });
  return {
    text: text.join(''),
    entries: entries.length,
    customerIds: [...new Set(read.flatMap(({ customer }) => customer ?? []))],
    reachedAt: entries.at(-1)?.at ?? further?.at ?? null,
    place: further,
  };
}

/** The entry as it is stored, exact text and salts, so that it can be checked without us: docs/audit-format.md. */
const jsonLine = ({ at, id, body, salt, leaf, personal }: StoredEntry): string =>
  `${JSON.stringify({ at, id, body, salt, leaf, personal })}\n`;

function csvLine(entry: ReadEntry, { leaf }: StoredEntry, names: ReadonlyMap<string, string>): string {
  const { at, id, event, outcome, actor, customer, target, request, detail, who } = entry;
  const told: Record<(typeof columns)[number], string | null | undefined> = {
    at,
    id,
    event,
    title: eventTitle(event),
    outcome,
    reason: reasonOf(entry),
    actor_kind: actor.kind,
    actor: who.name,
    actor_id: actor.id,
    role: actor.role,
    customer: customer && (names.get(customer) ?? customer),
    target_kind: target?.kind,
    target: target && names.get(target.id),
    target_id: target?.id,
    address: who.address,
    agent: who.agent,
    request,
    detail: Object.keys(detail).length === 0 ? null : JSON.stringify(detail),
    leaf,
  };
  return `${columns.map((column) => csvCell(told[column] ?? '')).join(',')}\r\n`;
}
