import { mailServer, problemOfMail } from '@/core/configuration/mail';
import { keptSettings, sealedSetting } from '../db/configuration';
import { hear } from '../db/notices';
import { asJob, type Transaction } from '../db/open';
import { noteOutgoing, type Outgoing, takeOutgoing } from '../db/outgoing';
import { type Delivery, deliver, type Ways } from '../post/deliver';
import { type Account, type Letter, sendMail } from '../post/mail';
import { NotDelivered } from '../post/not-delivered';
import { systemVault } from '../vault/data-keys';
import { Unopenable } from '../vault/sealed';
import { mailPlace, settingPlace, webhookPlace } from '../vault/system-key';

/** On their way at the same time, whichever process took them. What is not answered holds up its own kind alone. */
const places = { mail: 20, perWebhook: 3 };
const daySeconds = 86_400;
/** From ten seconds on, four times as long each time, six hours at most. */
const firstPauseSeconds = 10;
const longestPauseSeconds = 6 * 3_600;

export interface CourierOptions extends Ways {
  readonly onFailure: (error: unknown) => void;
}

/** How to send one: opened in the transaction that took it, sent after that. */
type Opened = { readonly letter: Letter; readonly account: Account } | { readonly delivery: Delivery };

/** Sends what is to leave this machine: mail and webhooks, each until it was taken, for a day at most. */
export class Courier {
  readonly #options: CourierOptions;
  #stopHearing: () => void = () => undefined;
  #isEnding = false;
  readonly #looks = new Set<Promise<void>>();

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  begin(): void {
    this.#stopHearing = hear('routeward_outgoing', () => this.ask());
  }

  /** Looks, and lets nobody wait for what is slow. */
  ask(): void {
    this.look().catch(this.#options.onFailure);
  }

  /** Sends whatever is due and has a place, and what gets the places of these; over once nothing of that is on its way. */
  look(): Promise<void> {
    if (this.#isEnding) return Promise.resolve();
    const look = this.#go().finally(() => this.#looks.delete(look));
    this.#looks.add(look);
    return look;
  }

  /** What is being sent is finished. */
  async end(): Promise<void> {
    this.#isEnding = true;
    this.#stopHearing();
    // A failure was told to whoever called look().
    await Promise.allSettled(this.#looks);
  }

  async #go(): Promise<void> {
    const due = await asJob('post', async ({ db }) => {
      const taken = await takeOutgoing(db, places);
      return await Promise.all(taken.map(async (one) => ({ one, opened: await openedOf(db, one) })));
    });
    await Promise.all(
      due.map(async ({ one, opened }) => {
        await this.#see(one, opened);
        if (!this.#isEnding) await this.#go();
      }),
    );
  }

  async #see(one: Outgoing, opened: Opened | NotDelivered): Promise<void> {
    const failed = opened instanceof NotDelivered ? opened : await this.#send(opened).then(() => null, noticed);
    if (failed !== null && !(failed instanceof NotDelivered)) this.#options.onFailure(failed);
    const error = failed === null ? null : failed.message;
    const isFinal = failed instanceof NotDelivered && failed.isFinal;
    const againIn = failed === null || isFinal ? null : pauseAfter(one, new Date());
    await asJob('post', ({ db }) => noteOutgoing(db, one.id, { error, againIn }));
  }

  #send(opened: Opened): Promise<void> {
    const { resolve, trusted } = this.#options;
    const trust = trusted === undefined ? {} : { trusted };
    if ('delivery' in opened) return deliver(opened.delivery, { resolve, ...trust });
    return sendMail({ ...opened.account, ...trust }, opened.letter);
  }
}

const noticed = (error: unknown): Error =>
  error instanceof NotDelivered ? error : new Error('It could not be sent; the log says why.', { cause: error });

/** Seconds to the next attempt; null: a day has gone by. */
export function pauseAfter({ attempts, madeAt }: Pick<Outgoing, 'attempts' | 'madeAt'>, now: Date): number | null {
  const pause = Math.min(firstPauseSeconds * 4 ** (attempts - 1), longestPauseSeconds);
  const age = (now.getTime() - Date.parse(madeAt)) / 1000;
  return age + pause > daySeconds ? null : pause;
}

async function openedOf(db: Transaction['db'], one: Outgoing): Promise<Opened | NotDelivered> {
  const vault = systemVault(db);
  try {
    if (one.url !== null && one.secretSealed !== null && one.webhookId !== null) {
      const secret = await vault.unseal(webhookPlace(one.webhookId), one.secretSealed);
      return { delivery: { id: one.id, url: one.url, secret, body: one.body ?? '' } };
    }
    const { settings } = await keptSettings(db);
    const server = mailServer(settings);
    if (server === null) return new NotDelivered('No mail server is configured any more.', { isFinal: true });
    // Whoever can write to the table, an older version or a restored one may have kept what nobody may keep today.
    const problem = problemOfMail(server);
    if (problem !== null) return new NotDelivered(problem, { isFinal: true });
    const sealed = await sealedSetting(db, 'mail.password');
    const password = sealed === null ? null : await vault.unseal(settingPlace('mail.password'), sealed);
    // safe: sealed with this place, so it is what letters.ts sealed there.
    const words = JSON.parse(await vault.unseal(mailPlace(one.id), one.sealed ?? Buffer.alloc(0))) as Omit<
      Letter,
      'id'
    >;
    return { account: { server, password }, letter: { id: one.id, ...words } };
  } catch (error) {
    if (!(error instanceof Unopenable)) throw error;
    return new NotDelivered('What it was sealed with does not open it.', { isFinal: true, cause: error });
  }
}
