import { z } from 'zod';
import { may, type Permission, type Principal } from '@/core/access';
import { AppError, type ErrorCode } from '@/core/errors';
import type { AuditEvent } from '@/core/events';
import { type Detail, record } from '../audit/record';
import { keepTallying, recordRefusal } from '../audit/refusals';
import type { Transaction } from '../db/connection';
import { asEverything, asPerson } from '../db/open';
import { logFailure } from '../log';
import { once } from '../process';
import type { Context } from './context';
import { asAppError, asTrpcError } from './errors';
import type { Found, Scope, ScopeShape } from './scope';

/** A door that leaves no entry says why, and stands in a golden list. */
export interface Silent {
  readonly silent: string;
}
export const silent = (because: string): Silent => ({ silent: because });

export interface Rule<Shape extends ScopeShape, Landed> {
  readonly permission: Permission;
  readonly scope: Scope<Shape, Landed>;
  readonly audit: AuditEvent | Silent;
}

/**
 * A refusal whose deed must stay: a reused token ends its family, a failed sign-in is counted. A procedure *returns* it;
 * the door commits, and only then answers with it.
 */
export class Refused extends AppError {}
export const refused = (code: ErrorCode, message: string): Refused => new Refused(code, message);

/** What tRPC's `next` gives: it never throws, so whoever opened a transaction has to look. */
export type Result<Out> = Out & ({ readonly ok: true } | { readonly ok: false; readonly error: Error });

export interface Call {
  readonly ctx: Context;
  readonly getRawInput: () => Promise<unknown>;
}

/** What a deed is done with. */
export interface Inside<Landed> {
  readonly me: Principal;
  readonly landed: Landed;
  readonly transaction: Transaction;
  /** Adds the event's own facts to the entry, such as before and after. */
  readonly tell: (detail: Detail) => void;
  /**
   * What cannot be rolled back, such as a file: it is done once the trace is written, as the last thing before both are
   * committed. Where it fails, nothing of the deed stays; a commit that fails behind it leaves it done, so it is to be short.
   */
  readonly lastly: (work: () => Promise<void>) => void;
}

type Proceed<Landed, Out> = (inside: Inside<Landed>) => Promise<Result<Out>>;

/**
 * The one door: who, may they, whose is it, *do*, record. A refusal comes before the caller's own input is even read, and
 * each way out leaves its trace: a deed in its own transaction, a refusal in one of its own.
 */
export async function passDoor<Shape extends ScopeShape, Landed, Out>(
  rule: Rule<Shape, Landed>,
  type: 'query' | 'mutation',
  call: Call,
  proceed: Proceed<Landed, Out>,
): Promise<Result<Out>> {
  const outcome = await guarded(rule, call, (me, named) =>
    within(me, async (transaction) => {
      const found = await rule.scope.find(transaction.db, named, me);
      const perform = type === 'query' ? look : change;
      return perform({ rule, call, found, inside: { me, transaction, landed: found.landed } }, proceed);
    }),
  );
  if (outcome instanceof Refused) throw asTrpcError(outcome);
  return outcome;
}

/** The first beats, which every door shares: who is it, may they, and what do they name. */
export async function guarded<Shape extends ScopeShape, T>(
  rule: Rule<Shape, unknown>,
  { ctx, getRawInput }: Call,
  go: (me: Principal, named: z.output<z.ZodObject<Shape>>) => Promise<T>,
): Promise<T> {
  keepTallying();
  const me = ctx.credential.kind === 'person' ? ctx.credential.principal : null;
  try {
    if (me === null) throw unidentified(ctx);
    if (!may(me.role, rule.permission))
      throw new AppError('forbidden', `your role may not do this: ${rule.permission}`);
    return await go(me, z.object(rule.scope.input).parse((await getRawInput()) ?? {}));
  } catch (thrown) {
    throw asTrpcError(await turnedAway(me, rule.audit, ctx, thrown));
  }
}

