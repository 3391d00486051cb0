import { isIP, isIPv4 } from 'node:net';
import { chosen, interfacesOf, needed, timeOf, wholeOf } from './argument';
import type { Call } from './machine';
import type { Reader } from './stored';
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
export const pair =
  (read: (name: string, text: string) => string): Reader =>
  (call, name) => {
    const [up = '', down = up, ...rest] = needed(call, name).split('/');
    if (rest.length > 0) throw invalid(name);
    return `${read(name, up)}/${read(name, down)}`;
  };

/** `10M/2M` becomes `10000000/2000000`. */
export const rates: Reader = pair(rate);
export const times: Reader = pair((name, text) => written({ attributes: new Map([[name, text]]) }, name));

/** A whole number within bounds. */
export const numberFrom =
  (least: number, most: number): Reader =>
  (call, name) => {
    needed(call, name);
    return String(wholeOf(call, name, [least, most]));
  };

/** A number, or one of these words. */
export const numberOr =
  (...words: readonly string[]): Reader =>
  ({ attributes }, name) => {
    const text = attributes.get(name) ?? '';
    return /^\d+$/.test(text) ? String(Number(text)) : chosen(name, text, words);
  };

/** None, one or several of these words. */
export const several =
  (words: readonly string[]): Reader =>
  ({ attributes }, name) => {
    const text = attributes.get(name) ?? '';
    return text === '' ? '' : each(text, (part) => chosen(name, part, words));
  };

/** None, one or several names of a menu's rows. */
export const namesIn =
  (path: string, ...others: readonly string[]): Reader =>
  (call, name) => {
    const text = call.attributes.get(name) ?? '';
    const one = nameIn(path, ...others);
    return text === '' ? '' : each(text, (part) => one({ ...call, attributes: new Map([[name, part]]) }, name));
  };

/** None, one or several interfaces. */
export const interfaces: Reader = (call, name) =>
  (call.attributes.get(name) ?? '') === '' ? '' : interfacesOf(call, name).join(',');

/** The name of an interface list, after `!` for all others. */
export const interfaceList: Reader = (call, name) => {
  const text = call.attributes.get(name) ?? '';
  const not = text.startsWith('!') ? '!' : '';
  const own = new Map([[name, text.slice(not.length)]]);
  return `${not}${nameIn('/interface/list')({ ...call, attributes: own }, name)}`;
};

/** `1500`, or what a word stands for that RouterOS works out by itself. */
export const mtu: Reader = numberOr('auto');

/** Bits a second, `10M` or `10000000`. */
export const bits: Reader = (call, name) => rate(name, needed(call, name));
