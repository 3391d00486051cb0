import { and, asc, count, desc, eq, gt, ilike, inArray, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Principal, Role } from '@/core/access';
import type { CustomerId, DeviceId, PersonId, RunId, SessionId } from '@/core/ids';
import type { RecordedDevice } from '@/core/session-record';
import type { SessionState, ToldSession, ToldStep } from '@/core/sessions';
import { anywhere } from './anywhere';
import type { Transaction } from './connection';
import { joinReach } from './reach';
import { device } from './schema/devices';
import { customer } from './schema/people';
import { session, sessionDevice, sessionStep } from './schema/sessions';

type Db = Transaction['db'];

/** A session as its row tells it, with the devices it is about. */
export interface Session extends ToldSession {
  readonly customerId: CustomerId;
  readonly stepCount: number;
  readonly runCount: number;
  readonly devices: readonly { readonly id: DeviceId; readonly name: string }[];
}

const columns = {
  id: session.id,
  customerId: session.customerId,
  number: session.number,
  title: session.title,
  openedAt: session.openedAt,
  byName: session.byName,
  byRole: session.byRole,
  holder: session.holderName,
  closedAt: session.closedAt,
  cause: session.cause,
  stepCount: session.stepCount,
  runCount: session.runCount,
};

export interface SessionFilter {
  readonly state?: SessionState | undefined;
  /** Only those about this device. */
  readonly device?: DeviceId | undefined;
  /** Part of the title, in any case; or a number as people write it, `S-12`. */
  readonly q?: string | undefined;
  /** The time and id of the last one on the page before. */
  readonly after?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

/** Sessions in reach, the newest first. As with devices, what is joined for its name is joined to the page alone. */
async function pageInReach(db: Db, me: Principal, limit: number, conditions: (SQL | undefined)[]): Promise<Session[]> {
  const page = joinReach(db.select(columns).from(session).$dynamic(), me, session.customerId)
    .where(and(...conditions))
    .orderBy(desc(session.openedAt), desc(session.id))
    .limit(limit)
    .as('page');
  const rows = await db
    .select()
    .from(page)
    .innerJoin(customer, eq(customer.id, page.customerId))
    .orderBy(desc(page.openedAt), desc(page.id));
  const named = await devicesOf(
    db,
    me,
    rows.map((row) => row.page.id),
  );
  return rows.map(({ page: { byName, byRole, ...row }, customer: { slug } }) => {
    const told = {
      ...row,
      customer: slug,
      state: row.closedAt === null ? 'open' : 'closed',
      openedBy: { name: byName, role: byRole },
      devices: named.filter(({ session }) => session === row.id).map(({ id, name }) => ({ id, name })),
    };
    return told as unknown as Session; // safe: the columns hold what their brands and checks say.
  });
}

async function devicesOf(db: Db, me: Principal, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const query = db
    .select({ session: sessionDevice.sessionId, id: device.id, name: device.name })
    .from(sessionDevice)
    .innerJoin(device, eq(device.id, sessionDevice.deviceId))
    .$dynamic();
  return joinReach(query, me, sessionDevice.customerId)
    .where(inArray(sessionDevice.sessionId, [...ids]))
    .orderBy(asc(device.name));
}

/** Undefined where the session is not there or not in the caller's reach. */
export async function findSession(db: Db, me: Principal, id: SessionId): Promise<Session | undefined> {
  const [found] = await pageInReach(db, me, 1, [eq(session.id, id)]);
  return found;
}

/** One page of sessions, of one customer or of the whole reach, with how many match in each state. */
export async function listSessions(db: Db, me: Principal, of: CustomerId | null, filter: SessionFilter) {
  const { state, device, q, after, limit } = filter;
  const matches = [
    of === null ? undefined : eq(session.customerId, of),
    q === undefined ? undefined : isAbout(q),
    device && isOn(db, device),
  ];
  const inState = state && (state === 'open' ? isNull(session.closedAt) : isNotNull(session.closedAt));
  const older =
    after && lt(sql`(${session.openedAt}, ${session.id})`, sql`(${after.at}::timestamptz, ${after.id}::uuid)`);
  const page = await pageInReach(db, me, limit + 1, [...matches, inState, older]);
  const items = page.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    next: page.length > limit && last ? { at: last.openedAt, id: last.id } : null,
    states: await countByState(db, me, matches),
  };
}

