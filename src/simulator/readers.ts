import { isIP, isIPv4 } from 'node:net';
import { chosen, needed, timeOf } from './argument';
import type { Reader } from './edit';
import type { Call } from './machine';
import { invalid } from './trap';
import { writtenUptime } from './written';

const each = (text: string, read: (part: string) => string): string => text.split(',').map(read).join(',');

/** A time, which RouterOS writes back in its own units: `86400` becomes `1d`. */
const written = (call: Pick<Call, 'attributes'>, name: string): string =>
  writtenUptime((timeOf(call, name) ?? 0) / 1000);
export const time: Reader = written;

/** An address of either family. */
export const address: Reader = (call, name) => {
  const text = needed(call, name);
  if (isIP(text) === 0) throw invalid(name);
  return text;
};

const listOf =
  (isOne: (text: string) => boolean): Reader =>
  ({ attributes }, name) => {
    const text = attributes.get(name) ?? '';
    if (text === '') return '';
    return each(text, (part) => {
      if (!isOne(part)) throw invalid(name);
      return part;
    });
  };

/** None, one or several addresses: of version 4, or of both. */
export const addresses4 = listOf(isIPv4);
export const addresses = listOf((text) => isIP(text) !== 0);

export const mac: Reader = (call, name) => {
  const text = needed(call, name).toUpperCase();
  if (!/^[0-9A-F]{2}(:[0-9A-F]{2}){5}$/.test(text)) throw invalid(name);
  return text;
};

/** One of the names in a menu, or one of these words. */
export const nameIn =
  (path: string, ...others: readonly string[]): Reader =>
  (call, name) => {
    const names = call.machine.state.table(path).items.map(({ fields }) => fields.name ?? '');
    return chosen(name, call.attributes.get(name) ?? '', [...names, ...others]);
  };

/** Addresses and networks, each of which gets its length, and interfaces. */
export const targets: Reader = (call, name) =>
  each(needed(call, name), (part) => {
    const [start = '', length] = part.split('/');
    if (isIP(start) === 0) return nameIn('/interface')({ ...call, attributes: new Map([[name, part]]) }, name);
    if (length !== undefined && !/^\d{1,3}$/.test(length)) throw invalid(name);
    return length === undefined ? `${start}/${isIPv4(start) ? 32 : 128}` : part;
  });

const factors: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, G: 1e9 };

function rate(name: string, text: string): string {
  const [, digits, unit = ''] = /^(\d+)([kMG]?)$/.exec(text) ?? [];
  if (digits === undefined) throw invalid(name);
  return String(Number(digits) * (factors[unit] ?? 1));
}

/** Up and down, each read by itself: one value is meant for both. */
const pair =
  (read: (name: string, text: string) => string): Reader =>
  (call, name) => {
    const [up = '', down = up, ...rest] = needed(call, name).split('/');
    if (rest.length > 0) throw invalid(name);
    return `${read(name, up)}/${read(name, down)}`;
  };

/** `10M/2M` becomes `10000000/2000000`. */
export const rates: Reader = pair(rate);
export const times: Reader = pair((name, text) => written({ attributes: new Map([[name, text]]) }, name));
export const pairOf = (choices: readonly string[]): Reader => pair((name, text) => chosen(name, text, choices));
