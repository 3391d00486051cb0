import type { Principal } from '@/core/access';
import type { AuditEvent, Outcome } from '@/core/events';
import { asEverything, asJob, asPerson } from '../db/open';
import { once } from '../process';
import { type Detail, type Origin, record, type Trace } from './record';

/** A refusal or failure that left no deed: it belongs to no customer, so that it tells nobody whether one exists. */
export interface Refusal {
  readonly event: AuditEvent;
  readonly outcome: Extract<Outcome, 'refused' | 'failed'>;
  readonly code: string;
  readonly message: string;
  readonly target: Trace['target'];
}

interface Tally {
  readonly refusal: Refusal;
  readonly address: string;
  readonly personId: string | null;
  /** Entries of their own that were begun this minute. */
  begun: number;
  /** Those without one: what the next total says. */
  counted: number;
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
  const about = { refusal, address: origin.address, personId: principal?.personId ?? null };
  const tally = tallyOf(about);
  if (principal === null || tally.begun >= entriesPerMinute) {
    tally.counted += 1;
    return;
  }
  tally.begun += 1;
  // Looked up anew: this minute's tally may have been written meanwhile.
  if (!(await wrote(principal, refusal, origin))) tallyOf(about).counted += 1;
}

function tallyOf({ refusal, address, personId }: Pick<Tally, 'refusal' | 'address' | 'personId'>): Tally {
  // A person's refusals are alike whatever the address; a stranger has nothing else to be known by.
  const keyOf = (from: string) => JSON.stringify([personId ?? from, refusal.event, refusal.code, refusal.target?.id]);
  const from = tallies().has(keyOf(address)) || tallies().size < talliesPerMinute ? address : 'many';
  const known = tallies().get(keyOf(from));
  if (known !== undefined) return known;
  const tally: Tally = { refusal, address: from, personId, begun: 0, counted: 0 };
  tallies().set(keyOf(from), tally);
  return tally;
}

async function wrote(principal: Principal, refusal: Refusal, origin: Origin): Promise<boolean> {
  // Whichever comes first decides, so that nothing is both written and counted.
  let state: 'open' | 'committing' | 'late' = 'open';
  const { event, outcome, code, message, target } = refusal;
  const open = principal.role === 'superAdmin' ? asEverything : asPerson;
  const writing = open(principal, async (transaction) => {
    await record(transaction, { event, outcome, target, customerId: null, detail: { code, message } }, origin);
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

/** How many refusals have no entry yet. They get one within the minute; more than that, and the log cannot be written to. */
export const refusalsWaiting = (): number => [...tallies().values()].reduce((sum, { counted }) => sum + counted, 0);

/** Writes the tallies every minute from now on, once in this process. */
export function keepTallying(): void {
  once('refusal clock', () =>
    setInterval(() => void writeTallies(`tally-${new Date().toISOString()}`), 60_000).unref(),
  );
}

/**
 * Writes every tally as one entry with its exact total and starts anew. What cannot be written stays counted, together
 * with whatever comes meanwhile. A call while one is under way joins it: no tally is ever taken twice.
 */
export function writeTallies(requestId: string): Promise<void> {
  const writing = once<{ current: Promise<void> | null }>('refusal writing', () => ({ current: null }));
  writing.current ??= writeAll(requestId).finally(() => {
    writing.current = null;
  });
  return writing.current;
}

async function writeAll(requestId: string): Promise<void> {
  const taken = [...tallies().values()];
  tallies().clear();
  for (const tally of taken.filter(({ counted }) => counted > 0)) {
    const origin = { address: tally.address, agent: '', requestId };
    await asJob('refusals', (transaction) => record(transaction, totalOf(tally), origin)).catch(() => {
      // The database is away: the next minute's total has these too.
      tallyOf(tally).counted += tally.counted;
    });
  }
}

function totalOf({ refusal: { event, code, message, target }, personId, counted }: Tally) {
  const detail: Detail = { event, code, message, total: counted, ...(personId === null ? {} : { person: personId }) };
  return { event: 'audit.refusalsCounted', outcome: 'ok', target, customerId: null, detail } as const;
}
