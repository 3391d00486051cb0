import type { AuditEvent } from '@/core/events';
import { record } from '../audit/record';
import { keepTallying } from '../audit/refusals';
import type { StrangersDoor, StrangerTrace } from '../auth/strangers-door';
import { asStranger } from '../db/open';
import type { Context } from './context';
import { Refused, type Result, turnedAway } from './door';
import { asTrpcError } from './errors';

/** What a procedure for strangers works with: no tables, only functions that a stranger may execute. */
export interface InsideOpen extends StrangersDoor {
  readonly context: Context;
}

/**
 * The door of sign-in, refresh and sign-out, where nobody is known yet. The procedure decides when its transaction opens,
 * so that no connection waits while a password is being hashed; what it commits has its entry in the same transaction.
 */
export async function passOpenDoor<Out>(
  audit: AuditEvent,
  context: Context,
  proceed: (inside: InsideOpen) => Promise<Result<Out>>,
): Promise<Result<Out>> {
  keepTallying();
  let commits = 0;
  const look: InsideOpen['look'] = (work) =>
    asStranger(async (transaction) => {
      await transaction.readOnly();
      return work(transaction.db);
    });
  const commit: InsideOpen['commit'] = async (work) => {
    const done = await asStranger(async (transaction) => {
      let told: StrangerTrace = {};
      const result = await work(transaction.db, (trace) => {
        told = { ...told, ...trace };
      });
      const { otherAddress = null, ...trace } = told;
      await record(
        transaction,
        { event: audit, outcome: 'ok', target: null, customerId: null, detail: {}, ...trace },
        { ...context.origin, otherAddress },
      );
      return result;
    });
    commits += 1;
    return done;
  };
  const result = await proceed({ context, look, commit });
  if (result.ok && commits === 1) return result;
  const error = result.ok ? new Error(`${audit}: one commit is due, ${commits} came`) : result.error;
  // A refusal that committed a deed has its entry; any other is a stranger's, and counted.
  if (error.cause instanceof Refused && commits > 0) throw asTrpcError(error.cause);
  throw asTrpcError(await turnedAway(null, audit, context, error));
}
