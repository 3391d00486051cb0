import type { Fields } from '../step';
import { type Ending, endings } from './chain';
import { isAllLost } from './learnt';
import type { Finding } from './link';
import { isInList, isMember } from './lists';
import { catches, unclear } from './matchers';
import type { Packet } from './packet';
import { isLost, type Ruling } from './rulings';
import { type PathRows, rowsIn } from './state';

interface Both {
  readonly before: PathRows;
  readonly after: PathRows;
}

/** One chain, as it is now and as it would be. */
export interface Pair {
  readonly was: Ruling;
  readonly is: Ruling;
}

const idOf = (rule: Fields | null): string => rule?.['.id'] ?? '';
const same = (one: Ending, other: Ending): boolean =>
  idOf(one.rule) === idOf(other.rule) && one.action === other.action;

/** What the rules would do to us that they do not do now. */
export function onRules(pair: Pair, both: Both): readonly Finding[] {
  const { was, is } = pair;
  const lost = is.ends.filter(isLost);
  const [first] = lost;
  if (first === undefined || isAllLost(was)) return [];
  if (isAllLost(is)) return [{ isSure: true, sentence: sentenceOf(first, pair, both) }];
  const newly = lost.find((end) => !was.ends.some((one) => isLost(one) && same(one, end)));
  return newly === undefined ? [] : [{ isSure: false, sentence: doubtOf(newly, is, both) }];
}

/** As RouterOS numbers the rows it prints, from 0; the filter is meant where no menu is named. */
function numberOf(rule: Fields, { menu }: Ruling, state: PathRows): string {
  const number = rowsIn(state, menu).findIndex((row) => idOf(row) === idOf(rule));
  return menu === '/ip/firewall/filter' ? `rule ${number}` : `rule ${number} of ${menu}`;
}

/** `drop it`, `lead it away`; `does`: `drops it`. */
function deedOf(action: string, whom: string, does = false): string {
  const s = does ? 's' : '';
  if (action === 'reject') return `reject${s} ${whom}`;
  if (action === 'tarpit') return `hold${s} ${whom}`;
  return action === 'drop' ? `drop${s} ${whom}` : `lead${s} ${whom} away`;
}

type Subject = (packet: Packet) => readonly [subject: string, whom: string];

const subjects: Readonly<Record<Ruling['kind'], Subject>> = {
  fresh: ({ from, interface: on }: Packet) => [`Management arrives from ${from} on ${on}`, 'it'],
  standing: ({ from, interface: on }: Packet) => [
    `Management arrives from ${from} on ${on}`,
    'its established connection',
  ],
  answer: ({ to, interface: on }: Packet) => [`Answers to ${to} leave on ${on}`, 'them'],
};

/** `Management arrives from 10.99.0.5 on ether1; rule 7 would drop it before rule 9 accepts it.` */
function sentenceOf({ rule, action }: Ending, { was, is }: Pair, both: Both): string {
  const { before, after } = both;
  const [subject, it] = subjects[is.kind](is.packet);
  const accepted = was.ends.find((end) => !isLost(end));
  if (rule === null) {
    const there = accepted?.rule ? ` ${numberOf(accepted.rule, was, before)}` : '';
    return `${subject} for port ${is.packet.port}; nothing would lead it to the service any more, as${there} does now.`;
  }
  const number = numberOf(rule, is, after);
  const caught = `${number}${because(rule, is.packet, both)} would ${deedOf(action, it)}`;
  const again = it === 'them' ? it : 'it';
  const isNew = !rowsIn(before, is.menu).some((row) => JSON.stringify(row) === JSON.stringify(rule));
  const otherwise = acceptingWithout(rule, is, after);
  if (otherwise !== null) return `${subject}; ${caught} before ${numberOf(otherwise, is, after)} accepts ${again}.`;
  if (isNew || !accepted?.rule) return `${subject}; ${caught}.`;
  const left = rowsIn(after, is.menu).find((row) => idOf(row) === idOf(accepted.rule));
  const lets = left === undefined ? 'nothing' : `${numberOf(left, is, after)}${because(left, is.packet, both)}`;
  return left === undefined
    ? `${subject}; ${lets} would accept ${it} any more before ${number} ${deedOf(action, again, true)}.`
    : `${subject}; ${lets} would no longer accept ${it}, and ${number} ${deedOf(action, again, true)}.`;
}

/** Which rule would accept the packet if it were not for this one. */
function acceptingWithout(rule: Fields, { menu, chain, packet }: Ruling, after: PathRows): Fields | null {
  const others = rowsIn(after, menu).filter((row) => row !== rule);
  const found = endings(others, chain, (one) => catches(one, packet, after));
  const [only, ...more] = found;
  return only?.action === 'accept' && more.length === 0 ? only.rule : null;
}

/** What of a list makes the difference: ` (10.99.0.5 would be in its list blocked)`. */
function because(rule: Fields, packet: Packet, { before, after }: Both): string {
  const lists = [
    ['src-address-list', (state: PathRows, list: string) => isInList(state, list, packet.from), packet.from],
    ['dst-address-list', (state: PathRows, list: string) => isInList(state, list, packet.to), packet.to],
    ['in-interface-list', (state: PathRows, list: string) => isMember(state, list, packet.interface), packet.interface],
  ] as const;
  for (const [name, isIn, whom] of lists) {
    const list = (rule[name] ?? '').replace(/^!/, '');
    const [was, is] = [isIn(before, list), isIn(after, list)];
    if (list !== '' && was !== is) return ` (${whom} would ${is === 'yes' ? '' : 'not '}be in its list ${list})`;
  }
  return '';
}

function doubtOf({ rule, action, doubt }: Ending, is: Ruling, { after }: Both): string {
  const [, it] = subjects[is.kind](is.packet);
  const whom = it === 'them' ? 'answers to us' : 'management';
  const what = doubt === null ? [] : unclear(doubt, is.packet, after);
  const asked = what.length === 0 ? 'what it asks for' : `its ${what.join(' and ')}`;
  const ends =
    rule === null
      ? `nothing would lead ${whom} to the service`
      : `${numberOf(rule, is, after)} would ${deedOf(action, whom)}`;
  if (doubt === null || idOf(doubt) === idOf(rule)) return capital(`${ends} if ${asked} fits, which cannot be told.`);
  return capital(
    `${ends} unless ${numberOf(doubt, is, after)} catches it first; whether ${asked} fits cannot be told.`,
  );
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
