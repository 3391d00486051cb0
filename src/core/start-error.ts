/**
 * Why the product cannot start, in one sentence that says what to do about it. It is printed as it is, without a stack,
 * and the command exits with 1; so it names no secret.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
}
