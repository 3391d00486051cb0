import { AppError } from '@/core/errors';

/** The name of the rule that a statement broke: rules are constraints, or raised as one. Null for any other error. */
export function ruleIn(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('constraint_name' in at && typeof at.constraint_name === 'string') return at.constraint_name;
  return null;
}

const always: Readonly<Record<string, string>> = {
  rights_are_those_of_now: 'Your rights have changed meanwhile. Sign in again.',
};

/** Does it, and tells a broken rule in its sentence, as a `conflict`. Throws any other error as it came. */
export async function underRules<T>(sentences: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const rule = ruleIn(error) ?? '';
    const sentence = sentences[rule] ?? always[rule];
    throw sentence === undefined ? error : new AppError('conflict', sentence, { cause: error });
  }
}
