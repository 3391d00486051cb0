import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { AppError, type ErrorCode } from '@/core/errors';

const trpcCodes = {
  invalid: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  notFound: 'NOT_FOUND',
  conflict: 'CONFLICT',
  tooLarge: 'PAYLOAD_TOO_LARGE',
  unsupported: 'UNSUPPORTED_MEDIA_TYPE',
  tooMany: 'TOO_MANY_REQUESTS',
  internal: 'INTERNAL_SERVER_ERROR',
  unavailable: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<ErrorCode, TRPCError['code']>;

/** How PostgreSQL and its driver say that the database is not there, or has no time for us. */
const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  '25P03', // idle_in_transaction_session_timeout
  '40P01', // deadlock_detected
  '53300', // too_many_connections
  '55P03', // lock_not_available
  '57014', // query_canceled: the statement's time-out
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
]);

/** What any thrown thing means to the caller. What we do not know shows no message of its own. */
export function asAppError(thrown: unknown): AppError {
  const known = chain(thrown).find((error) => error instanceof AppError);
  if (known instanceof AppError) return known;
  const { error, isInput } = unwrapped(thrown);
  // Only a caller's own input is theirs to mend; a row or an answer that is not as described is our failure.
  if (isInput && error instanceof ZodError) return new AppError('invalid', sentence(error), { cause: thrown });
  if (chain(thrown).some(isAway))
    return new AppError('unavailable', 'The database does not answer. Try again in a moment.', { cause: thrown });
  return thrown instanceof TRPCError ? ofTrpc(thrown) : unexpected(thrown);
}

function isAway(cause: Error): boolean {
  if (!('code' in cause && typeof cause.code === 'string')) return false;
  // A missing socket is a missing database; any other missing file is not.
  if (cause.code === 'ENOENT') return 'syscall' in cause && cause.syscall === 'connect';
  return awayCodes.has(cause.code);
}

/** An error and what caused it, the outermost first. */
function chain(thrown: unknown): Error[] {
  const errors: Error[] = [];
  for (let error = thrown; error instanceof Error; error = error.cause) errors.push(error);
  return errors;
}

/** tRPC wraps what its parsers throw: BAD_REQUEST around an input's. A scope's own input is parsed by the door, bare. */
function unwrapped(thrown: unknown): { error: unknown; isInput: boolean } {
  if (!(thrown instanceof TRPCError)) return { error: thrown, isInput: true };
  return { error: thrown.cause, isInput: thrown.code === 'BAD_REQUEST' };
}

function unexpected(thrown: unknown): AppError {
  return new AppError('internal', 'Something went wrong here. The log holds it under this request id.', {
    cause: thrown,
  });
}

/** tRPC's own refusals, such as an unknown procedure or a body that is no JSON. */
function ofTrpc(error: TRPCError): AppError {
  const known = Object.entries(trpcCodes).find(([, code]) => code === error.code);
  if (error.code === 'PARSE_ERROR') return new AppError('invalid', 'The body is not JSON.', { cause: error });
  if (error.code === 'METHOD_NOT_SUPPORTED')
    return new AppError('notFound', 'There is no such call by this method.', { cause: error });
  if (known === undefined || error.code === 'INTERNAL_SERVER_ERROR') return unexpected(error);
  // safe: the entry came from `trpcCodes`, whose keys are error codes.
  return new AppError(known[0] as ErrorCode, error.message, { cause: error });
}

export function asTrpcError(thrown: unknown): TRPCError {
  const error = asAppError(thrown);
  return new TRPCError({ code: trpcCodes[error.code], message: error.message, cause: error });
}

/** The first thing that is wrong, named by its path: `limit: Too big: expected number to be <=500`. */
function sentence({ issues }: ZodError): string {
  const [issue] = issues;
  if (issue === undefined) return 'The request is not as described.';
  const path = issue.path.join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
