import { quoted } from '../actions/quoted';
import type { Fields, Step } from './step';

/** What shows the rows of a step in RouterOS's terminal, for people: `/ppp/secret/print where name=anna`. */
export const writtenLook = ({ menu, where }: Pick<Step, 'menu' | 'where'>): string =>
  `${menu}/print where ${namesOf(where)}`;

/** The same as RouterOS's terminal takes it, for people to read: `/ppp/secret/set [find name=anna] disabled=yes`. */
export function written({ menu, verb, where, fields }: Step): string {
  const given = Object.entries(fields).map(([name, text]) => `${name}=${quoted(spelled[text] ?? text)}`);
  return [`${menu}/${verb}`, `[find ${namesOf(where)}]`, ...given].join(' ');
}

const spelled: Fields = { true: 'yes', false: 'no' };

const namesOf = (where: Fields): string =>
  Object.entries(where)
    .map(([name, text]) => `${name}=${quoted(text)}`)
    .join(' ');
