import { z } from 'zod';
import { faultCodes } from '../faults';
import { Line } from '../text';
import { otherAccounts } from './accounts';

/** What a set of credentials is called: one line of 1 to 64 characters. */
export const CredentialsName = Line.trim().min(1).max(64);

/** What an examination found of an account beside the one that reads. */
export const AccountFinding = z.object({
  account: z.enum(otherAccounts),
  /** Why it could not sign in; null: it could. */
  faultCode: z.enum(faultCodes).nullable(),
  /** Policies that its group lacks; null: the router does not tell. */
  missing: z.array(z.string()).nullable(),
});
export type AccountFinding = z.output<typeof AccountFinding>;

/** Of a RouterOS account. What RouterOS cannot take in a word is refused here: nobody should find out at the router. */
export const Login = z.strictObject({
  name: Line.min(1).max(64),
  password: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[^\p{Cc}]*$/u, 'no control characters'),
});
export type Login = z.output<typeof Login>;
