import { AppError } from '@/core/errors';
import { longestPassword, shortestPassword } from '@/core/passwords';
import { blockedWords, commonestPasswords } from './blocked-passwords';

/** A new password that the policy let through: nothing else can be hashed. */
export type AcceptedPassword = string & { readonly accepted: unique symbol };

/** Whose password it is to be: their own name is the first thing anybody tries. */
export interface PasswordOwner {
  readonly email: string;
  readonly name: string;
  readonly hasSecondFactor: boolean;
}

/** So much has to be left when the words everybody knows are taken out. */
const leastOwn = { alone: 8, besideSecondFactor: 4 } as const;

/**
 * Lets a new password through as it was typed, or throws AppError('invalid') with the reason. Length and a list of what
 * is tried first, nothing else (NIST SP 800-63B-4, 3.1.1.2): rules of composition make people write `Password1!`.
 * Characters are Unicode code points.
 */
export function acceptPassword(typed: string, owner: PasswordOwner): AcceptedPassword {
  const problem = problemOf(typed, owner);
  if (problem) throw new AppError('invalid', problem);
  // safe: this is the one place that says so.
  return typed as AcceptedPassword;
}

function problemOf(typed: string, owner: PasswordOwner): string | undefined {
  const kind = owner.hasSecondFactor ? 'besideSecondFactor' : 'alone';
  const { length } = [...typed];
  if (length < shortestPassword[kind])
    return `Use at least ${shortestPassword[kind]} characters. A few words in a row are easy to remember.`;
  if (length > longestPassword) return `Use at most ${longestPassword} characters.`;
  // Half a character becomes the same replacement mark as any other half: two passwords would be one.
  if (/\p{Surrogate}/u.test(typed)) return 'This text has a broken character in it. Type it again.';
  const plain = plainForm(typed);
  if (commonest.has(plain) || commonest.has(plainForm(withoutEnds(typed))))
    return 'This password is on the lists that attackers try first. Use another one.';
  if (new Set(typed.toLowerCase()).size < 5) return 'This password repeats a few characters. Use another one.';
  if (Math.min(ownPart(plain, owner), ownPart(withoutDigits(typed), owner)) < leastOwn[kind]) {
    return 'This password is made of words that are tried first (the product, your name, "password"). Use other words.';
  }
  return undefined;
}

/** Case, spaces, signs and the usual letters-for-digits do not make a password another one to who guesses. */
function plainForm(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[@4]/g, 'a')
    .replace(/0/g, 'o')
    .replace(/[$5]/g, 's')
    .replace(/3/g, 'e')
    .replace(/[1|]/g, 'i')
    .replace(/[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}]/gu, '');
}

/** Nor does what is hung on at an end. */
const withoutEnds = (typed: string): string => typed.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');

/** A year after a word makes no word of one's own either. */
const withoutDigits = (typed: string): string => plainForm(typed.replace(/\p{N}/gu, ''));

const commonest: ReadonlySet<string> = new Set(commonestPasswords.map(plainForm));

/** How many characters remain without the known words, the owner's name and address, and digits. */
function ownPart(plain: string, owner: PasswordOwner): number {
  const words = [...owner.email.split(/[@.+_-]/), ...owner.name.split(/\s+/)]
    .map(plainForm)
    .filter((word) => word.length > 2);
  const rest = [...blockedWords.map(plainForm), ...words]
    .sort((a, b) => b.length - a.length)
    .reduce((left, word) => left.replaceAll(word, ''), plain)
    .replace(/\p{N}/gu, '');
  return [...rest].length;
}
