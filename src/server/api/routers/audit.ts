import { z } from 'zod';
import { roles } from '@/core/access';
import { auditEvents, outcomes } from '@/core/events';
import { type StoredEntry, searchAudit } from '@/server/audit/search';
import { namesOf } from '@/server/db/names';
import { decodeCursor, encodeCursor, Moment } from '../cursor';
import { procedure, router } from '../procedure';
import { reach } from '../scopes';

const Target = z.object({ kind: z.string(), id: z.string() });

/** What docs/audit-format.md says a body holds. Read as written, never as trusted: it may be years old. */
const Body = z.object({
  id: z.uuid(),
  at: z.string(),
  event: z.string(),
  outcome: z.enum(outcomes),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), role: z.enum(roles).nullable() }),
  target: Target.nullable(),
  request: z.string().nullable(),
  detail: z.looseObject({ message: z.string().optional() }),
});
const Personal = z.object({
  name: z.string().nullable(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
});

const Entry = z.object({
  id: z.uuid(),
  /** ISO 8601, UTC, microseconds. */
  at: z.string(),
  /** A name of core/events.ts, or one that an older version knew. */
  event: z.string(),
  outcome: z.enum(outcomes),
  /** `kind` is person, stranger, runner, job or console; `role` is a person's at that time. */
  actor: z.object({ kind: z.string(), name: z.string().nullable(), role: z.enum(roles).nullable() }),
  /** What it was done to, by its name where the caller still reaches it, else by its id. */
  target: z.string().nullable(),
  /** Why it was refused or failed, in the words the caller was told. */
  reason: z.string().nullable(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  requestId: z.string().nullable(),
});

const Cursor = z.strictObject({ at: Moment, id: z.uuid() });

export const auditRouter = router({
  list: procedure({
    permission: 'audit.read',
    scope: reach,
    audit: 'audit.listed',
    input: {
      event: z.enum(auditEvents).optional(),
      outcome: z.enum(outcomes).optional(),
      after: z.string().max(512).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    },
    output: z.object({ items: z.array(Entry), next: z.string().nullable() }),
    rest: { method: 'GET', path: '/audit', summary: 'Audit entries in reach, the newest first' },
  }).query(async ({ ctx, input: { event, outcome, after, limit } }) => {
    const place = after === undefined ? undefined : decodeCursor(Cursor, after);
    const found = await searchAudit(ctx.db, ctx.me, { event, outcome, after: place, limit: limit + 1 });
    const entries = found.slice(0, limit).map(read);
    const names = await namesOf(
      ctx.db,
      ctx.me,
      entries.flatMap(({ body: { target } }) => target ?? []),
    );
    const last = entries.at(-1);
    return {
      items: entries.map((entry) => shown(entry, names)),
      next: found.length > limit && last ? encodeCursor({ at: last.body.at, id: last.body.id }) : null,
    };
  }),
});

function read({ body, personal }: StoredEntry) {
  return {
    body: Body.parse(JSON.parse(body)),
    personal: personal === null ? null : Personal.parse(JSON.parse(personal)),
  };
}

function shown({ body, personal }: ReturnType<typeof read>, names: ReadonlyMap<string, string>): z.input<typeof Entry> {
  const { actor, target, request, detail, ...rest } = body;
  return {
    ...rest,
    actor: { kind: actor.kind, name: personal?.name ?? null, role: actor.role },
    target: target && `${target.kind} ${names.get(target.id) ?? target.id}`,
    reason: detail.message ?? null,
    address: personal?.address ?? null,
    agent: personal?.agent ?? null,
    requestId: request,
  };
}
