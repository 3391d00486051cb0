import type { AuditEvent } from '@/core/events';
import { asConsole, type Deed, recordAsConsole } from './console';

/** A change of something that is no row. */
export interface FileChange extends Pick<Deed, 'detail'> {
  readonly apply: () => Promise<void>;
}

/**
 * Makes such a change once its entry is written, and commits the entry once it is made. One after the other with whoever
 * configures; `prepare` is called when nobody else does.
 */
export function changeAsConsole(
  ownerUrl: string,
  event: AuditEvent,
  prepare: () => Promise<FileChange>,
): Promise<void> {
  return asConsole(ownerUrl, (sql) =>
    sql.begin(async (transaction) => {
      await transaction`select pg_advisory_xact_lock(hashtext('auth.configure'))`;
      const { detail, apply } = await prepare();
      await recordAsConsole(transaction, { event, target: null, detail });
      await apply();
    }),
  );
}
