import type { SettingValue } from '@/core/configuration/settings';
import type { AuditEvent, Outcome } from '@/core/events';
import { StartError } from '@/core/start-error';
import type { Sql } from './connection';
import { openOwner } from './owner';

/** What the command line may do with the owner's connection, for whoever has a shell on this machine. */
export async function asConsole<T>(ownerUrl: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const { sql } = await openOwner(ownerUrl);
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The statements of one transaction. */
export type Statements = Parameters<Parameters<Sql['begin']>[1]>[0];

export interface Deed {
  readonly event: AuditEvent;
  /** Not said: it is done in this transaction. */
  readonly outcome?: Outcome;
  readonly target: { readonly kind: string; readonly id: string } | null;
  readonly detail: Readonly<Record<string, string | Readonly<Record<string, SettingValue | null>>>>;
}

/** The audit entry of what was done from the command line, in the transaction that did it. */
export async function recordAsConsole(
  transaction: Statements,
  { event, outcome = 'ok', target, detail }: Deed,
): Promise<void> {
  await transaction`select audit.append(${event}, ${outcome}, ${target === null ? null : transaction.json({ ...target })}, null,
    ${JSON.stringify(detail)}::text::jsonb, '{"address": "console"}', null)`;
}

export interface FirstAdmin {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  /** The origin people open, where it was said. */
  readonly publicUrl?: string | null;
}

/**
 * Makes the first Super Admin, with its audit entry, and so ends the setup: its token is gone, and none will be made. Throws
 * StartError when there is somebody already.
 */
export function createFirstAdmin(ownerUrl: string, { publicUrl, ...person }: FirstAdmin): Promise<void> {
  return asConsole(ownerUrl, async (sql) => {
    await sql.begin(async (transaction) => {
      // Two consoles at once, or one and the setup page, must not both find nobody.
      await transaction`lock table app.person in share row exclusive mode`;
      const [is] = await transaction<{ there: boolean }[]>`select exists (select from app.person) as there`;
      if (is?.there === true)
        throw new StartError('There are people already: the first Super Admin is made only once.');
      const [made] = await transaction<{ id: string }[]>`
        insert into app.person (email, name, role, password_hash)
        values (${person.email.toLowerCase()}, ${person.name}, 'superAdmin', ${person.passwordHash}) returning id`;
      const target = { kind: 'person', id: made?.id ?? '' };
      await recordAsConsole(transaction, { event: 'person.created', target, detail: { role: 'superAdmin' } });
      await transaction`delete from app.setup_token`;
      if (publicUrl) await storePublicUrl(transaction, publicUrl);
    });
  });
}

/**
 * Puts the hash of a setup token in the place of the one before, which is dead then. False, and nothing is done, when there
 * is somebody already.
 */
export function storeSetupToken(ownerUrl: string, hash: Uint8Array, minutes: number): Promise<boolean> {
  return asConsole(ownerUrl, (sql) =>
    sql.begin(async (transaction) => {
      // One statement, no lock: should somebody come to be at this moment, the token opens nothing all the same.
      const stored = await transaction`
        insert into app.setup_token (secret_hash, expires_at)
          select ${hash}, app.now() + make_interval(mins => ${minutes})
          where not exists (select from app.person)
        on conflict (only_row) do update set secret_hash = excluded.secret_hash, expires_at = excluded.expires_at
        returning only_row`;
      if (stored.length === 0) return false;
      await recordAsConsole(transaction, { event: 'setup.tokenMade', target: null, detail: {} });
      return true;
    }),
  );
}

/** The stored address that people open, or null; one that is given is stored first. */
export function settlePublicUrl(ownerUrl: string, given: string | null): Promise<string | null> {
  return asConsole(ownerUrl, async (sql) => {
    if (given !== null) await sql.begin((transaction) => storePublicUrl(transaction, given));
    const [stored] = await sql<{ url: string | null }[]>`select public_url as url from app.configuration`;
    return stored?.url ?? null;
  });
}

/** With an audit entry where that changes anything. */
async function storePublicUrl(transaction: Statements, publicUrl: string): Promise<void> {
  const [before] = await transaction<{ url: string | null }[]>`
    select public_url as url from app.configuration for update`;
  if (before?.url === publicUrl) return;
  await transaction`update app.configuration set public_url = ${publicUrl}`;
  const detail = { before: { publicUrl: before?.url ?? null }, after: { publicUrl } };
  await recordAsConsole(transaction, { event: 'configuration.changed', target: null, detail });
}

/** Which master key a database is sealed with: its number, from 1, and what tells it from another. */
export interface MasterMark {
  readonly number: number;
  readonly fingerprint: string;
}

/** Null for a database that no Routeward has been started with. One of an older version knows the first key alone. */
export function masterMark(ownerUrl: string): Promise<MasterMark | null> {
  return asConsole(ownerUrl, async (sql) => {
    const [is] = await sql<{ there: boolean; counts: boolean }[]>`
      select to_regclass('app.mark') is not null as there, exists (select from pg_attribute
        where attrelid = to_regclass('app.mark') and attname = 'master_key' and not attisdropped) as counts`;
    if (is?.there !== true) return null;
    const [mark] = is.counts
      ? await sql<{ number: number; fingerprint: string | null }[]>`
          select master_key as number, master_key_fingerprint as fingerprint from app.mark`
      : await sql<{ number: number; fingerprint: string | null }[]>`
          select 1 as number, master_key_fingerprint as fingerprint from app.mark`;
    const { number = 1, fingerprint = null } = mark ?? {};
    return fingerprint === null ? null : { number, fingerprint };
  });
}

/**
 * Tells the master key from a wrong one: the first start leaves its fingerprint in the database, later ones compare.
 * Throws StartError when they differ.
 */
export function checkMasterKey(ownerUrl: string, { number, fingerprint }: MasterMark): Promise<void> {
  return asConsole(ownerUrl, async (sql) => {
    const [mark] = await sql<{ is: string; number: number }[]>`
      update app.mark set master_key_fingerprint = coalesce(master_key_fingerprint, ${fingerprint}),
        master_key_since = case when master_key_fingerprint is null then app.now() else master_key_since end
      returning master_key_fingerprint as is, master_key as number`;
    // A key that was changed while this began is looked at again by whoever begins anew.
    if (mark?.number === number && mark.is !== fingerprint)
      throw new StartError(
        'This is not the master key that this database was made with. Put the right one back into keys/, or restore the backup that both belong to.',
      );
  });
}

/** Makes a signing key with its audit entry; where the entry cannot be written, the key stays and the failure is told. Returns the new kid. */
export function noteRotation(ownerUrl: string, rotate: () => Promise<string>): Promise<string> {
  return asConsole(ownerUrl, (sql) =>
    sql.begin(async (transaction) => {
      const kid = await rotate();
      await recordAsConsole(transaction, { event: 'keys.rotated', target: null, detail: { kid } });
      return kid;
    }),
  );
}

/** The passwords of a demo are published. Throws StartError for its database, wherever somebody found it. */
export function refuseDemo(ownerUrl: string): Promise<void> {
  return asConsole(ownerUrl, async (sql) => {
    const [mark] = await sql<{ kind: string }[]>`select kind from app.mark`;
    if (mark?.kind === 'demo')
      throw new StartError(
        'This is the database of a demo, whose passwords are published. Run it with `routeward demo`, or set ROUTEWARD_DATA or DATABASE_URL to another.',
      );
  });
}
