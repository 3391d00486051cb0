import { StartError } from '@/core/start-error';
import type { OperatorEnv } from '@/env';
import { describe } from '@/server/certificate/describe';
import { problemOfDates } from '@/server/certificate/problem';
import type { Served } from '@/server/certificate/served';
import { givenCertificate, type InForce, selfSigned, usable } from './certificate-in-force';
import type { FrontOptions } from './front/server';
import type { Log } from './log';
import { ownCertificate } from './own-certificate';

const lookMs = 2_000;

interface Shown {
  readonly tls: NonNullable<FrontOptions['tls']>;
  readonly served: Served;
}

/**
 * The certificate that the front shows: the one in force, or the last one that could be used. The files are looked at again
 * and again, and not watched: certbot exchanges symbolic links, and others rename, write in place, or mount; what is in them
 * tells in every case.
 */
export class ServedCertificate {
  #current: Shown;
  /** What could not be used and why: each is warned of once. */
  #warnedOf = '';
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;
  readonly #files: OperatorEnv['tls'];
  readonly #keys: string;
  readonly #log: Log;

  private constructor(files: OperatorEnv['tls'], keys: string, { log, first }: { log: Log; first: Shown }) {
    this.#files = files;
    this.#keys = keys;
    this.#log = log;
    this.#current = first;
  }

  /** Throws StartError where the environment's files cannot be used; an installed one that is damaged is warned of. */
  static async choose(files: OperatorEnv['tls'], keys: string, log: Log): Promise<ServedCertificate> {
    const first = await firstShown(files, keys, log);
    return new ServedCertificate(files, keys, { log, first });
  }

  get current(): Shown {
    return this.#current;
  }

  /** From now on `onChange` is told of each other certificate that can be used. */
  watch(onChange: (shown: Shown) => void): void {
    const again = () => {
      if (!this.#isOver) this.#timer = setTimeout(() => void this.#look(onChange).finally(again), lookMs);
    };
    again();
  }

  stopWatching(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  async #look(onChange: (shown: Shown) => void): Promise<void> {
    const { found, reason } = await this.#read();
    const written = writtenOf(found);
    if (written === writtenOf({ ...this.#current.tls, source: this.#current.served.source })) return;
    // Judged each time: one that is not valid yet is so later, without a change.
    const next = found === null ? reason : shownOf(found, new Date());
    if (typeof next === 'string') {
      if (this.#warnedOf !== written + next)
        this.#log.warn(
          { why: next },
          'the certificate was changed to one that cannot be used; the one before is shown',
        );
      this.#warnedOf = written + next;
      return;
    }
    this.#current = next;
    this.#warnedOf = '';
    const { source, fingerprint, validTo } = next.served;
    this.#log.info({ source, fingerprint, validTo }, 'another certificate is shown from now on');
    onChange(next);
  }

  async #read(): Promise<{ readonly found: InForce | null; readonly reason: string }> {
    try {
      return { found: await this.#candidate(), reason: '' };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      const reason = error instanceof StartError ? error.message : `it cannot be read (${code || 'unknown'})`;
      return { found: null, reason };
    }
  }

  async #candidate(): Promise<InForce> {
    const given = await givenCertificate(this.#files, this.#keys);
    if (given !== null) return given;
    // The self-signed one is made anew at a start, and never under people's eyes.
    const { served, tls } = this.#current;
    return selfSigned(served.source === 'selfSigned' ? tls : await ownCertificate(this.#keys, new Date()));
  }
}

/** Null: nothing that can be read. */
const writtenOf = (found: Pick<InForce, 'source' | 'certificate' | 'key'> | null): string =>
  found === null ? '' : [found.source, found.certificate, found.key].join('\n');

async function firstShown(files: OperatorEnv['tls'], keys: string, log: Log): Promise<Shown> {
  try {
    const given = await givenCertificate(files, keys);
    // One that has ended is still the one that browsers insist on.
    if (given !== null) return shown(usable(given));
  } catch (error) {
    if (files !== null || !(error instanceof StartError)) throw error;
    log.warn({ why: error.message }, 'the installed certificate cannot be used; the self-signed one is shown');
  }
  return shown(selfSigned(await ownCertificate(keys, new Date())));
}

const shown = ({ source, certificate, key }: InForce): Shown => ({
  tls: { certificate, key, isGiven: source !== 'selfSigned' },
  served: { source, ...describe(certificate) },
});

/** A sentence where it cannot be used: half written, of another key, or not valid at this moment. */
function shownOf(found: InForce, now: Date): Shown | string {
  try {
    const made = shown(usable(found));
    return problemOfDates('The certificate', made.served, now) ?? made;
  } catch (error) {
    if (error instanceof StartError) return error.message;
    throw error;
  }
}
