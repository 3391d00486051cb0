import { heldByLink, heldByReturn, isLinkDown } from '@/core/alarm-rules';
import type { AuditEvent } from '@/core/events';
import { byItself, type Detail, record } from '../audit/record';
import { alarmWork, type WatchBegins, watchBegins } from '../db/alarm-work';
import { keptSettings } from '../db/configuration';
import { asJob, type Transaction } from '../db/open';
import { clearOwnLink, linkCounts, ownLink, raiseOwnLink } from '../db/own-link';
import type { Ways } from '../post/deliver';
import { anyAnswers } from '../post/witness';
import { lookAfter } from './alarm-look';
import { postAlarms } from './alarm-post';

/** What was lost so long ago is no sign of our own link any more. */
const signMs = 600_000;

export interface WatchmanOptions {
  readonly resolve: Ways['resolve'];
  readonly onFailure: (error: unknown) => void;
}

/** Looks what has been down for too long, and whether it is not ourselves; and has people told. */
export class Watchman {
  readonly #options: WatchmanOptions;
  #begins: WatchBegins | null = null;

  constructor(options: WatchmanOptions) {
    this.#options = options;
  }

  /** One look at all customers. The first one begins the watch: what was found before counts no longer than from then on. */
  async look(): Promise<void> {
    this.#begins ??= await asJob('alarms', ({ db }) => watchBegins(db));
    const begins = this.#begins;
    const work = await asJob('alarms', ({ db }) => alarmWork(db, begins.at));
    const heldSeconds = await this.#held(
      begins,
      work.some(({ isDue }) => isDue),
    );
    for (const { customer } of work) {
      // One customer that cannot be looked after must not keep the others from being told.
      await lookAfter(customer, { watchedFrom: begins.at, heldSeconds }).catch(this.#options.onFailure);
    }
    await postAlarms();
  }

  /** How long what is down is held back, as it may be our own link. Asked only while it makes a difference. */
  async #held(begins: WatchBegins, isDue: boolean): Promise<number> {
    const link = await asJob('alarms', ({ db }) => ownLink(db));
    const wasDown = link.downSince !== null;
    if (!isDue && !wasDown) return heldByReturn(link.over);
    const lostFrom = link.downSince ?? signsFrom(begins, link.at);
    const [counts, witnesses] = await asJob('alarms', async ({ db }) => [
      await linkCounts(db, begins.at, lostFrom),
      (await keptSettings(db)).settings['alarms.witnesses'],
    ]);
    const seen = { ...counts, witnesses: await this.#ask(witnesses) };
    const isDown = isLinkDown(wasDown, seen);
    if (isDown !== wasDown) await turnLink(isDown, { since: counts.firstLostAt ?? link.at, devices: counts.lost });
    if (isDown) return heldByLink(seen);
    return heldByReturn(wasDown ? (await asJob('alarms', ({ db }) => ownLink(db))).over : link.over);
  }

  async #ask(witnesses: readonly string[]): Promise<'none' | 'silent' | 'answered'> {
    if (witnesses.length === 0) return 'none';
    return (await anyAnswers(witnesses, this.#options.resolve)) ? 'answered' : 'silent';
  }
}

/** Just after the beginning: from before the last try of whoever watched last, as nobody knows what came down in between. */
function signsFrom({ at, lastTriedAt }: WatchBegins, now: string): string {
  const usual = Date.parse(now) - signMs;
  const isNew = Date.parse(at) > usual;
  const from = isNew ? Math.min(usual, Date.parse(lastTriedAt ?? at) - signMs) : usual;
  return new Date(from).toISOString();
}

/** Its alarm is raised, or over. */
async function turnLink(isDown: boolean, { since, devices }: { readonly since: string; readonly devices: number }) {
  await asJob('alarms', async (transaction) => {
    const { db } = transaction;
    if (!isDown) {
      const id = await clearOwnLink(db);
      if (id !== null) await tellLog(transaction, 'alarm.cleared', { alarm: id, kind: 'ownLink' });
      return;
    }
    const raised = await raiseOwnLink(db, since, devices);
    if (raised === null) return;
    const { id, times } = raised;
    const event = times === 1 ? 'alarm.raised' : 'alarm.reopened';
    await tellLog(transaction, event, { alarm: id, kind: 'ownLink', devices, times });
  });
}

async function tellLog(transaction: Transaction, event: AuditEvent, detail: Detail & { readonly alarm: string }) {
  const from = byItself(`alarm:${detail.alarm}`);
  await record(transaction, { event, outcome: 'ok', target: null, customerId: null, detail }, from);
}
