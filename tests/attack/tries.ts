import { Unopenable } from '@/server/vault/sealed';
import { type Counted, tally } from './counted';
import type { Stage, Waiting } from './stage';

/** What an approval can be instead of one of exactly this preview, by somebody who may, in time and once. */
export const kinds = ['missing', 'expired', 'reused', 'foreign-user', 'foreign-device', 'altered'] as const;
export type Kind = (typeof kinds)[number];

/** One way to have a change made that nobody may have made. */
export interface Try {
  readonly kind: Kind | 'self-approved';
  readonly what: string;
  /** Settles with how many rows it reached where that is what it does; rejects where it was refused. */
  readonly go: () => Promise<unknown>;
}

/** Who said no: `API CONFLICT`, `database change_is_decided_once`, `runner differs`; or nobody. */
export interface Outcome {
  readonly refusedBy: string | null;
  readonly isExecuted: boolean;
}

const doors = ['BAD_REQUEST', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'TOO_MANY_REQUESTS'];

/** Throws what is no refusal: a statement that is none, or a server that broke down. */
function refusalOf(error: unknown): string {
  if (error instanceof Unopenable) return 'vault';
  // safe: whatever was thrown, these are looked for on it.
  const { code, constraint_name: rule, cause } = error as { code?: string; constraint_name?: string; cause?: unknown };
  if (rule !== undefined && rule !== '') return `database ${rule}`;
  if (code === '42501') return 'database insufficient_privilege';
  if (code !== undefined && doors.includes(code)) return `API ${code}`;
  if (cause !== undefined && cause !== error) return refusalOf(cause);
  throw error;
}

/** One that was tried, and of which change. */
export interface Tried extends Outcome, Pick<Try, 'kind' | 'what'> {
  readonly of: string;
}

/** What nobody refused, or what was done all the same, in words. */
export const wrong = ({ of, what, refusedBy, isExecuted }: Tried): readonly string[] =>
  refusedBy !== null && !isExecuted
    ? []
    : [`${of}, ${what}: ${refusedBy ?? 'nobody refused'}, ${isExecuted ? '' : 'not '}executed`];

/** Each after the other, on one change. */
export async function attempted(stage: Stage, one: Waiting, tries: readonly Try[]): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  const of = `${one.template} ${JSON.stringify(one.values)}`;
  for (const { kind, what, go } of tries)
    tried.push({ ...(await outcomeOf(stage, one, { kind, what, go })), kind, what, of });
  return tried;
}

/** A line of them. */
export function countedOf(what: string, never: string, those: readonly Tried[]): Counted {
  const instead = tally(those.flatMap(({ refusedBy }) => (refusedBy === null ? [] : [refusedBy])));
  return { what, tried: those.length, never, found: those.flatMap(wrong), instead };
}

/** Does it, waits for what the runner makes of it, and looks at the router. */
async function outcomeOf(stage: Stage, { id, device }: Pick<Waiting, 'id' | 'device'>, { go }: Try): Promise<Outcome> {
  const [marks, state] = [stage.marksOn(device), await stage.stateOf(id)];
  const refusedBy = await go().then(
    (rows) => (rows === 0 ? 'database no row in reach' : null),
    (error: unknown) => refusalOf(error),
  );
  await stage.leaves(id, 'authorised', 'applying');
  const now = await stage.stateOf(id);
  const isExecuted = stage.marksOn(device) !== marks;
  if (refusedBy !== null || now === state) return { refusedBy, isExecuted };
  const [row] = await stage.database.owner`select fault_code from app.change where id = ${id}`;
  return { refusedBy: now === 'failed' ? `runner ${row?.fault_code}` : null, isExecuted };
}
