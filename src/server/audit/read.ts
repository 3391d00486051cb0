import { z } from 'zod';
import { roles } from '@/core/access';
import { outcomes } from '@/core/events';
import type { StoredEntry } from './search';

/** What docs/audit-format.md says a body holds. Read as written, never as trusted: it may be years old. */
const Body = z.object({
  id: z.uuid(),
  at: z.string(),
  event: z.string(),
  outcome: z.enum(outcomes),
  actor: z.object({
    kind: z.string(),
    id: z.string().nullable(),
    role: z.enum(roles).nullable(),
    signIn: z.string().nullable().default(null),
    because: z.string().nullable().default(null),
  }),
  customer: z.string().nullable().default(null),
  target: z.object({ kind: z.string(), id: z.string() }).nullable(),
  request: z.string().nullable(),
  detail: z.looseObject({}),
  personal: z.string().default(''),
});
const Personal = z.object({
  name: z.string().nullable(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  otherAddress: z.string().nullable().default(null),
});

const nobody = { name: null, address: null, agent: null, otherAddress: null };

export type ReadEntry = z.output<typeof Body> & { readonly who: z.output<typeof Personal> };

/** An entry's fields; of an erased side row every one is null. */
export function readEntry({ body, personal }: Pick<StoredEntry, 'body' | 'personal'>): ReadEntry {
  const who = personal === null ? nobody : Personal.parse(JSON.parse(personal.body));
  return { ...Body.parse(JSON.parse(body)), who };
}

/** Why it was refused or failed, in the words the caller was told. */
export const reasonOf = ({ detail }: ReadEntry): string | null =>
  typeof detail.message === 'string' ? detail.message : null;

/** What an entry names that has a name today: its target and its customer. */
export const namedBy = ({ target, customer }: ReadEntry): { kind: string; id: string }[] => [
  ...(target === null ? [] : [target]),
  ...(customer === null ? [] : [{ kind: 'customer', id: customer }]),
];
