import type { Call } from './machine';
import { ambiguous, invalid, missing, noMatch, outOfRange } from './trap';
import { readFlag, readTime } from './written';

type Arguments = Pick<Call, 'attributes'>;

/** An argument that must be there. */
export function needed({ attributes }: Arguments, name: string): string {
  const value = attributes.get(name);
  if (value === undefined || value === '') throw missing(name);
  return value;
}

/** A whole number within bounds; null when it is not given. */
export function wholeOf(
  { attributes }: Arguments,
  name: string,
  [least, most]: readonly [number, number],
): number | null {
  const text = attributes.get(name);
  if (text === undefined || text === '') return null;
  if (!/^\d+$/.test(text)) throw invalid(name);
  const number = Number(text);
  if (number < least || number > most) throw outOfRange(name, String(least), String(most));
  return number;
}

/** A time in milliseconds; null when it is not given. */
export function timeOf({ attributes }: Arguments, name: string): number | null {
  const text = attributes.get(name);
  if (text === undefined || text === '') return null;
  const time = readTime(text);
  if (time === null) throw invalid(name);
  return time;
}

/** A flag, or an argument that is true by standing there. */
export function flagOf({ attributes }: Arguments, name: string): boolean {
  const text = attributes.get(name);
  if (text === undefined) return false;
  const flag = readFlag(text);
  if (flag === null) throw invalid(name);
  return flag;
}

/** What a word means among `choices`: RouterOS takes any beginning that only one of them has. */
export function chosen(name: string, given: string, choices: readonly string[]): string {
  if (choices.includes(given)) return given;
  const meant = given === '' ? choices : choices.filter((choice) => choice.startsWith(given));
  if (meant.length > 1) throw ambiguous(name);
  const [one] = meant;
  if (one === undefined) throw noMatch(name);
  return one;
}

/** The interfaces a list of names stands for. */
export function interfacesOf(call: Pick<Call, 'attributes' | 'machine'>, argument: string): string[] {
  const { items } = call.machine.state.table('/interface');
  const names = items.map(({ fields }) => fields.name ?? '');
  return needed(call, argument)
    .split(',')
    .map((given) => {
      if (given.startsWith('*')) return call.machine.state.table('/interface').find(given)?.fields.name ?? given;
      return chosen(argument, given, names);
    });
}
