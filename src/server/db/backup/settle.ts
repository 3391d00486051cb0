import { asConsole, recordAsConsole } from '../console';

/** What did not outlive a restore. */
export interface Ended {
  readonly signIns: number;
  readonly links: number;
  readonly runs: number;
  /** Mails and deliveries to webhooks that waited. */
  readonly outgoing: number;
  /** These are told again from now on, from this machine too. */
  readonly webhooks: number;
}

/**
 * What was ended after the backup was made would live again in the restored database: a stolen session, a link that was
 * withdrawn or used. So everything of that kind ends here, and people sign in anew. A run that waited then was done since, or
 * nobody wants it any more; nor is anybody to hear of it by mail or webhook a second time. With the audit entry of the restore.
 */
export function settleRestored(ownerUrl: string, backup: { madeAt: string; version: string }): Promise<Ended> {
  return asConsole(ownerUrl, (sql) =>
    sql.begin(async (transaction) => {
      const families = await transaction`
        update app.token_family set revoked_at = app.now(), revoked_because = 'restored from a backup'
        where revoked_at is null`;
      const invitations = await transaction`
        update app.invitation set revoked_at = app.now() where accepted_at is null and revoked_at is null`;
      const resets = await transaction`delete from app.password_reset`;
      const setup = await transaction`delete from app.setup_token`;
      const runs = await transaction`
        update app.run set state = 'interrupted', ended_at = app.now() where state = 'intended'`;
      const outgoing = await transaction`
        update app.outgoing set ended_at = app.now(), outcome = 'givenUp', sealed = null, error = 'A backup was restored.'
        where ended_at is null`;
      // Alarms that were over and not mailed yet were mailed since. What is open is told when it is down now, which is news.
      await transaction`
        update app.alarm set end_mailed_at = app.now() where ended_at is not null and end_mailed_at is null`;
      // The same goes for changes of which somebody was to be mailed.
      await transaction`update app.change set is_to_be_mailed = false where is_to_be_mailed`;
      // It keeps a browser from being locked out; one that was taken from somebody since is not to have that.
      await transaction`delete from app.known_browser`;
      const [webhooks] = await transaction<{ count: number }[]>`select count(*)::integer as count from app.webhook`;
      const ended = {
        signIns: families.count,
        links: invitations.count + resets.count + setup.count,
        runs: runs.count,
        outgoing: outgoing.count,
        webhooks: webhooks?.count ?? 0,
      };
      const { webhooks: _live, ...gone } = ended;
      const counts = Object.fromEntries(Object.entries(gone).map(([what, count]) => [what, String(count)]));
      await recordAsConsole(transaction, {
        event: 'system.restored',
        target: null,
        detail: { madeAt: backup.madeAt, version: backup.version, ended: counts },
      });
      return ended;
    }),
  );
}
