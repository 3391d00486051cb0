import { createCipheriv, createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type DataKey,
  dataKeyOf,
  makeDataKey,
  type Place,
  seal,
  Unopenable,
  unseal,
  unwrapDataKey,
  type Wrapping,
  wrapAnew,
} from '@/server/vault/sealed';

const customerId = randomUUID();
const wrapping: Wrapping = { number: 1, key: createSecretKey(randomBytes(32)) };
const { dataKey, wrapped } = makeDataKey(wrapping, customerId);
const place: Place = { table: 'credential_set', column: 'read_sealed', row: randomUUID(), customerId };
const secret = 'correct horse battery staple';
const head = 21;

/** What comes of trying to open it: never anything but a refusal of ours. */
function refusal(open: () => unknown): Error {
  try {
    open();
  } catch (error) {
    expect(error).toBeInstanceOf(Unopenable);
    if (error instanceof Error) return error;
  }
  throw new Error('it was opened');
}

const flipped = (bytes: Buffer, bit: number): Buffer => {
  const changed = Buffer.from(bytes);
  changed.writeUInt8((changed[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3);
  return changed;
};

describe('what is sealed for a place', () => {
  test.each(['', 'a', secret, 'пароль ✓', '\0', 'x'.repeat(1_000_000)])('opens there, whatever it says', (plain) => {
    expect(unseal(dataKey, place, seal(dataKey, place, plain)).toString('utf8')).toBe(plain);
  });

  test('is as many bytes longer as its head, nonce and tag, and shows nothing of what it holds', () => {
    const sealed = seal(dataKey, place, secret);
    expect(sealed).toHaveLength(head + 12 + secret.length + 16);
    expect(sealed.includes(secret.slice(0, 4))).toBe(false);
    expect(dataKeyOf(sealed)).toBe(dataKey.id);
    expect([sealed[0], sealed.readUInt32BE(1)]).toEqual([1, 1]);
  });

  test.each(['table', 'column', 'row', 'customerId'] as const)('opens nowhere else: another %s', (what) => {
    const sealed = seal(dataKey, place, secret);
    refusal(() => unseal(dataKey, { ...place, [what]: randomUUID() }, sealed));
  });

  test('cannot be moved by writing its place another way', () => {
    const sealed = seal(dataKey, { ...place, table: 'run', column: 'a","b' }, secret);
    refusal(() => unseal(dataKey, { ...place, table: 'run","a', column: 'b' }, sealed));
    refusal(() => unseal(dataKey, { ...place, table: 'runa', column: '","b' }, sealed));
  });

  test('does not open with another key, not even one that bears the same id', () => {
    const sealed = seal(dataKey, place, secret);
    const other = makeDataKey(wrapping, customerId).dataKey;
    refusal(() => unseal(other, place, sealed));
    const impostor: DataKey = { ...other, id: dataKey.id };
    refusal(() => unseal(impostor, place, sealed));
    // The id in the head changed to the other's, so that it looks like one of the other key's.
    const relabelled = Buffer.from(sealed);
    Buffer.from(other.id.replaceAll('-', ''), 'hex').copy(relabelled, 5);
    refusal(() => unseal(other, place, relabelled));
    refusal(() => unseal({ ...dataKey, id: other.id }, place, relabelled));
  });

  test('is refused with any single bit of it changed', () => {
    const sealed = seal(dataKey, place, secret);
    for (let bit = 0; bit < sealed.length * 8; bit += 1)
      refusal(() => unseal({ ...dataKey, id: tolerantId(flipped(sealed, bit)) }, place, flipped(sealed, bit)));
  });

  test('is refused cut short at any length, and with anything added', () => {
    const sealed = seal(dataKey, place, secret);
    for (let length = 0; length < sealed.length; length += 1)
      refusal(() => unseal(dataKey, place, sealed.subarray(0, length)));
    refusal(() => unseal(dataKey, place, Buffer.concat([sealed, Buffer.alloc(1)])));
    refusal(() => unseal(dataKey, place, Buffer.concat([Buffer.alloc(1), sealed])));
  });

  test('is refused in every version but the first', () => {
    const sealed = seal(dataKey, place, secret);
    for (let version = 0; version < 256; version += 1) {
      const changed = Buffer.from(sealed);
      changed[0] = version;
      if (version === 1) expect(unseal(dataKey, place, changed).toString()).toBe(secret);
      else refusal(() => unseal(dataKey, place, changed));
    }
  });

  test('is refused with a tag of four bytes, even a true one of the key', () => {
    const iv = randomBytes(12);
    const front = seal(dataKey, place, '').subarray(0, head);
    const associated = Buffer.concat([
      front,
      Buffer.from(JSON.stringify(['routeward/1', place.table, place.column, place.row, place.customerId])),
    ]);
    const forge = (authTagLength: number) => {
      const cipher = createCipheriv('aes-256-gcm', dataKey.key, iv, { authTagLength }).setAAD(associated);
      return Buffer.concat([front, iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    };
    // The same bytes by hand: what is refused below is refused for its tag alone.
    expect(unseal(dataKey, place, forge(16)).toString()).toBe(secret);
    for (const length of [4, 8, 12, 13, 14, 15]) refusal(() => unseal(dataKey, place, forge(length)));
  });
});

/** The id that a head claims, so that a flip there is not refused for a mere difference of names. */
function tolerantId(sealed: Buffer): string {
  try {
    return dataKeyOf(sealed);
  } catch {
    return dataKey.id;
  }
}

test('a hundred thousand seals of the same text have as many nonces', () => {
  const nonces = new Set<string>();
  for (let count = 0; count < 100_000; count += 1)
    nonces.add(seal(dataKey, place, secret).toString('latin1', head, head + 12));
  expect(nonces.size).toBe(100_000);
});

describe('a wrapped data key', () => {
  test('opens with its master key for its customer, and opens then what it sealed', () => {
    const again = unwrapDataKey(wrapping, { id: dataKey.id, customerId, wrapped });
    expect(unseal(again, place, seal(dataKey, place, secret)).toString()).toBe(secret);
  });

  test('opens with no other master key, for no other customer and under no other id', () => {
    refusal(() =>
      unwrapDataKey({ number: 1, key: createSecretKey(randomBytes(32)) }, { id: dataKey.id, customerId, wrapped }),
    );
    refusal(() => unwrapDataKey(wrapping, { id: dataKey.id, customerId: randomUUID(), wrapped }));
    refusal(() => unwrapDataKey(wrapping, { id: randomUUID(), customerId, wrapped }));
    refusal(() => unwrapDataKey({ ...wrapping, number: 2 }, { id: dataKey.id, customerId, wrapped }));
  });

  test('is the same key when another master key wraps it, and the one before opens it no more', () => {
    const next: Wrapping = { number: 2, key: createSecretKey(randomBytes(32)) };
    const anew = wrapAnew(wrapping, next, { id: dataKey.id, customerId, wrapped });
    const again = unwrapDataKey(next, { id: dataKey.id, customerId, wrapped: anew });
    expect(unseal(again, place, seal(dataKey, place, secret)).toString()).toBe(secret);
    // What it sealed since bears the other number, and still opens as what the same key sealed.
    expect(unseal(dataKey, place, seal(again, place, secret)).toString()).toBe(secret);
    refusal(() => unwrapDataKey(wrapping, { id: dataKey.id, customerId, wrapped: anew }));
    refusal(() => wrapAnew(next, wrapping, { id: dataKey.id, customerId, wrapped }));
  });

  test('is refused with any bit changed, cut short or added to', () => {
    expect(wrapped).toHaveLength(12 + 32 + 16);
    for (let bit = 0; bit < wrapped.length * 8; bit += 1)
      refusal(() => unwrapDataKey(wrapping, { id: dataKey.id, customerId, wrapped: flipped(wrapped, bit) }));
    for (let length = 0; length < wrapped.length; length += 1)
      refusal(() => unwrapDataKey(wrapping, { id: dataKey.id, customerId, wrapped: wrapped.subarray(0, length) }));
    const longer = Buffer.concat([wrapped, Buffer.alloc(1)]);
    refusal(() => unwrapDataKey(wrapping, { id: dataKey.id, customerId, wrapped: longer }));
  });

  test('is not the key of anything it wraps: a sealed value is no data key, nor the other way round', () => {
    refusal(() => unseal({ ...dataKey, key: wrapping.key }, place, seal(dataKey, place, secret)));
    refusal(() => unwrapDataKey({ number: 1, key: dataKey.key }, { id: dataKey.id, customerId, wrapped }));
  });
});

test('a refusal says nothing of what is inside, of the key or of the place', () => {
  const sealed = seal(dataKey, place, secret);
  const refused = [
    refusal(() => unseal(dataKey, { ...place, row: 'elsewhere' }, sealed)),
    refusal(() => unseal(dataKey, place, flipped(sealed, (head + 14) * 8))),
    refusal(() => unseal(dataKey, place, Buffer.from(secret))),
    refusal(() => unwrapDataKey(wrapping, { id: dataKey.id, customerId: 'elsewhere', wrapped })),
  ];
  for (const { message, cause } of refused)
    for (const hidden of [secret, secret.slice(0, 7), 'elsewhere', place.row, dataKey.id, sealed.toString('hex')])
      expect(`${message} ${cause instanceof Error ? cause.message : ''}`).not.toContain(hidden);
});
