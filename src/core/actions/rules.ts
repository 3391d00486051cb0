import { familyOf, isIp, isPrefix } from './addresses';
import { isHost, type Network, networkOf, overlap } from './networks';
import type { Rule, Value, Values } from './parameter';

/** Which parameter breaks the rule, or null. A value that is missing breaks none. */
export function brokenBy(rule: Rule, values: Values): string | null {
  switch (rule.kind) {
    case 'needs':
      return named(isTooLittle(rule, values), rule.other);
    case 'product':
      return productOf(rule.of, values) > rule.max ? (rule.of[0] ?? '') : null;
    case 'family':
      return named(isForeign(rule, values), rule.parameter);
    case 'only':
      return named(isMisplaced(rule, values), rule.parameter);
    case 'with':
      return named(isAmiss(rule, values), rule.parameter);
    case 'any':
      return firstOfNone(rule.of, values);
    case 'together':
      return lackingBeside(rule.of, values);
    case 'network':
      return named(isTooWide(rule, values), rule.parameter);
    case 'one':
      return firstOfNone(rule.of, values) ?? rule.of.filter((name) => isGiven(values[name]))[1] ?? null;
    case 'beside':
      return named(isGiven(values[rule.parameter]) && !isGiven(values[rule.other]), rule.parameter);
    case 'not':
      return named(isOneOf(rule.is, values[rule.parameter]), rule.parameter);
    case 'different':
      return laterOf(rule.of, (name, earlier) => isGiven(values[name]) && values[name] === values[earlier]);
    case 'apart':
      return laterOf(rule.of, (name, earlier) => areOverlapping(values[name], values[earlier]));
    case 'neighbour':
      return named(isNoNeighbour(rule, values), rule.parameter);
  }
}

const named = (isBroken: boolean, parameter: string): string | null => (isBroken ? parameter : null);

/** None of several choices chosen says nothing. */
const isGiven = (value: Value | undefined): boolean => value !== undefined && !(Array.isArray(value) && !value.length);

const isOneOf = (choices: readonly string[], value: Value | undefined): boolean =>
  typeof value === 'string' && choices.includes(value);

/** The first of them where none is given. */
const firstOfNone = (names: readonly string[], values: Values): string | null =>
  names.some((name) => isGiven(values[name])) ? null : (names[0] ?? '');

/** The first that is missing where another is there. */
function lackingBeside(names: readonly string[], values: Values): string | null {
  const lacking = names.filter((name) => !isGiven(values[name]));
  return lacking.length === names.length ? null : (lacking[0] ?? null);
}

/** A value above a bound beside another that is then too small. */
function isTooLittle(rule: Extract<Rule, { kind: 'needs' }>, values: Values): boolean {
  const [value, other] = [values[rule.parameter], values[rule.other]];
  if (typeof value !== 'number' || value <= rule.above) return false;
  return typeof other === 'number' && other < rule.min;
}

/** The numbers of these names multiplied; one that is missing counts as 1. */
export function productOf(names: readonly string[], values: Values): number {
  return names.reduce((product, name) => {
    const value = values[name];
    return typeof value === 'number' ? product * value : product;
  }, 1);
}

/** The texts of a value: of a list each. */
const textsOf = (value: Value | undefined): readonly string[] =>
  [value].flat().filter((one): one is string => typeof one === 'string');

/** An address or a network of the other family. */
const isForeign = (rule: Extract<Rule, { kind: 'family' }>, values: Values): boolean =>
  textsOf(values[rule.parameter]).some(
    (text) => (familyOf(text, isIp) ?? familyOf(text, isPrefix)) !== values[rule.family],
  );

/** A rule of the kind `only` says nothing of a value that is not there, or that is one address where networks are meant. */
function isMisplaced(rule: Extract<Rule, { kind: 'only' }>, values: Values): boolean {
  const value = values[rule.parameter];
  const allowed = typeof rule.is === 'string' ? [rule.is] : rule.is;
  if (!isGiven(value) || isOneOf(allowed, values[rule.where])) return false;
  return rule.asNetwork !== true || (typeof value === 'string' && isPrefix(value));
}

/** Missing beside the value that wants it, or of another form than that value wants. */
function isAmiss({ parameter, form, where, is }: Extract<Rule, { kind: 'with' }>, values: Values): boolean {
  if (values[where] !== is) return false;
  const value = values[parameter];
  if (typeof value !== 'string' || form === undefined) return !isGiven(value);
  const family = familyOf(value, isIp);
  return form === 'host' ? family !== null : form !== `ipv${family}`;
}

/** A network of more addresses than the rule allows; a single address never is. */
const isTooWide = ({ parameter, shortest }: Extract<Rule, { kind: 'network' }>, values: Values): boolean =>
  textsOf(values[parameter]).some((text) => isPrefix(text) && Number(text.split('/')[1]) < shortest);

/** The first of these that is in conflict with one before it. */
const laterOf = (names: readonly string[], conflict: (name: string, earlier: string) => boolean): string | null =>
  names.find((name, place) => names.slice(0, place).some((earlier) => conflict(name, earlier))) ?? null;

const networksIn = (value: Value | undefined): readonly Network[] =>
  textsOf(value).flatMap((text) => networkOf(text) ?? []);

const areOverlapping = (one: Value | undefined, other: Value | undefined): boolean =>
  networksIn(one).some((network) => networksIn(other).some((another) => overlap(network, another)));

/** Not another host's address in that network. */
function isNoNeighbour({ parameter, other }: Extract<Rule, { kind: 'neighbour' }>, values: Values): boolean {
  const [own] = networksIn(values[other]);
  return networksIn(values[parameter]).some(
    ({ address }) => own !== undefined && (address === own.address || !isHost(own, address)),
  );
}
