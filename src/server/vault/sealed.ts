import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto';

/*
 * AES-256-GCM (NIST SP 800-38D), in an envelope: what is stored is sealed with its customer's data key, and that with the
 * master key. A sealed value reads `1 | master key (4) | data key (16) | iv (12) | ciphertext | tag (16)`, numbers big endian.
 */

/** Where a sealed value stands. It is part of what the tag covers, so a value moved elsewhere cannot be opened. */
export interface Place {
  readonly table: string;
  readonly column: string;
  readonly row: string;
  readonly customerId: string;
}

/** A master key in its use of wrapping others, and its number, from 1. */
export interface Wrapping {
  readonly number: number;
  readonly key: KeyObject;
}

/** A customer's key, opened, and the number of the master key that wrapped it. */
export interface DataKey {
  readonly id: string;
  readonly masterKey: number;
  readonly key: KeyObject;
}

/** A sealed value that cannot be opened: another key's, moved, or changed. It says nothing of what was inside. */
export class Unopenable extends Error {
  override readonly name = 'Unopenable';
}

const version = 1;
const sizes = { head: 21, iv: 12, tag: 16, key: 32 };

export function seal(dataKey: DataKey, place: Place, plain: string | Uint8Array): Buffer {
  const head = Buffer.alloc(sizes.head);
  head.writeUInt8(version, 0);
  head.writeUInt32BE(dataKey.masterKey, 1);
  Buffer.from(dataKey.id.replaceAll('-', ''), 'hex').copy(head, 5);
  return Buffer.concat([head, encrypt(dataKey.key, bound(place, head), plain)]);
}

/** Opens what `seal` made for the same place. Throws Unopenable. */
export function unseal(dataKey: DataKey, place: Place, sealed: Uint8Array): Buffer {
  if (dataKeyOf(sealed) !== dataKey.id) throw new Unopenable('sealed with another key');
  const bytes = Buffer.from(sealed);
  return decrypt(dataKey.key, bound(place, bytes.subarray(0, sizes.head)), bytes.subarray(sizes.head));
}

/** Which data key a value was sealed with. Throws Unopenable for what is no sealed value at all. */
export function dataKeyOf(sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  if (bytes.length < sizes.head + sizes.iv + sizes.tag || bytes[0] !== version || bytes.readUInt32BE(1) < 1)
    throw new Unopenable('not a sealed value');
  return bytes.toString('hex', 5, sizes.head).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A new data key, and the form it is stored in. */
export function makeDataKey(wrapping: Wrapping, customerId: string): { dataKey: DataKey; wrapped: Buffer } {
  const id = randomUUID();
  const bytes = randomBytes(sizes.key);
  return {
    dataKey: { id, masterKey: wrapping.number, key: createSecretKey(bytes) },
    wrapped: encrypt(wrapping.key, boundKey(wrapping.number, id, customerId), bytes),
  };
}

/** A key as it is stored. */
export interface WrappedKey {
  readonly id: string;
  readonly masterKey: number;
  readonly wrapped: Uint8Array;
}

/** Throws Unopenable where the master key, the customer or the id is not the one it was wrapped for. */
export function unwrapDataKey(
  wrapping: Wrapping,
  { id, customerId, wrapped }: { id: string; customerId: string; wrapped: Uint8Array },
): DataKey {
  const bytes = decrypt(wrapping.key, boundKey(wrapping.number, id, customerId), Buffer.from(wrapped));
  return { id, masterKey: wrapping.number, key: createSecretKey(bytes) };
}

/** The same key, wrapped with another master key. Throws Unopenable. */
export function wrapAnew(
  from: Wrapping,
  to: Wrapping,
  { id, customerId, wrapped }: { id: string; customerId: string; wrapped: Uint8Array },
): Buffer {
  const bytes = decrypt(from.key, boundKey(from.number, id, customerId), Buffer.from(wrapped));
  return encrypt(to.key, boundKey(to.number, id, customerId), bytes);
}

/** The head is covered too: the number of the master key in it would be anybody's to change. */
const bound = ({ table, column, row, customerId }: Place, head: Buffer): Buffer =>
  Buffer.concat([head, Buffer.from(JSON.stringify(['routeward/1', table, column, row, customerId]))]);
const boundKey = (masterKey: number, id: string, customerId: string): Buffer =>
  Buffer.from(JSON.stringify(['routeward/1/data-key', masterKey, id, customerId]));

function encrypt(key: KeyObject, associated: Buffer, plain: string | Uint8Array): Buffer {
  const iv = randomBytes(sizes.iv);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: sizes.tag }).setAAD(associated);
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  return Buffer.concat([iv, body, cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: KeyObject, associated: Buffer, sealed: Buffer): Buffer {
  if (sealed.length < sizes.iv + sizes.tag) throw new Unopenable('not a sealed value');
  const [iv, tag] = [sealed.subarray(0, sizes.iv), sealed.subarray(-sizes.tag)];
  // Without the length Node would accept a tag of four bytes.
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: sizes.tag })
    .setAAD(associated)
    .setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(sealed.subarray(sizes.iv, -sizes.tag)), decipher.final()]);
  } catch (error) {
    throw new Unopenable('changed, moved, or sealed with another key', { cause: error });
  }
}
