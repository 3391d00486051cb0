import { z } from 'zod';

// What the tour reads of the product's answers. Written down once more, and not taken from the server: a program of
// somebody else's has nothing but the answers either.

export const SignedIn = z.object({ accessToken: z.string(), person: z.object({ id: z.string(), name: z.string() }) });
export const Problem = z.object({ code: z.string(), message: z.string(), requestId: z.string() });

export const Devices = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })), total: z.int() });

export const Session = z.object({
  id: z.string(),
  number: z.int(),
  title: z.string(),
  state: z.string(),
  holder: z.string(),
  cause: z.string().nullable(),
  devices: z.array(z.object({ name: z.string() })),
});
export const Sessions = z.object({ items: z.array(Session) });

/** A step whole, as it was answered: who sees a case sees the same one, to the last field. */
export const Step = z.looseObject({ number: z.int(), kind: z.string(), text: z.string().nullable() });
export type Step = z.infer<typeof Step>;

export const Run = z.object({ id: z.string(), action: z.string(), state: z.string(), rows: z.int() });
export type Run = z.infer<typeof Run>;
export const Runs = z.object({ runs: z.array(Run) });

export const Row = z.looseObject({ fields: z.record(z.string(), z.string()) });
export type Row = z.infer<typeof Row>;
export const Rows = z.object({ rows: z.array(Row), next: z.int().nullable() });

export const Case = z.object({ session: Session, steps: z.array(Step), runs: z.array(Run), now: z.string() });

/** What the live view of a session says. */
export const LiveEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('session'), session: Session }),
  z.object({ kind: z.literal('step'), step: Step }),
  z.object({ kind: z.literal('device'), device: z.object({ name: z.string() }) }),
  z.object({ kind: z.literal('run'), run: Run }),
  z.object({ kind: z.literal('rows'), run: z.string(), first: z.int(), rows: z.array(Row) }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;

export const Holders = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });

/** The exported record. */
export const Exported = z.object({
  session: z.object({ number: z.int() }),
  steps: z.array(Step),
  runs: z.array(z.object({ id: z.string(), action: z.string(), state: z.string(), rows: z.array(Row) })),
});

export const Entry = z.looseObject({
  event: z.string(),
  outcome: z.string(),
  actor: z.object({ name: z.string().nullable() }),
  target: z.string().nullable(),
  reason: z.string().nullable(),
  requestId: z.string().nullable(),
});
export type Entry = z.infer<typeof Entry>;
export const Entries = z.object({ items: z.array(Entry), next: z.string().nullable() });
