import { quoted } from '../actions/quoted';
import { commandOf, permittedOf } from './permitted';
import type { Fields, Step } from './step';

/** What shows the rows of a step in RouterOS's terminal, for people: `/ppp/secret/print where name=anna`. */
export const writtenLook = ({ menu, where }: Pick<Step, 'menu' | 'where'>): string =>
  [`${menu}/print`, ...(Object.keys(where).length === 0 ? [] : [`where ${valuesOf(where)}`])].join(' ');

/**
 * The same as RouterOS's terminal takes it, for people to read: `/ppp/secret/set [find name=anna] disabled=yes`. In the place of
 * a secret stands what it is. Null for what is only to be there.
 */
export function written(step: Step): string | null {
  const { verb, where, fields, place } = step;
  if (verb === 'have') return null;
  const command = commandOf(step);
  const { secrets, fixed = {} } = permittedOf(step);
  const open = Object.entries(fields).map(([name, text]): [string, string] => [
    name,
    secrets.includes(name) ? '…' : text,
  ]);
  const given = valuesOf(Object.fromEntries(open));
  const before = writtenPlace(verb, place);
  const always = valuesOf(fixed);
  const parts =
    verb === 'add'
      ? [command, valuesOf(where), always, given, before]
      : [command, isFound(step) ? `[find ${valuesOf(where)}]` : '', always, given, before];
  return parts.filter((part) => part !== '').join(' ');
}

const isFound = (step: Step): boolean =>
  Object.keys(step.where).length > 0 && (step.verb !== 'do' || permittedOf(step).does?.row !== undefined);

function writtenPlace(verb: Step['verb'], place: Step['place']): string {
  if (place === undefined || place === 'last') return '';
  const word = verb === 'move' ? 'destination' : 'place-before';
  return `${word}=${place === 'first' ? '[first of its chain]' : place}`;
}

const spelled: Fields = { true: 'yes', false: 'no' };

const valuesOf = (fields: Fields): string =>
  Object.entries(fields)
    .map(([name, text]) => `${name}=${text === '' ? '""' : quoted(spelled[text] ?? text)}`)
    .join(' ');
