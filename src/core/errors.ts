/** Everything that can be wrong, as the caller is told. The HTTP status is the meaning; see `httpStatus`. */
export const httpStatus = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooLarge: 413,
  unsupported: 415,
  tooMany: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof httpStatus;

/** An error whose message is by definition safe to show to whoever caused it. Anything else shows no message. */
export class AppError extends Error {
  override readonly name = 'AppError';
  /** What was aimed at, for the audit alone: the caller may not learn that it exists. */
  readonly target: { readonly kind: string; readonly id: string } | null;
  constructor(
    readonly code: ErrorCode,
    message: string,
    { target, ...options }: ErrorOptions & { readonly target?: AppError['target'] } = {},
  ) {
    super(message, options);
    this.target = target ?? null;
  }
}

/** What every failed request answers with. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly message: string;
  readonly requestId: string;
}

/** The one sentence for a customer out of reach: the same whether it exists or not. */
export function notInScope(customer: string): AppError {
  return new AppError('forbidden', `customer "${customer}" not in scope`);
}
