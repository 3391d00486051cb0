import type { Action } from '@/core/actions/define';
import type { Parameter, Rule, Value, Values } from '@/core/actions/parameter';
import { brokenBy } from '@/core/actions/rules';

const plainAddresses = {
  ip: ['192.0.2.1', '2001:db8::1'],
  ipOrHost: ['192.0.2.1', '2001:db8::1', 'www.example.com'],
  ipOrPrefix: ['192.0.2.1', '2001:db8::/64', '192.0.2.0/24'],
  ipv4: ['192.0.2.1'],
  ipv4OrPrefix: ['192.0.2.1', '192.0.2.0/24'],
} as const;

/** What an engineer would type, in one or several ways. */
function plainOf(parameter: Parameter): readonly [Value, ...Value[]] {
  switch (parameter.kind) {
    case 'address':
      return plainAddresses[parameter.accepts];
    case 'addresses':
      return [[plainAddresses[parameter.accepts][0]], plainAddresses[parameter.accepts]];
    case 'prefix':
      return ['192.0.2.0/24', '2001:db8::/32'];
    case 'mac':
      return ['AA:BB:CC:DD:EE:FF'];
    case 'integer':
    case 'milliseconds':
      return [parameter.min, parameter.max];
    case 'choice':
      return [parameter.choices[0] ?? '', ...parameter.choices];
    case 'choices':
      return [parameter.choices.slice(0, 1), parameter.choices];
    case 'flag':
      return [false, true];
    case 'interface':
    case 'text':
      return ['ether1'];
    case 'interfaces':
      return [['ether1'], ['ether1', 'WAN Ost']];
    case 'row':
      return ['*1A'];
    case 'fingerprint':
      return ['0123456789abcdef'.repeat(4)];
    case 'ports':
      return ['443', '80,1000-2000'];
    case 'spans':
      return ['8s/8s', '0s/16s'];
    case 'rates':
      return ['10M/2M', '0/0'];
    case 'publicKey':
      return ['bmVpdGhlciBzZWNyZXQgbm9yIGFueWJvZHkncyBrZXk='];
    case 'template':
      return ['ntp@3'];
    case 'device':
      return ['0192f0c1-2d3e-4f50-8a6b-7c8d9e0f1a2b'];
    case 'confirmation':
      return [parameter.words];
    case 'secret':
      return ['correct-horse-battery'.slice(0, parameter.max).padEnd(parameter.min, '.')];
    case 'reason':
      return ['a subscriber complains'.slice(0, parameter.max).padEnd(parameter.min, '.')];
  }
}

/** How many ways there are at most, but for choices. */
const ways = [0, 1, 2];

/**
 * All that stands around a parameter, itself among it: plain values of everything that is required or that a rule wants,
 * beside each choice and flag of the others. What the rules still refuse is left out.
 */
export function circumstances(action: Action, parameter: Parameter): readonly Values[] {
  const others = action.parameters.filter(({ name, kind }) => name !== parameter.name && /^(choice|flag)$/.test(kind));
  const chosen = others.flatMap((other) => plainOf(other).map((choice): Values => ({ [other.name]: choice })));
  const all = [{}, ...chosen].flatMap((fixed) =>
    ways.map((way) => completed(action, { fixed, wanted: parameter.name, way })),
  );
  const taken = all.filter((values) => !action.rules.some((rule) => isBroken(action, rule, values)));
  return [...new Map(taken.map((values) => [JSON.stringify(values), values])).values()];
}

interface Wanted {
  readonly fixed: Values;
  readonly wanted: string;
  readonly way: number;
}

function completed(action: Action, { fixed, wanted, way }: Wanted): Values {
  const plain = (names: readonly string[]): Values =>
    Object.fromEntries(
      action.parameters
        .filter(({ name }) => names.includes(name))
        .map((one) => [one.name, plainOf(one)[way % plainOf(one).length] ?? '']),
    );
  const required = action.parameters.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  let values: Values = { ...plain([...required, wanted]), ...fixed };
  // What one rule wants another may want something for.
  for (const _ of action.rules)
    for (const rule of action.rules)
      if (isBroken(action, rule, values)) values = { ...mending(rule, plain), ...values, ...overruled(rule, fixed) };
  return values;
}

/** What a rule wants beside what is there. */
function mending(rule: Rule, plain: (names: readonly string[]) => Values): Values {
  if (rule.kind === 'any') return plain(rule.of.slice(0, 1));
  if (rule.kind === 'together') return plain(rule.of);
  return rule.kind === 'with' ? plain([rule.parameter]) : {};
}

/** The other value that a rule wants instead, unless that one is fixed. */
function overruled(rule: Rule, fixed: Values): Values {
  if (rule.kind !== 'only' || rule.where in fixed) return {};
  return { [rule.where]: [rule.is].flat()[0] ?? '' };
}

function isBroken({ parameters }: Action, rule: Rule, values: Values): boolean {
  const defaults = parameters.flatMap((one): [string, Value][] =>
    'byDefault' in one && one.byDefault !== undefined ? [[one.name, one.byDefault]] : [],
  );
  return brokenBy(rule, { ...Object.fromEntries(defaults), ...values }) !== null;
}
