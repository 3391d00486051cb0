/** Something did not leave, or was not taken. Its message is for a Super Admin: no secret, and one line. */
export class NotDelivered extends Error {
  override readonly name = 'NotDelivered';
  /** Another attempt would meet the same answer. */
  readonly isFinal: boolean;
  constructor(message: string, { isFinal = false, ...options }: ErrorOptions & { readonly isFinal?: boolean } = {}) {
    super(message, options);
    this.isFinal = isFinal;
  }
}
