import type { z } from 'zod';
import type { Principal } from '@/core/access';
import type { AuditEvent } from '@/core/events';
import type { Detail } from '../audit/record';
import type { Transaction } from '../db/connection';
import { type Call, guarded, leaveTrace, type Result, type Rule, turnedAway, within } from './door';
import { asTrpcError } from './errors';
import type { ScopeShape } from './scope';

/** What a live view works with: no transaction outlives a batch, so there is no `db` but the one inside a tick. */
export interface InsideWatch<Landed> {
  readonly me: Principal;
  /** A fresh read-only transaction, in which the scope is found anew: a person taken off a customer sees no more of it. */
  readonly tick: <T>(work: (db: Transaction['db'], landed: Landed) => Promise<T>) => Promise<T>;
  /** Leaves one more entry, for what only the end can tell; the scope is found anew for it too. */
  readonly conclude: (end: {
    readonly event: AuditEvent;
    readonly outcome: 'ok' | 'failed';
    readonly detail: Detail;
  }) => Promise<void>;
}

/** The door of a live view: find, leave one entry, commit; from then on only ticks. */
export async function passWatchDoor<Shape extends ScopeShape, Landed, Out>(
  rule: Rule<Shape, Landed>,
  call: Call,
  proceed: (inside: InsideWatch<Landed>) => Promise<Result<Out>>,
): Promise<Result<Out>> {
  const { me, named } = await guarded(rule, call, async (me, named) => {
    await within(me, async (transaction) => {
      const found = await rule.scope.find(transaction.db, named, me);
      await leaveTrace(transaction, { ...rule, ...found, outcome: 'ok', detail: {} }, call.ctx);
    });
    return { me, named };
  });
  const turnAway = async (thrown: unknown): Promise<never> => {
    throw asTrpcError(await turnedAway(me, rule.audit, call.ctx, thrown));
  };
  const conclude: InsideWatch<Landed>['conclude'] = ({ event, ...end }) =>
    within(me, async (transaction) => {
      const found = await rule.scope.find(transaction.db, named, me);
      await leaveTrace(transaction, { ...found, ...end, audit: event }, call.ctx);
    });
  const result = await proceed({
    me,
    tick: (work) => tick(rule, { me, named }, work).catch(turnAway),
    conclude: (end) => conclude(end).catch(turnAway),
  });
  if (!result.ok) throw asTrpcError(result.error);
  return result;
}

function tick<Shape extends ScopeShape, Landed, T>(
  rule: Rule<Shape, Landed>,
  { me, named }: { me: Principal; named: z.output<z.ZodObject<Shape>> },
  work: (db: Transaction['db'], landed: Landed) => Promise<T>,
): Promise<T> {
  return within(me, async (transaction) => {
    const { landed } = await rule.scope.find(transaction.db, named, me);
    await transaction.readOnly();
    return work(transaction.db, landed);
  });
}
