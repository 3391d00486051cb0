import { createHash, randomBytes } from 'node:crypto';
import type { Row } from './second-queries';

export interface SecondAccount {
  readonly name: string;
  readonly password: string;
  readonly policies: readonly string[];
}

export type LoginAnswer =
  | { readonly kind: 'in'; readonly account: SecondAccount }
  | { readonly kind: 'challenge'; readonly ret: string }
  | { readonly kind: 'refused'; readonly message: string };

/** The login of one connection (manual: "Initial login"). */
export class Login {
  #challenge: Buffer | null = null;

  /** `isPre643` knows nothing but the digest, whatever else is said to it. */
  constructor(
    readonly accounts: readonly SecondAccount[],
    readonly isPre643: boolean,
  ) {}

  answer({ name, password, response }: Row): LoginAnswer {
    if (this.isPre643 ? response === undefined : password === undefined) return this.#challenged();
    const account = this.accounts.find((one) => one.name === name);
    const isRight = this.isPre643
      ? account !== undefined && response === this.#digest(account)
      : account?.password === password;
    this.#challenge = null;
    if (account !== undefined && isRight) return { kind: 'in', account };
    const message = this.isPre643 ? 'cannot log in' : 'invalid user name or password (6)';
    return { kind: 'refused', message };
  }

  #challenged(): LoginAnswer {
    this.#challenge = randomBytes(16);
    return { kind: 'challenge', ret: this.#challenge.toString('hex') };
  }

  /** `00` and the MD5 of a zero byte, the password and the challenge. */
  #digest({ password }: SecondAccount): string | null {
    if (this.#challenge === null) return null;
    const hash = createHash('md5')
      .update(Buffer.from([0]))
      .update(password, 'utf8')
      .update(this.#challenge);
    return `00${hash.digest('hex')}`;
  }
}
