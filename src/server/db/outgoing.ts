import { sql } from 'drizzle-orm';
import type { WebhookId } from '@/core/ids';
import { textArray } from './array';
import { iso, isoOrNull } from './clock';
import type { Transaction } from './connection';
import { underRules } from './rule';

type Db = Transaction['db'];

/** Whether mail is sent at all. */
export async function sendsMail(db: Db): Promise<boolean> {
  const [row] = await db.execute<{ is: boolean }>(sql`select app.sends_mail() as is`);
  return row?.is === true;
}

/** Whether the caller may have an invitation mailed there now; asking counts, where mail is sent at all. */
export async function mayMailInvitation(db: Db, to: string): Promise<boolean> {
  const [row] = await db.execute<{ may: boolean }>(sql`select app.may_mail_invitation(${to}) as may`);
  return row?.may === true;
}

/** Lets a mail leave once this transaction is committed. `about`: what it is for, in a word. */
export async function postMail(db: Db, id: string, { about, sealed }: { about: string; sealed: Uint8Array }) {
  await db.execute(sql`select app.post_mail(${id}, ${about}, ${sealed})`);
}

/** One that is due, and taken. */
export interface Outgoing {
  readonly id: string;
  readonly kind: 'mail' | 'webhook';
  readonly webhookId: WebhookId | null;
  readonly sealed: Uint8Array | null;
  readonly body: string | null;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** This one included. */
  readonly attempts: number;
  readonly url: string | null;
  readonly secretSealed: Uint8Array | null;
}

/** How many may be on their way at once: mails, and deliveries to any one webhook. */
export interface Places {
  readonly mail: number;
  readonly perWebhook: number;
}

/** Takes what is due and has a place, for two minutes. For the job `post`. */
export async function takeOutgoing(db: Db, { mail, perWebhook }: Places): Promise<Outgoing[]> {
  const rows = await db.execute<Record<string, unknown> & Outgoing>(sql`
    select id, kind, webhook_id as "webhookId", sealed, body, made_at as "madeAt", attempts, url, secret_sealed as "secretSealed"
    from app.take_outgoing(${mail}, ${perWebhook})`);
  return rows.map((row) => ({ ...row, madeAt: iso(row.madeAt) }));
}

export interface Attempt {
  /** Null: it was taken. */
  readonly error: string | null;
  /** Seconds to the next attempt; null: there is none. */
  readonly againIn: number | null;
}

/** Notes what became of an attempt; what has ended keeps nothing of a mail. */
export async function noteOutgoing(db: Db, id: string, { error, againIn }: Attempt): Promise<void> {
  await db.execute(sql`select app.note_outgoing(${id}, ${error === null}, ${error}, ${againIn})`);
}

/** How what leaves fares: the last one that was tried. */
export interface Posted {
  readonly about: string;
  readonly madeAt: string;
  readonly attempts: number;
  readonly outcome: 'sent' | 'givenUp' | null;
  readonly error: string | null;
  readonly endedAt: string | null;
  /** How many wait. */
  readonly waiting: number;
}

/** For a Super Admin: of mail under null, of webhooks under their ids. */
export async function posted(db: Db): Promise<Map<WebhookId | null, Posted>> {
  const rows = await db.execute<Record<string, unknown> & Posted & { webhookId: WebhookId | null }>(sql`
    select webhook_id as "webhookId", about, made_at as "madeAt", attempts, outcome, error, ended_at as "endedAt", waiting
    from auth.posted()`);
  return new Map(
    rows.map(({ webhookId, ...row }) => [
      webhookId,
      { ...row, madeAt: iso(row.madeAt), endedAt: isoOrNull(row.endedAt) },
    ]),
  );
}

export interface Webhook {
  readonly id: WebhookId;
  readonly url: string;
  readonly events: string[];
  readonly madeBy: string;
  readonly madeAt: string;
}

/** For a Super Admin, the oldest first. */
export async function listWebhooks(db: Db): Promise<Webhook[]> {
  const rows = await db.execute<Record<string, unknown> & Webhook>(sql`
    select id, url, events, made_by as "madeBy", made_at as "madeAt" from auth.webhooks()`);
  return rows.map((row) => ({ ...row, madeAt: iso(row.madeAt) }));
}

const sentences = { webhooks_are_few: 'There are ten webhooks already. Remove one first.' };

/** Throws `conflict` for an eleventh one. */
export async function addWebhook(
  db: Db,
  { id, url, events, secretSealed }: Pick<Webhook, 'id' | 'url' | 'events'> & { readonly secretSealed: Uint8Array },
): Promise<void> {
  await underRules(sentences, () =>
    db.execute(sql`select auth.add_webhook(${id}, ${url}, ${secretSealed}, ${textArray(events)})`),
  );
}

/** What was to be told to it is forgotten with it. */
export async function removeWebhook(db: Db, id: WebhookId): Promise<boolean> {
  const [row] = await underRules({}, () =>
    db.execute<{ removed: boolean }>(sql`select auth.remove_webhook(${id}) as removed`),
  );
  return row?.removed === true;
}
