import { charactersIn, noOneLine, oneLine } from '../line';
import { addresses, isPrefix } from './addresses';
import type { Parameter } from './parameter';
import { patterned } from './patterned';
import { spelledAddress, spelledMac } from './spelling';
import { type Problem, refused, textThat, type Verdict, within } from './verdict';

/** What was given for a parameter, as it is kept: of an address the spelling that RouterOS answers with. */
export function valued(parameter: Parameter, given: unknown): Verdict {
  switch (parameter.kind) {
    case 'address':
      return textThat(given, addresses[parameter.accepts], spelledAddress);
    case 'prefix':
      return textThat(given, ['a network with its length, as in 10.0.0.0/24', isPrefix], spelledAddress);
    case 'mac':
      return macIn(given);
    case 'integer':
    case 'milliseconds':
      return numberIn(parameter, given);
    case 'choice':
      return textThat(given, [oneOf(parameter.choices), (text) => parameter.choices.includes(text)]);
    case 'choices':
      return listOf(given, { least: 0, most: parameter.choices.length }, (one) =>
        textThat(one, [oneOf(parameter.choices), (text) => parameter.choices.includes(text)]),
      );
    case 'flag':
      return typeof given === 'boolean' ? { value: given } : refused('true or false');
    case 'interface':
    case 'text':
      return nameIn(parameter, given);
    case 'addresses':
      return listOf(given, { least: 1, most: parameter.most }, (one) =>
        textThat(one, addresses[parameter.accepts], spelledAddress),
      );
    case 'interfaces':
      return listOf(given, { least: 1, most: parameter.most }, (one) =>
        nameIn({ kind: 'interface', max: parameter.max }, one),
      );
    case 'confirmation':
      return textThat(given, [`type “${parameter.words}”`, (text) => text === parameter.words]);
    case 'reason':
      return reasonIn(parameter, given);
    case 'secret':
      return secretIn(parameter, given);
    case 'row':
    case 'fingerprint':
    case 'ports':
    case 'rates':
    case 'spans':
    case 'publicKey':
    case 'template':
      return textThat(given, patterned[parameter.kind]);
    // As the database writes it: it is compared with what is stored.
    case 'device':
      return textThat(given, patterned.device, (text) => text.toLowerCase());
  }
}

function macIn(given: unknown): Verdict {
  const mac = typeof given === 'string' ? spelledMac(given) : null;
  return mac === null ? refused('a MAC address, as in AA:BB:CC:DD:EE:FF') : { value: mac };
}

function numberIn(
  { min, max, unit }: Extract<Parameter, { kind: 'integer' | 'milliseconds' }>,
  given: unknown,
): Verdict {
  const isTaken = typeof given === 'number' && Number.isSafeInteger(given) && given >= min && given <= max;
  return isTaken ? { value: given } : refused(`from ${min} to ${max}${unit ? ` ${unit}` : ''}`);
}

const oneOf = (choices: readonly string[]) =>
  choices.length > 12 ? 'none of those that there are' : `one of ${choices.join(', ')}`;

interface Length {
  readonly least: 0 | 1;
  readonly most: number;
}

/** Of what is no list it is not said how long it may be: a text has a length too. One that was left out has none in it. */
function listOf(given: unknown, { least, most }: Length, judge: (one: unknown) => Verdict<string>): Verdict {
  if (given === undefined && least > 0) return refused('at least one');
  if (!Array.isArray(given)) return refused('a list');
  if (given.length < least) return refused('at least one');
  if (given.length > most) return refused(least === 0 ? 'more than there are' : `at most ${most}`);
  const value: string[] = [];
  const problems: Problem[] = [];
  for (const [place, one] of given.entries()) {
    const verdict = judge(one);
    if ('value' in verdict) value.push(verdict.value);
    else problems.push(...within(place, verdict.problems));
  }
  return problems.length > 0 ? { problems } : { value };
}

function reasonIn({ min, max }: Extract<Parameter, { kind: 'reason' }>, given: unknown): Verdict {
  const text = typeof given === 'string' ? given.trim() : '';
  const length = charactersIn(text);
  if (length < min || length > max) return refused(`a reason of ${min} to ${max} characters`);
  return oneLine.test(text) ? { value: text } : refused(noOneLine);
}

/** Printable ASCII without a space, and without what would end a word or a value for one of the router's own readers. */
const plainSecret = /^[!#-&(-<>-[\]-~]+$/;

function secretIn({ min, max }: Extract<Parameter, { kind: 'secret' }>, given: unknown): Verdict {
  const text = typeof given === 'string' ? given : '';
  if (text.length < min || text.length > max) return refused(`${min} to ${max} characters`);
  return plainSecret.test(text)
    ? { value: text }
    : refused('plain letters, digits and signs, without a space, ", \', \\ or =');
}

function nameIn(
  { kind, max }: { readonly kind: 'interface' | 'text'; readonly max: number },
  given: unknown,
): Verdict<string> {
  if (typeof given !== 'string' || given === '' || charactersIn(given) > max) return refused(`1 to ${max} characters`);
  if (!oneLine.test(given)) return refused(noOneLine);
  // One name and no more: an asterisk would be read as an internal id, an exclamation mark as all but this one, a comma as
  // several of them. No name of RouterOS's begins or ends with a space.
  const isOneName = /^[^\s*!=,][^=,]*$/u.test(given) && given.trim() === given;
  if (kind === 'text' || isOneName) return { value: given };
  return refused('one name as the router shows it, without a comma');
}
