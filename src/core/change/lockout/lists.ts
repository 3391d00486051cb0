import type { Fields } from '../step';
import { isAmong } from './addresses';
import { interfaceRow } from './afterwards';
import { any, type Catch, said } from './packet';
import { isCut, isOn, type PathRows, parts, rowsIn } from './state';

const mentioning = ['src-address-list', 'dst-address-list'] as const;
const plain = (text: string): string => text.replace(/^!/, '');
/** What a word may hold: a list of any other name is not asked for, and so not known. */
const isSpeakable = (name: string): boolean => name !== '' && !/[\p{C}\p{Zl}\p{Zp}=]/u.test(name);
const mostLists = 40;

/** The address lists that rules of these ask for, as far as they are read. */
export function listsAskedFor(rules: readonly Fields[]): readonly string[] {
  const names = rules.filter(isOn).flatMap((rule) => mentioning.map((name) => plain(rule[name] ?? '')));
  return [...new Set(names)].filter(isSpeakable).slice(0, mostLists);
}

/** Whether an address is in a list. What was not read, or not to the end, may hold it. */
export function isInList(state: PathRows, list: string, address: string): Catch {
  const rows = rowsIn(state, '/ip/firewall/address-list');
  if (rows.some((row) => row.list === list && isOn(row) && isAmong(address, row.address ?? ''))) return 'yes';
  return !isCut(state, '/ip/firewall/address-list') && state.lists.includes(list) ? 'no' : 'maybe';
}

/** Deeper than that no list includes another. */
const deepest = 8;

/** Whether an interface is in a list: those that RouterOS has by itself, and those of members, with what they include and leave out. */
export function isMember(state: PathRows, list: string, name: string, depth = 0): Catch {
  if (list === 'all' || list === 'none') return said(list === 'all');
  if (list === 'dynamic' || list === 'static')
    return said((interfaceRow(state, name)?.dynamic === 'true') === (list === 'dynamic'));
  if (depth > deepest) return 'maybe';
  const row = rowsIn(state, '/interface/list').find((one) => one.name === list);
  const inOthers = (text: string | undefined): Catch =>
    any(parts(text).map((other) => isMember(state, other, name, depth + 1)));
  const own = rowsIn(state, '/interface/list/member').some(
    (member) => member.list === list && member.interface === name && isOn(member),
  );
  const isLeftOut = inOthers(row?.exclude);
  if (own) return 'yes';
  if (isLeftOut === 'yes') return 'no';
  const isIncluded = inOthers(row?.include);
  return isLeftOut === 'maybe' && isIncluded !== 'no' ? 'maybe' : isIncluded;
}

const kinds: Readonly<Record<string, (type: string) => boolean>> = {
  'all-ethernet': (type) => type === 'ether',
  'all-vlan': (type) => type === 'vlan',
  'all-wireless': (type) => /^(wlan|wifi|wifiwave2|wireless)$/.test(type),
  'all-ppp': (type) => /^(ppp|pppoe|l2tp|pptp|sstp|ovpn)(-in|-out)?$/.test(type),
};

/** What `in-interface` and `out-interface` name: one, or all of a kind. */
export function isInterface(state: PathRows, wanted: string, name: string): Catch {
  const row = interfaceRow(state, name);
  if (wanted === 'all') return 'yes';
  if (wanted === 'dynamic') return said(row?.dynamic === 'true');
  const kind = Object.hasOwn(kinds, wanted) ? kinds[wanted] : undefined;
  return said(kind === undefined ? wanted === name : kind(row?.type ?? ''));
}
