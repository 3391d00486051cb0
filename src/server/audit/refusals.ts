import type { Principal } from '@/core/access';
import type { AuditEvent, Outcome } from '@/core/events';
import { asEverything, asJob, asPerson } from '../db/open';
import { once } from '../process';
import { type Detail, type Origin, record } from './record';

/** A refusal or failure that left no deed: it belongs to no customer, so that it tells nobody whether one exists. */
export interface Refusal {
  readonly event: AuditEvent;
  readonly outcome: Extract<Outcome, 'refused' | 'failed'>;
  readonly code: string;
  readonly message: string;
}

interface Tally {
  readonly refusal: Refusal;
  readonly address: string;
  readonly personId: string | null;
  /** All of this minute. */
  total: number;
  /** Those of them that have an entry of their own. */
  written: number;
}

const entriesPerMinute = 20;
const patienceMs = 500;
/** Addresses are free to make up by the million, above all in IPv6: beyond this many a minute they share one entry. */
const talliesPerMinute = 2_000;

/** The log cannot be emptied, so nobody may fill it from outside: what is beyond the bound is counted, not lost. */
const tallies = (): Map<string, Tally> => once('refusal tallies', () => new Map());

/**
 * Leaves the trace of a refusal. A person's are written one by one up to 20 alike a minute; a stranger's, and what is
 * beyond, are counted and written once a minute with their exact total. Never throws: the refusal stands without its
 * trace too, and what could not be written within 500 ms is counted.
 */
export async function recordRefusal(principal: Principal | null, refusal: Refusal, origin: Origin): Promise<void> {
  const tally = tallyOf(principal, refusal, origin);
  tally.total += 1;
  if (principal === null || tally.written >= entriesPerMinute) return;
  tally.written += 1;
  if (!(await wrote(principal, refusal, origin))) tally.written -= 1;
}

function tallyOf(principal: Principal | null, refusal: Refusal, origin: Origin): Tally {
  const personId = principal?.personId ?? null;
  // A person's refusals are alike whatever the address; a stranger has nothing else to be known by.
  const keyOf = (address: string) => JSON.stringify([personId ?? address, refusal.event, refusal.code]);
  const address = tallies().has(keyOf(origin.address)) || tallies().size < talliesPerMinute ? origin.address : 'many';
  const known = tallies().get(keyOf(address));
  if (known !== undefined) return known;
  const tally: Tally = { refusal, address, personId, total: 0, written: 0 };
  tallies().set(keyOf(address), tally);
  return tally;
}

async function wrote(principal: Principal, refusal: Refusal, origin: Origin): Promise<boolean> {
  // Whichever comes first decides, so that nothing is both written and counted.
  let state: 'open' | 'committing' | 'late' = 'open';
  const { event, outcome, code, message } = refusal;
  const open = principal.role === 'superAdmin' ? asEverything : asPerson;
  const writing = open(principal, async (transaction) => {
    await record(transaction, { event, outcome, target: null, customerId: null, detail: { code, message } }, origin);
    // Thrown here it takes the entry back, which the tally counts by then.
    if (state === 'late') throw new Error('counted instead');
    state = 'committing';
  }).then(
    () => true,
    // The session has ended or the database is away: the tally keeps it.
    () => false,
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      if (state !== 'open') return;
      state = 'late';
      resolve(false);
    }, patienceMs);
  });
  return Promise.race([writing, late]).finally(() => clearTimeout(timer));
}

/** Writes the tallies every minute from now on, once in this process. */
export function keepTallying(): void {
  once('refusal clock', () =>
    setInterval(() => void writeTallies(`tally-${new Date().toISOString()}`), 60_000).unref(),
  );
}

/** Writes every tally as one entry with its exact total and starts anew. What cannot be written stays counted. */
export async function writeTallies(requestId: string): Promise<void> {
  for (const [key, tally] of [...tallies()]) {
    tallies().delete(key);
    const counted = tally.total - tally.written;
    if (counted === 0) continue;
    try {
      await asJob('refusals', (transaction) =>
        record(transaction, totalOf(tally, counted), systemOrigin(tally, requestId)),
      );
    } catch {
      // Away again: keep the count for the next minute, together with whatever came meanwhile.
      const meanwhile = tallies().get(key);
      if (meanwhile === undefined) tallies().set(key, { ...tally, total: counted, written: 0 });
      else meanwhile.total += counted;
    }
  }
}

function totalOf(tally: Tally, total: number) {
  const { event, code, message } = tally.refusal;
  const detail: Detail = {
    event,
    code,
    message,
    total,
    ...(tally.personId === null ? {} : { person: tally.personId }),
  };
  return { event: 'audit.refusalsCounted', outcome: 'ok', target: null, customerId: null, detail } as const;
}

const systemOrigin = (tally: Tally, requestId: string): Origin => ({ address: tally.address, agent: '', requestId });
