import { StartError } from '@/core/start-error';
import { asConsole, recordAsConsole, type Statements } from './console';

/** What is to be changed from the command line: the master key, or data keys; without a customer everybody's and the system's. */
export type KeyChoice = { readonly level: 'master' } | { readonly level: 'data'; readonly customer: string | null };

/** How far one of them has come. */
export interface KeyProgress {
  readonly key: string;
  /** The customer's slug, or what else it is the key of. */
  readonly name: string;
  readonly isTurned: boolean;
  readonly isWalked: boolean;
  readonly isEnded: boolean;
  readonly done: number;
  readonly fault: string | null;
}

/**
 * Asks for these keys to be changed, with an audit entry for each. One that is being changed already goes on. Returns them.
 * Throws StartError where there is nothing to change.
 */
export function askAsConsole(ownerUrl: string, choice: KeyChoice): Promise<string[]> {
  return asConsole(ownerUrl, (sql) =>
    sql.begin(async (transaction) => {
      const keys = choice.level === 'master' ? ['master'] : await dataKeys(transaction, choice.customer);
      for (const key of keys) {
        const [asked] = await transaction<{ is: boolean }[]>`select app.ask_for_rotation(${key}, null) as is`;
        const target = { kind: 'key', id: key };
        if (asked?.is === true) await recordAsConsole(transaction, { event: 'keys.changeAsked', target, detail: {} });
      }
      return keys;
    }),
  );
}

async function dataKeys(transaction: Statements, slug: string | null): Promise<string[]> {
  const found = await transaction<{ key: string }[]>`
    select distinct k.customer_id::text as key from app.data_key k join app.customer c on c.id = k.customer_id
      where ${slug}::text is null or c.slug = ${slug}
    union all select 'system' where ${slug}::text is null and exists (select from app.system_key)`;
  const none =
    slug === null ? 'Nothing is sealed yet: there is no key to change.' : `The customer "${slug}" has no data key.`;
  if (found.length === 0) throw new StartError(none);
  return found.map(({ key }) => key);
}

export function keyProgress(ownerUrl: string, keys: readonly string[]): Promise<KeyProgress[]> {
  return asConsole(ownerUrl, async (sql) => [
    ...(await sql<KeyProgress[]>`
      select r.key, coalesce(c.slug, r.key) as name, r.turned_at is not null as "isTurned",
        r.walked_at is not null as "isWalked", r.ended_at is not null as "isEnded", r.done::integer as done, r.fault
      from app.key_rotation r left join app.customer c on c.id::text = r.key
      where r.key = any (${[...keys]}) order by name`),
  ]);
}
