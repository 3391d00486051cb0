import { sql } from 'drizzle-orm';
import type { AuditEvent, Outcome } from '@/core/events';
import type { CustomerId } from '@/core/ids';
import type { Transaction } from '../db/connection';

/** From where a request came. `address` is the client's, as the front saw it. */
export interface Origin {
  readonly address: string;
  readonly agent: string;
  readonly requestId: string;
  /** Where a stolen token was used before: personal too, so it stands beside the address and not in the detail. */
  readonly otherAddress?: string | null;
}

/** Where something comes from that nobody asked for: it happened by itself. `because`: what it is known by in the log. */
export const byItself = (because: string): Origin => ({ address: '', agent: '', requestId: because });

/** What an entry may say beyond who and when: an event's own few facts, never raw input. */
export type Detail = { readonly [key: string]: string | number | boolean | null | readonly string[] | Detail };

export interface Trace {
  readonly event: AuditEvent;
  readonly outcome: Outcome;
  readonly target: { readonly kind: string; readonly id: string } | null;
  readonly customerId: CustomerId | null;
  readonly detail: Detail;
}

/**
 * Appends one entry in the caller's own transaction, so that it commits with the deed or not at all. Who acted is read by
 * the database from the transaction, not told by us. Returns the entry's id. Format: docs/audit-format.md.
 */
export async function record({ db }: Transaction, trace: Trace, origin: Origin): Promise<string> {
  const { address, agent, requestId, otherAddress } = origin;
  const [row] = await db.execute<{ id: string }>(sql`select audit.append(
    ${trace.event}, ${trace.outcome}, ${trace.target === null ? null : JSON.stringify(trace.target)}::jsonb,
    ${trace.customerId}::uuid, ${JSON.stringify(trace.detail)}::jsonb,
    ${JSON.stringify({ address, agent: agent.slice(0, 256), otherAddress })}::jsonb, ${requestId}) as id`);
  if (row === undefined) throw new Error('audit.append returned nothing');
  return row.id;
}
