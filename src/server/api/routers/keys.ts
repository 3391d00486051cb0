import { z } from 'zod';
import { AppError } from '@/core/errors';
import { CustomerSlug } from '@/core/ids';
import { changeStates, keyLevels } from '@/core/key-levels';
import { signingKeyAges } from '@/server/auth/access-token';
import { askForKey, customersWithKeys, keyAges, keyChanges } from '@/server/db/keys';
import { procedure, router } from '../procedure';
import { reach } from '../scopes';

const Age = z.object({
  level: z.enum(keyLevels),
  /** ISO 8601, UTC; of customers' keys the oldest one's. Null: it was made before that was written down. */
  since: z.string().nullable(),
  /** Whose key is the oldest, and how many customers have one; null of other keys. */
  customer: z.string().nullable(),
  customers: z.int().nullable(),
});

const Change = z.object({
  level: z.enum(keyLevels),
  customer: z.string().nullable(),
  askedAt: z.string(),
  /** Null: at the command line. */
  askedBy: z.string().nullable(),
  state: z.enum(changeStates),
  /** Values sealed anew so far, or keys wrapped anew. */
  done: z.int(),
  endedAt: z.string().nullable(),
  fault: z.string().nullable(),
});

const levelOf = (key: string) => keyLevels.find((level) => level === key) ?? 'customers';

export const keysRouter = router({
  list: procedure({
    permission: 'system.configure',
    scope: reach,
    audit: 'keys.viewed',
    output: z.object({ ages: z.array(Age), changes: z.array(Change) }),
    rest: {
      method: 'GET',
      path: '/keys',
      summary: 'How old the keys are, and what becomes of those that are being changed',
    },
  }).query(async ({ ctx }) => {
    const [newest] = await signingKeyAges();
    const kept = await keyAges(ctx.db);
    const signing = {
      level: 'signing' as const,
      since: newest?.madeAt.toISOString() ?? null,
      customer: null,
      customers: null,
    };
    const ages = kept.map(({ kind, ...age }) => ({
      level: kind === 'customer' ? ('customers' as const) : kind,
      ...age,
    }));
    const changes = (await keyChanges(ctx.db)).map(({ key, ...change }) => ({ level: levelOf(key), ...change }));
    return { ages: [signing, ...ages], changes };
  }),

  change: procedure({
    permission: 'system.configure',
    scope: reach,
    audit: 'keys.changeAsked',
    input: {
      level: z.enum(keyLevels),
      /** Of level `customers`: this one alone. */
      customer: CustomerSlug.optional(),
    },
    /** How many keys the runner was asked to change; those that are being changed already are not counted. */
    output: z.object({ asked: z.int() }),
    rest: {
      method: 'POST',
      path: '/keys/change',
      summary: 'Puts a new key in the place of one, or of each customer’s',
    },
  }).mutation(async ({ ctx, input: { level, customer } }) => {
    const keys = level === 'customers' ? await customersWithKeys(ctx.db, customer ?? null) : [level];
    let asked = 0;
    for (const key of keys) if (await askForKey(ctx.db, key)) asked += 1;
    if (asked === 0) throw new AppError('conflict', 'It is being changed already, or there is no such key yet.');
    ctx.tell({ level, customer: customer ?? null, asked });
    return { asked };
  }),
});
