import { sql } from 'drizzle-orm';
import type { Principal } from '@/core/access';
import { AppError } from '@/core/errors';
import type { CustomerId, DeviceId, PersonId, RunId, SessionId } from '@/core/ids';
import { limits, sessionName } from '@/core/sessions';
import type { Transaction } from './connection';
import { ruleIn } from './rule';

type Db = Transaction['db'];

/** What a person adds to a case log. Its number, its time and who it was are the database's to say. */
export type NewStep =
  | { readonly kind: 'opened' | 'note' | 'renamed' | 'closed' | 'reopened'; readonly text: string }
  | { readonly kind: 'deviceAdded'; readonly device: DeviceId }
  | { readonly kind: 'run'; readonly run: RunId }
  | { readonly kind: 'handedOver'; readonly to: PersonId; readonly text: string | null };

/** Whose step it is, and from where. */
export interface Author {
  readonly me: Principal;
  /** The network address of the request. */
  readonly from: string;
}

interface Case {
  readonly id: SessionId;
  readonly customerId: CustomerId;
  readonly number: number;
}

/** Opens a session with its symptom and devices. Returns its id. */
export async function openSession(
  db: Db,
  author: Author,
  {
    customerId,
    title,
    symptom,
    devices,
  }: { customerId: CustomerId; title: string; symptom: string; devices: readonly DeviceId[] },
): Promise<SessionId> {
  // Only the columns that a person may fill: the builder would name them all.
  const [made] = await db.execute<{ id: SessionId; number: number }>(sql`
    insert into app.session (customer_id, title, opened_by)
    values (${customerId}, ${title}, ${author.me.personId}) returning id, number`);
  if (made === undefined) throw new Error('insert returned nothing');
  const opened = { ...made, customerId };
  await addStep(db, author, opened, { kind: 'opened', text: symptom });
  for (const device of devices) await addStep(db, author, opened, { kind: 'deviceAdded', device });
  return made.id;
}

/** Adds a step. Returns its number. Throws `conflict` where the case does not take one such as it stands. */
export async function addStep(
  db: Db,
  { me, from }: Author,
  { id, customerId, number }: Case,
  step: NewStep,
): Promise<number> {
  const text = 'text' in step ? step.text : null;
  const device = 'device' in step ? step.device : null;
  const run = 'run' in step ? step.run : null;
  const to = 'to' in step ? step.to : null;
  try {
    const [taken] = await db.execute<{ number: number }>(sql`
      insert into app.session_step (session_id, customer_id, kind, by_id, from_address, text, device_id, run_id, to_id)
      values (${id}, ${customerId}, ${step.kind}, ${me.personId}, ${from}, ${text}, ${device}, ${run}, ${to})
      returning number`);
    if (taken === undefined) throw new Error('insert returned nothing');
    return taken.number;
  } catch (error) {
    const sentence = refusals[ruleIn(error) ?? ''];
    throw sentence === undefined ? error : new AppError('conflict', sentence(sessionName(number)), { cause: error });
  }
}

/** What the database refuses, by the name of its rule, as a person reads it. */
const refusals: Readonly<Record<string, (session: string) => string>> = {
  session_is_open: (session) => `${session} is closed. Reopen it to go on with it.`,
  session_is_closed: (session) => `${session} is open already.`,
  session_has_room: (session) => `${session} has ${limits.steps} steps, which is the most. Close it and open another.`,
  session_has_few_devices: (session) => `${session} has ${limits.devices} devices, which is the most.`,
  session_has_few_runs: (session) =>
    `${session} has ${limits.runs} runs, which is the most. Close it and open another.`,
  session_runs_on_its_devices: (session) => `This device does not belong to ${session}. Add it first.`,
  session_holder_may_hold_it: (session) => `Nobody of that id may look after ${session}.`,
  session_changes_hands: (session) => `They look after ${session} already.`,
  session_device_session_id_device_id_pk: (session) => `This device belongs to ${session} already.`,
};
