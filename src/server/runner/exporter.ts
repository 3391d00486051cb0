import { createHash, randomUUID } from 'node:crypto';
import type { Principal } from '@/core/access';
import { mostInAll } from '@/core/audit/exports';
import { AppError } from '@/core/errors';
import { type ClaimedExport, claimExport, type ExportEnd, endExport, sealedPart, writePart } from '../audit/exports';
import { exportedPage, headOf } from '../audit/lines';
import { byItself, record } from '../audit/record';
import { hear } from '../db/notices';
import { asEverything, asJob, asPerson, type Transaction } from '../db/open';
import { openPart, sealPart } from '../vault/export-part';

/** Entries in one part: a transaction reads them in some tens of milliseconds, far from its time-out. */
const entriesInPart = 1_000;

/** The asker's own transaction, with the rights of this moment: whoever was signed out or lost a customer reads it no more. */
const within = <T>(me: Principal, work: (transaction: Transaction) => Promise<T>): Promise<T> =>
  me.role === 'superAdmin' ? asEverything(me, work) : asPerson(me, work);

/** What an export came to when it stops before its end. */
type Stopped = 'lost' | 'stopped' | 'ending';

/**
 * Writes exports of the audit log, one at a time, a part in each transaction. Its state is the rows: a runner that ends or
 * dies leaves an export where it was, and the next one goes on from there.
 */
export class Exporter {
  readonly #name = `exporter-${randomUUID()}`;
  readonly #onFailure: (error: unknown) => void;
  readonly #entriesInPart: number;
  #stopHearing: () => void = () => undefined;
  #working: Promise<void> = Promise.resolve();
  #isAtWork = false;
  #isEnding = false;

  constructor(onFailure: (error: unknown) => void, perPart = entriesInPart) {
    this.#onFailure = onFailure;
    this.#entriesInPart = perPart;
  }

  begin(): void {
    this.#stopHearing = hear('routeward_export', () => this.look());
  }

  /** Begins what waits, unless it is at work: it looks again by itself when it is done. */
  look(): void {
    if (this.#isAtWork || this.#isEnding) return;
    this.#isAtWork = true;
    this.#working = this.#writeAll()
      .catch(this.#onFailure)
      .finally(() => {
        this.#isAtWork = false;
      });
  }

  /** Stops after the part at hand. */
  async end(): Promise<void> {
    this.#isEnding = true;
    this.#stopHearing();
    await this.#working;
  }

  async #writeAll(): Promise<void> {
    while (!this.#isEnding) {
      const claimed = await asJob('export', ({ db }) => claimExport(db, this.#name));
      if (claimed === null) return;
      await this.#see(claimed);
    }
  }

  async #see(claimed: ClaimedExport): Promise<void> {
    try {
      const stopped = await this.#write(claimed);
      if (stopped === 'stopped') await this.#end(claimed, { state: 'stopped', sha256: null, fault: null });
      // Left as it is, its lease lapses and another runner goes on.
      if (stopped !== null) return;
      await this.#end(claimed, { state: 'done', sha256: await this.#hash(claimed), fault: null });
    } catch (error) {
      await this.#end(claimed, { state: 'failed', sha256: null, fault: wordsOf(error) });
      if (!(error instanceof AppError)) this.#onFailure(error);
    }
  }

  /** Writes part after part. Null when all of them are there. */
  async #write(claimed: ClaimedExport): Promise<Stopped | null> {
    const { id, me, filter, format, key } = claimed;
    let { place, partCount: number, entryCount: entries } = claimed;
    if (number > 0 && place === null) return null;
    do {
      if (this.#isEnding) return 'ending';
      const from = place;
      const page = await within(me, async (transaction) => {
        await transaction.readOnly();
        return exportedPage(transaction.db, me, { filter, format, place: from, limit: this.#entriesInPart });
      });
      const text = number === 0 ? headOf(format) + page.text : page.text;
      const sealed = await sealPart(key, id, number, text);
      const { customerIds, reachedAt } = page;
      const part = { sealed, entries: page.entries, customerIds, reachedAt, place: page.place };
      const wrote = await asJob('export', ({ db }) => writePart(db, claimed, this.#name, part));
      if (wrote !== 'written') return wrote;
      place = page.place;
      entries += page.entries;
      number += 1;
      if (entries > mostInAll)
        throw new AppError('tooLarge', `More than ${mostInAll.toLocaleString('en-US')} entries: narrow the query.`);
    } while (place !== null);
    return null;
  }

  /** Of the whole file, read back as it was stored: what is fetched later has to have the same. */
  async #hash({ id, key }: ClaimedExport): Promise<string> {
    const hash = createHash('sha256');
    for (let number = 0; ; number += 1) {
      const sealed = await asJob('export', ({ db }) => sealedPart(db, id, number));
      if (sealed === null) return hash.digest('hex');
      hash.update(await openPart(key, id, number, sealed));
    }
  }

  /** The end and its trace commit together. */
  async #end(claimed: ClaimedExport, end: ExportEnd): Promise<void> {
    const { id, format, requestId, me } = claimed;
    await asJob('export', async (transaction) => {
      const ended = await endExport(transaction.db, claimed, this.#name, end);
      if (ended === null) return;
      const outcome = end.state === 'failed' ? 'failed' : 'ok';
      const message = end.fault === null ? {} : { message: end.fault };
      const detail = {
        state: end.state,
        format,
        entries: ended.entryCount,
        sha256: end.sha256,
        by: me.personId,
        ...message,
      };
      const target = { kind: 'auditExport', id };
      const origin = byItself(requestId);
      await record(transaction, { event: 'audit.exportWritten', outcome, target, customerId: null, detail }, origin);
    });
  }
}

/** What the asker is told. The words of an AppError are safe to show; of anything else only the log knows. */
function wordsOf(error: unknown): string {
  if (!(error instanceof AppError)) return 'It could not be written. Ask for it again; the server’s log says why.';
  return error.code === 'unauthenticated'
    ? 'The signed-in session it was asked for in has ended. Sign in and ask for it again.'
    : error.message;
}