async function countByState(
  db: Db,
  me: Principal,
  matches: (SQL | undefined)[],
): Promise<Record<SessionState, number>> {
  const query = db
    .select({ isClosed: sql<boolean>`${session.closedAt} is not null`.as('is_closed'), sessions: count() })
    .from(session)
    .$dynamic();
  const rows = await joinReach(query, me, session.customerId)
    .where(and(...matches))
    .groupBy(sql`1`);
  const of = (closed: boolean) => rows.find(({ isClosed }) => isClosed === closed)?.sessions ?? 0;
  return { open: of(false), closed: of(true) };
}

const isOn = (db: Db, device: DeviceId): SQL =>
  inArray(
    session.id,
    db.select({ id: sessionDevice.sessionId }).from(sessionDevice).where(eq(sessionDevice.deviceId, device)),
  );

function isAbout(q: string): SQL | undefined {
  const pattern = anywhere(q);
  const [, digits] = /^s?-?(\d{1,9})$/i.exec(q) ?? [];
  return or(ilike(session.title, pattern), digits === undefined ? undefined : eq(session.number, Number(digits)));
}

/** How many sessions are open, by customer, in the caller's reach. */
export async function openSessions(db: Db, me: Principal): Promise<ReadonlyMap<string, number>> {
  const query = db.select({ customer: session.customerId, sessions: count() }).from(session).$dynamic();
  const rows = await joinReach(query, me, session.customerId)
    .where(isNull(session.closedAt))
    .groupBy(session.customerId);
  return new Map(rows.map(({ customer, sessions }) => [customer, sessions]));
}

/** Steps of a session in reach, from number `after` + 1 on, in their order. */
export async function stepsOf(db: Db, me: Principal, id: SessionId, after = 0): Promise<ToldStep[]> {
  const query = db
    .select({
      number: sessionStep.number,
      kind: sessionStep.kind,
      at: sessionStep.at,
      byName: sessionStep.byName,
      byRole: sessionStep.byRole,
      from: sessionStep.fromAddress,
      text: sessionStep.text,
      device: sessionStep.deviceId,
      run: sessionStep.runId,
      to: sessionStep.toName,
    })
    .from(sessionStep)
    .$dynamic();
  const rows = await joinReach(query, me, sessionStep.customerId)
    .where(and(eq(sessionStep.sessionId, id), gt(sessionStep.number, after)))
    .orderBy(asc(sessionStep.number));
  return rows.map(({ byName, byRole, device, run, ...step }) => ({
    ...step,
    // safe: keys of their tables, and a role that the database copied from one.
    ...({ by: { name: byName, role: byRole as Role }, device, run } as Pick<ToldStep, 'by' | 'device' | 'run'>),
  }));
}

/** The runs that a session tells of, in the order of their steps. */
export async function runIdsOf(db: Db, me: Principal, id: SessionId): Promise<RunId[]> {
  const query = db.select({ run: sessionStep.runId }).from(sessionStep).$dynamic();
  const rows = await joinReach(query, me, sessionStep.customerId)
    .where(and(eq(sessionStep.sessionId, id), isNotNull(sessionStep.runId)))
    .orderBy(asc(sessionStep.number));
  return rows.map(({ run }) => run as RunId); // safe: the condition leaves no null, and it is a key of its table.
}

/** The session's devices as they were when they were added, in that order. */
export async function recordedDevicesOf(db: Db, me: Principal, id: SessionId): Promise<RecordedDevice[]> {
  const { name, address, port, transport, model, version } = sessionDevice;
  const query = db
    .select({ id: sessionDevice.deviceId, name, address, port, transport, model, version })
    .from(sessionDevice)
    .innerJoin(
      sessionStep,
      and(
        eq(sessionStep.sessionId, sessionDevice.sessionId),
        eq(sessionStep.deviceId, sessionDevice.deviceId),
        eq(sessionStep.kind, 'deviceAdded'),
      ),
    )
    .$dynamic();
  const rows = await joinReach(query, me, sessionDevice.customerId)
    .where(eq(sessionDevice.sessionId, id))
    .orderBy(asc(sessionStep.number));
  return rows as RecordedDevice[]; // safe: a key of its table.
}

/** Whoever may look after a case of this customer, by name. */
export async function holdersOf(db: Db, customerId: CustomerId) {
  const rows = await db.execute<{ id: PersonId; name: string; role: Role }>(
    sql`select h.id, h.name, h.role from app.holders(${customerId}) h`,
  );
  return rows.map(({ id, name, role }) => ({ id, name, role }));
}
