import { sql } from 'drizzle-orm';
import { isoOrNull } from './clock';
import type { Transaction } from './connection';
import { underRules } from './rule';

/** What PostgreSQL's own catalogue says of what the product claims. */
export interface SecurityState {
  /** Tables whose rows are not behind row security, its owner included. */
  readonly unguarded: number;
  /** Roles of the application that could pass it all the same. */
  readonly mighty: number;
  /** Parts of the log on which a trigger that refuses changes is missing or off. */
  readonly unprotected: number;
  readonly entriesToday: number;
  /** Months to come that have their partition. */
  readonly monthsAhead: number;
  /** Whether the database is spoken to over TLS; null: over this machine's own socket or loopback. */
  readonly isDatabaseEncrypted: boolean | null;
  /** Devices whose connection has no certificate at all. */
  readonly plainDevices: number;
  /** When a device was asked last; null: none ever was. ISO 8601, UTC. */
  readonly lastTriedAt: string | null;
}

/** For a Super Admin. */
export async function securityState(db: Transaction['db']): Promise<SecurityState> {
  const [row] = await underRules({}, () =>
    db.execute<Record<string, unknown> & SecurityState>(sql`
      select unguarded, mighty, unprotected, entries_today as "entriesToday", months_ahead as "monthsAhead",
        is_database_encrypted as "isDatabaseEncrypted", plain_devices as "plainDevices", last_tried_at as "lastTriedAt"
      from auth.security_state()`),
  );
  if (row === undefined) throw new Error('auth.security_state returned nothing');
  return { ...row, lastTriedAt: isoOrNull(row.lastTriedAt) };
}
