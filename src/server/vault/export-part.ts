import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Transaction } from '../db/connection';
import { makeOwnKey, openOwnKey } from './data-keys';
import { type Place, seal, unseal, type WrappedKey } from './sealed';

const [pack, unpack] = [promisify(gzip), promisify(gunzip)];

/** A part holds a thousand entries: what unpacks to more than this was not packed by us. */
const mostBytes = 256 * 1024 * 1024;

const purposeOf = (id: string): string => `audit-export/${id}`;
const placeOf = (id: string, number: number): Place => ({
  table: 'audit_export_part',
  column: 'sealed',
  row: `${id}/${number}`,
  customerId: '',
});

/** The key of one export of the audit log. */
export const keyForExport = (db: Transaction['db'], id: string): Promise<WrappedKey> => makeOwnKey(db, purposeOf(id));

/** Packs and seals a part's text for its place. */
export async function sealPart(key: WrappedKey, id: string, number: number, text: string): Promise<Uint8Array> {
  return seal(await openOwnKey(purposeOf(id), key), placeOf(id, number), await pack(Buffer.from(text)));
}

/** Throws Unopenable for a part that was changed, moved, or of another export. */
export async function openPart(key: WrappedKey, id: string, number: number, sealed: Uint8Array): Promise<Buffer> {
  const packed = unseal(await openOwnKey(purposeOf(id), key), placeOf(id, number), sealed);
  return unpack(packed, { maxOutputLength: mostBytes });
}
