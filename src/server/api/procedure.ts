import {
  initTRPC,
  type TRPCMutationProcedure,
  type TRPCQueryProcedure,
  type TRPCSubscriptionProcedure,
  type TrackedEnvelope,
  tracked,
} from '@trpc/server';
import type { OpenApiMeta } from 'trpc-to-openapi';
import { z } from 'zod';
import type { Permission } from '@/core/access';
import type { ErrorBody } from '@/core/errors';
import type { AuditEvent } from '@/core/events';
import type { Context } from './context';
import { type Inside, passDoor, Refused, type Rule, type Silent } from './door';
import { asAppError } from './errors';
import { type InsideOpen, passOpenDoor } from './open-door';
import type { ScopeShape } from './scope';
import { type InsideWatch, passWatchDoor } from './watch-door';

/** What a door says of itself to whoever lists the doors. It describes; what decides is the closure in `procedure`. */
export interface DoorMeta extends OpenApiMeta {
  readonly permission: Permission | null;
  readonly scope: string | null;
  readonly audit: AuditEvent | Silent;
}

const t = initTRPC
  .context<Context>()
  .meta<DoorMeta>()
  .create({
    // A live view whose line is dead looks as if nothing happened: the browser opens it anew when it hears no ping.
    sse: { ping: { enabled: true, intervalMs: 5_000 }, client: { reconnectAfterInactivityMs: 15_000 } },
    errorFormatter: ({ shape, error, ctx }) => {
      const { code, message } = asAppError(error);
      const body: ErrorBody = { code, message, requestId: ctx?.origin.requestId ?? '' };
      return { code: shape.code, message, data: body };
    },
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** How a procedure is called by REST: `GET /devices`. Path parameters are fields of the input in braces. */
export interface Rest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: `/${string}`;
  readonly summary: string;
}

interface OwnShape<Own extends ScopeShape, Output extends z.ZodType> {
  readonly input?: Own;
  /** Required: what is not described here does not leave the server. */
  readonly output: Output;
  readonly rest?: Rest;
}

type NoFields = Record<never, never>;

type Fields<Shape extends ScopeShape, Own extends ScopeShape> = z.ZodObject<Shape & Own, z.core.$strict>;

/** The whole input. A call without a field may leave it out; any field that is not named is refused. */
type Input<Shape extends ScopeShape, Own extends ScopeShape> = keyof (Shape & Own) extends never
  ? z.ZodOptional<Fields<Shape, Own>>
  : Fields<Shape, Own>;

type Deed<Inner, In extends z.ZodType, Output extends z.ZodType> = (call: {
  readonly ctx: Inner;
  readonly input: z.output<In>;
}) => Promise<z.input<Output> | Refused>;

interface Definition<In extends z.ZodType, Output extends z.ZodType> {
  input: z.input<In>;
  output: z.output<Output>;
  meta: DoorMeta;
}

type Within<Landed> = Landed &
  Pick<Inside<Landed>, 'me' | 'tell' | 'lastly'> &
  Pick<Context, 'origin'> & { readonly db: Inside<Landed>['transaction']['db'] };

/** All that can be made of a rule. There is no `use`, `meta` or `concat`: a door cannot be opened a second time. */
interface Procedure<Landed, In extends z.ZodType, Output extends z.ZodType> {
  query(deed: Deed<Within<Landed>, In, Output>): TRPCQueryProcedure<Definition<In, Output>>;
  mutation(deed: Deed<Within<Landed>, In, Output>): TRPCMutationProcedure<Definition<In, Output>>;
  subscription(
    deed: (call: {
      readonly ctx: InsideWatch<Landed>;
      readonly input: z.output<In> & LastSeen;
      readonly signal: AbortSignal | undefined;
    }) => AsyncGenerator<Shown<z.input<Output>>>,
  ): TRPCSubscriptionProcedure<{
    input: z.input<In> & LastSeen;
    output: AsyncIterable<TrackedEnvelope<z.output<Output>>>;
    meta: DoorMeta;
  }>;
}

/** What a live view shows. `id` says how far the view has come: after a cut it is handed back as `lastEventId`. */
export interface Shown<T> {
  readonly id: string;
  readonly data: T;
}

const lastSeen = { lastEventId: z.string().max(8_192).optional() };
type LastSeen = z.input<z.ZodObject<typeof lastSeen>>;

/**
 * Makes a procedure behind the one door. Without a permission, a scope, an audit event and an output it does not compile.
 * `scope` brings its own fields of the input and is found before the caller's own `input` is read.
 */
export function procedure<
  Shape extends ScopeShape,
  Landed,
  Output extends z.ZodType,
  Own extends ScopeShape = NoFields,
>(rule: Rule<Shape, Landed> & OwnShape<Own, Output>): Procedure<Landed, Input<Shape, Own>, Output> {
  const { permission, scope, audit } = rule;
  const meta = metaOf({ permission, scope: scope.name, audit }, rule.rest);
  const base = t.procedure.meta(meta);
  const input = inputOf(scope.input, rule.input);
  const chain = (type: 'query' | 'mutation') =>
    base
      .use(({ ctx, getRawInput, next }) =>
        passDoor(rule, type, { ctx, getRawInput }, ({ me, landed, transaction: { db }, tell, lastly }) =>
          next({ ctx: { ...landed, me, db, tell, lastly } }),
        ),
      )
      .input(input)
      .output(rule.output);
  const watch = () =>
    base
      .use(({ ctx, getRawInput, next }) => passWatchDoor(rule, { ctx, getRawInput }, (inside) => next({ ctx: inside })))
      .input(inputOf({ ...scope.input, ...lastSeen }, rule.input));
  const made = {
    query: (deed: AnyDeed) => chain('query').query(kept(deed)),
    mutation: (deed: AnyDeed) => chain('mutation').mutation(kept(deed)),
    subscription: (deed: AnyDeed) => watch().subscription(shown(deed, rule.output)),
  };
  // safe: tRPC infers from a chain what is written out in `Procedure`; tests/server/api check it by calling through it.
  return made as unknown as Procedure<Landed, Input<Shape, Own>, Output>;
}

/** A door for strangers. Which there are is a golden list in tests/laws. */
export function open<Output extends z.ZodType, Own extends ScopeShape = NoFields>(
  rule: { readonly audit: AuditEvent } & OwnShape<Own, Output>,
): Pick<OpenProcedure<Input<NoFields, Own>, Output>, 'mutation'> {
  const made = t.procedure
    .meta(metaOf({ permission: null, scope: null, audit: rule.audit }, rule.rest))
    .use(({ ctx, next }) => passOpenDoor(rule.audit, ctx, (inside) => next({ ctx: inside })))
    .input(inputOf({}, rule.input))
    .output(rule.output);
  // safe: as in `procedure`.
  return { mutation: (deed: AnyDeed) => made.mutation(kept(deed)) } as unknown as OpenProcedure<
    Input<NoFields, Own>,
    Output
  >;
}

interface OpenProcedure<In extends z.ZodType, Output extends z.ZodType> {
  mutation(deed: Deed<InsideOpen, In, Output>): TRPCMutationProcedure<Definition<In, Output>>;
}

// biome-ignore lint/suspicious/noExplicitAny: what tRPC hands a resolver differs from chain to chain; `Procedure` types it.
type AnyDeed = (call: any) => any;

/** A returned refusal becomes tRPC's failed result, so that no output schema sees it; the door tells it from others. */
function kept(deed: AnyDeed): AnyDeed {
  return async (call) => {
    const done: unknown = await deed(call);
    if (done instanceof Refused) throw done;
    return done;
  };
}

/** What is not described does not leave by a live view either. */
function shown(deed: AnyDeed, output: z.ZodType): AnyDeed {
  return async function* (call) {
    for await (const { id, data } of deed(call)) yield tracked(id, output.parse(data));
  };
}

function inputOf(scope: ScopeShape, own: ScopeShape = {}): z.ZodType {
  const fields = z.strictObject({ ...scope, ...own });
  return Object.keys(fields.shape).length === 0 ? fields.optional() : fields;
}

function metaOf(rule: Pick<DoorMeta, 'permission' | 'scope' | 'audit'>, rest: Rest | undefined): DoorMeta {
  return rest === undefined ? rule : { ...rule, openapi: { ...rest, protect: rule.permission !== null } };
}
