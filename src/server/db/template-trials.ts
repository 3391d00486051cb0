import { and, eq, sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import type { Values } from '@/core/actions/parameter';
import type { TrialOutcome } from '@/core/templates/trial';
import type { TrialState } from '@/core/templates/versions';
import type { Transaction } from './connection';
import { ownedBy } from './reach';
import { underRules } from './rule';
import { templateTrial } from './schema/templates';

type Db = Transaction['db'];

export interface TrialIntent {
  readonly id: string;
  readonly document: string;
  readonly values: Values;
  readonly routerOs: string;
}

const rules = {
  template_is_authored_by_a_super_admin: 'Your rights have changed meanwhile. Sign in again.',
  template_trials_are_few: 'Three of your trials are under way: wait until one has ended.',
};

/** The runner hears of it when this is committed. */
export async function askForTrial(
  db: Db,
  me: Principal,
  { id, document, values, routerOs }: TrialIntent,
): Promise<void> {
  await underRules(rules, () =>
    db.execute(sql`insert into app.template_trial (id, person_id, document, values, router_os)
      values (${id}, ${me.personId}, ${document}, ${JSON.stringify(values)}::jsonb, ${routerOs})`),
  );
}

export interface Trial {
  readonly id: string;
  readonly state: TrialState;
  readonly routerOs: string;
  readonly outcome: TrialOutcome | null;
}

/** One of the caller's own. */
export async function findTrial(db: Db, me: Principal, id: string): Promise<Trial | undefined> {
  const [row] = await db
    .select({
      ...{ id: templateTrial.id, state: templateTrial.state },
      ...{ routerOs: templateTrial.routerOs, outcome: templateTrial.outcome },
    })
    .from(templateTrial)
    .where(and(eq(templateTrial.id, id), ownedBy(me, templateTrial.personId)));
  return row as Trial | undefined; // safe: only the runner writes outcomes, and nothing but these.
}

/** Longer than any trial may take: one that outlives it lost its runner, and is done anew. */
const leaseSeconds = 90;

/** Takes the oldest trial that waits; null: none does. For the job `trials`. */
export async function claimTrial(db: Db, runner: string): Promise<TrialIntent | null> {
  const [row] = await db.execute<Record<string, unknown> & TrialIntent>(sql`
    update app.template_trial t set state = 'running', claimed_by = ${runner},
      lease_until = app.now() + make_interval(secs => ${leaseSeconds})
    where t.id = (select w.id from app.template_trial w
      where w.state = 'waiting' or w.state = 'running' and w.lease_until <= app.now()
      order by w.asked_at for update skip locked limit 1)
    returning t.id, t.document, t.values, t.router_os as "routerOs"`);
  return row ?? null;
}

/** Only whoever holds the claim says how it ended. */
export async function endTrial(db: Db, id: string, runner: string, outcome: TrialOutcome): Promise<void> {
  await db.execute(sql`
    update app.template_trial set state = 'ended', outcome = ${JSON.stringify(outcome)}::jsonb, ended_at = app.now(),
      claimed_by = null, lease_until = null
    where id = ${id} and claimed_by = ${runner}`);
}

/** Throws away what was tried more than a day ago. */
export async function forgetTrials(db: Db): Promise<void> {
  await db.delete(templateTrial).where(sql`${templateTrial.askedAt} < app.now() - interval '1 day'`);
}
