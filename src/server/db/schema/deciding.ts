import { type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { isOwn } from './reach';

/** As the tables have it at this moment: app.enter_person says so. */
export const roleNow = sql`(select current_setting('app.role', true))`;

interface Deciders {
  readonly state: AnyPgColumn;
  readonly authorisedBy: AnyPgColumn;
  readonly rejectedBy: AnyPgColumn;
  readonly withdrawnBy: AnyPgColumn;
}

/** Whoever decides on a change does so in their own name. */
export const isDecidedByOneself = (t: Deciders): SQL => sql`${t.state} = 'authorised' and ${isOwn(t.authorisedBy)}
  or ${t.state} = 'rejected' and ${isOwn(t.rejectedBy)} or ${t.state} = 'withdrawn' and ${isOwn(t.withdrawnBy)}`;
