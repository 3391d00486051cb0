import type { StoredSystemKey, SystemKeys } from '../db/system-keys';
import type { Wrapping } from './sealed';
import { type DataKey, dataKeyOf, makeDataKey, type Place, seal, Unopenable, unseal, unwrapDataKey } from './sealed';

/*
 * Secrets that belong to no customer, such as the mail server's password: sealed as a customer's are, under a key of the
 * system's own. It stands where a customer's id does, so that no sealed value of one opens as the other's.
 */

export const system = 'system';
type SystemPlace = Omit<Place, 'customerId'>;

/** The vault for such secrets: its keys are in the database, and what opens them is in files. */
export class SystemVault {
  constructor(
    readonly keys: SystemKeys,
    readonly wrapping: (number: number) => Promise<Wrapping>,
  ) {}

  /** Makes the first key where there is none yet. */
  async seal(place: SystemPlace, plain: string): Promise<Buffer> {
    return seal(await this.toSealWith(), { ...place, customerId: system }, plain);
  }

  /** Throws Unopenable when it is not what was sealed for this place. */
  async unseal(place: SystemPlace, sealed: Uint8Array): Promise<string> {
    const id = dataKeyOf(sealed);
    const stored = (await this.keys.all()).find((key) => key.id === id);
    if (stored === undefined) throw new Unopenable('its key is not at hand');
    return unseal(await this.#opened(stored), { ...place, customerId: system }, sealed).toString('utf8');
  }

  /** Another key, which is the one to seal with from the moment this transaction commits. For the job `keys`. */
  async add(): Promise<void> {
    await this.keys.keep(await this.#make());
  }

  async toSealWith(): Promise<DataKey> {
    const there = await this.keys.toSealWith();
    if (there !== undefined) return this.#opened(there);
    await this.keys.keepFirst(await this.#make());
    const first = await this.keys.toSealWith();
    if (first === undefined) throw new Error('a key that was just kept is not there');
    return this.#opened(first);
  }

  async #make(): Promise<StoredSystemKey> {
    const { dataKey, wrapped } = makeDataKey(await this.wrapping(await this.keys.currentMaster()), system);
    return { id: dataKey.id, masterKey: dataKey.masterKey, wrapped };
  }

  async #opened(stored: StoredSystemKey): Promise<DataKey> {
    return unwrapDataKey(await this.wrapping(stored.masterKey), { ...stored, customerId: system });
  }
}

/** Where the secrets are. A value moved from one of these to another does not open. */
export const settingPlace = (name: string): SystemPlace => ({ table: 'setting', column: 'sealed', row: name });
export const webhookPlace = (id: string): SystemPlace => ({ table: 'webhook', column: 'secret_sealed', row: id });
export const mailPlace = (id: string): SystemPlace => ({ table: 'outgoing', column: 'sealed', row: id });
