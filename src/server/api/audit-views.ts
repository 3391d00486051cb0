import { z } from 'zod';
import type { Principal } from '@/core/access';
import { roles } from '@/core/access';
import { outcomes } from '@/core/events';
import { namedBy, type ReadEntry, readEntry, reasonOf } from '../audit/read';
import type { StoredEntry } from '../audit/search';
import type { Transaction } from '../db/connection';
import { namesOf } from '../db/names';

export const EntryView = z.object({
  id: z.uuid(),
  /** ISO 8601, UTC, microseconds. */
  at: z.string(),
  /** A name of core/events.ts, or one that an older version knew. */
  event: z.string(),
  outcome: z.enum(outcomes),
  /** `kind` is person, stranger, runner, job or console; `role` is a person's at that time. */
  actor: z.object({
    kind: z.string(),
    id: z.string().nullable(),
    name: z.string().nullable(),
    role: z.enum(roles).nullable(),
  }),
  /** Whose it is, by its short name where the caller still reaches it; null for what belongs to no customer. */
  customer: z.string().nullable(),
  /** What it was done to, by its name where the caller still reaches it, else by its id. */
  target: z.string().nullable(),
  /** The same as a query names it: `kind/id`. */
  targetId: z.string().nullable(),
  /** Why it was refused or failed, in the words the caller was told. */
  reason: z.string().nullable(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  requestId: z.string().nullable(),
});
export type EntryView = z.input<typeof EntryView>;

function entryView(entry: ReadEntry, names: ReadonlyMap<string, string>): EntryView {
  const { id, at, event, outcome, actor, customer, target, request, who } = entry;
  return {
    id,
    at,
    event,
    outcome,
    actor: { kind: actor.kind, id: actor.id, name: who.name, role: actor.role },
    customer: customer && (names.get(customer) ?? customer),
    target: target && `${target.kind} ${names.get(target.id) ?? target.id}`,
    targetId: target && `${target.kind}/${target.id}`,
    reason: reasonOf(entry),
    address: who.address,
    agent: who.agent,
    requestId: request,
  };
}

/** Entries as they are shown, with the present names of what they name. */
export async function entryViews(
  db: Transaction['db'],
  me: Principal,
  entries: readonly StoredEntry[],
): Promise<EntryView[]> {
  const read = entries.map(readEntry);
  const names = await namesOf(db, me, read.flatMap(namedBy));
  return read.map((entry) => entryView(entry, names));
}

/** One entry whole, so that whoever reads it can check it by hand: docs/audit-format.md. */
export const EntryDetail = EntryView.extend({
  /** The signed-in session, and the run or job that it was done for. */
  signIn: z.string().nullable(),
  because: z.string().nullable(),
  /** Where a stolen refresh token had been used before. */
  otherAddress: z.string().nullable(),
  /** The exact text that was hashed. Salts and hashes are hexadecimal. */
  body: z.string(),
  salt: z.string(),
  leaf: z.string(),
  /** The side row; null where it was erased. */
  personal: z.object({ body: z.string(), salt: z.string() }).nullable(),
  /** What the body says the side row's hash is. */
  personalHash: z.string(),
  related: z.array(EntryView),
});

export async function entryDetail(
  db: Transaction['db'],
  me: Principal,
  entry: StoredEntry,
  related: readonly StoredEntry[],
): Promise<z.input<typeof EntryDetail>> {
  const { actor, who, personal } = readEntry(entry);
  const [view, ...others] = await entryViews(db, me, [entry, ...related]);
  if (view === undefined) throw new Error('an entry has a view');
  return {
    ...view,
    signIn: actor.signIn,
    because: actor.because,
    otherAddress: who.otherAddress,
    body: entry.body,
    salt: entry.salt,
    leaf: entry.leaf,
    personal: entry.personal,
    personalHash: personal,
    related: others,
  };
}