/** Leaves the trace of a refusal or failure, and what only the log may know of it. Returns what the caller is told. */
export async function turnedAway(
  me: Principal | null,
  audit: AuditEvent | Silent,
  { origin }: Pick<Context, 'origin'>,
  thrown: unknown,
): Promise<AppError> {
  const error = asAppError(thrown);
  const { code, message, target } = error;
  const isFailure = code === 'internal' || code === 'unavailable';
  if (isFailure) logFailure(thrown, origin.requestId);
  const event = typeof audit === 'string' ? audit : 'request.refused';
  await recordRefusal(me, { event, outcome: isFailure ? 'failed' : 'refused', code, message, target }, origin);
  traced().add(error);
  return error;
}

/** The errors that have left their trace, so that nobody further out leaves a second one. */
const traced = (): WeakSet<AppError> => once('traced errors', () => new WeakSet());
export const isTraced = (error: AppError): boolean => traced().has(error);

/** Opens the transaction that fits the role the token claims; the database's head function has to agree with it. */
export function within<T>(me: Principal, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return me.role === 'superAdmin' ? asEverything(me, work) : asPerson(me, work);
}

function unidentified({ credential }: Context): AppError {
  return new AppError('unauthenticated', credential.kind === 'invalid' ? credential.reason : 'sign in first');
}

interface Performance<Shape extends ScopeShape, Landed> {
  readonly rule: Rule<Shape, Landed>;
  readonly call: Call;
  readonly found: Found<Landed>;
  readonly inside: Omit<Inside<Landed>, 'tell' | 'lastly'>;
}

/** A query leaves its trace first; from then on PostgreSQL itself refuses to write. */
async function look<Shape extends ScopeShape, Landed, Out>(
  { rule, call, found, inside }: Performance<Shape, Landed>,
  proceed: Proceed<Landed, Out>,
): Promise<Result<Out>> {
  await leaveTrace(inside.transaction, { ...rule, ...found, outcome: 'ok', detail: {} }, call.ctx);
  await inside.transaction.readOnly();
  const result = await proceed({ ...inside, tell: refuseToTell, lastly: refuseToTell });
  if (!result.ok) throw result.error;
  return result;
}

/** A mutation leaves its trace last, with what it told; a refusal that keeps its deed is traced as one. */
async function change<Shape extends ScopeShape, Landed, Out>(
  { rule, call, found, inside }: Performance<Shape, Landed>,
  proceed: Proceed<Landed, Out>,
): Promise<Result<Out> | Refused> {
  let detail: Detail = {};
  const tell = (more: Detail): void => {
    detail = { ...detail, ...more };
  };
  const last: (() => Promise<void>)[] = [];
  const result = await proceed({ ...inside, tell, lastly: (work) => void last.push(work) });
  const refusal = result.ok ? null : result.error.cause;
  if (!result.ok && !(refusal instanceof Refused)) throw result.error;
  const outcome = result.ok ? 'ok' : 'refused';
  await leaveTrace(inside.transaction, { ...rule, ...found, outcome, detail }, call.ctx);
  for (const work of result.ok ? last : []) await work();
  return refusal instanceof Refused ? refusal : result;
}

type Entry = Pick<Rule<ScopeShape, unknown>, 'audit'> &
  Omit<Found<unknown>, 'landed'> & { readonly outcome: 'ok' | 'refused' | 'failed'; readonly detail: Detail };

export async function leaveTrace(transaction: Transaction, entry: Entry, { origin }: Context): Promise<void> {
  const { audit, outcome, target, customerId, each, detail } = entry;
  if (typeof audit !== 'string') return;
  for (const of of each?.length ? each : [customerId])
    await record(transaction, { event: audit, outcome, target, customerId: of, detail }, origin);
}

function refuseToTell(): never {
  throw new Error('a query has written its trace already: it tells nothing more, and does nothing');
}
