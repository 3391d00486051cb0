import { z } from 'zod';
import { AppError } from '../errors';
import { Line } from '../text';
import type { Action, Parameter, Rule, Value, Values } from './define';

/**
 * The values of an action as a person may give them: strict (an unknown name is refused), with defaults filled in.
 * Messages read after the parameter's name: `count: from 1 to 300`.
 */
export function parametersOf(action: Action): z.ZodType<Values> {
  const known = made.get(action);
  if (known !== undefined) return known;
  const schema = schemaFor(action);
  made.set(action, schema);
  return schema;
}

/** Making a schema costs more than using it a hundred times, and an entry never changes. */
const made = new WeakMap<Action, z.ZodType<Values>>();

function schemaFor({ parameters, rules }: Action): z.ZodType<Values> {
  const shape = Object.fromEntries(parameters.map((parameter) => [parameter.name, schemaOf(parameter)]));
  return z
    .strictObject(shape, {
      error: (issue) => (issue.code === 'unrecognized_keys' ? unknownNames(issue.keys) : undefined),
    })
    .transform((given) => present(given))
    .superRefine((values, context) => {
      for (const rule of rules) {
        const wrong = brokenBy(rule, values);
        if (wrong !== null) context.addIssue({ code: 'custom', path: [wrong], message: rule.explained });
      }
    });
}

/** A name is repeated only if it looks like one. */
function unknownNames(names: readonly string[]): string {
  const plain = names.filter((name) => /^[\w.-]{1,40}$/.test(name));
  return plain.length === 0 ? 'no such parameter' : `no such parameter: ${plain.join(', ')}`;
}

/** Values that an action takes, checked again. Throws AppError('invalid') with a sentence that names the parameter. */
export function checked(action: Action, values: unknown): Values {
  const parsed = parametersOf(action).safeParse(values);
  if (parsed.success) return parsed.data;
  const sentences = parsed.error.issues.map(({ path, message, code }) =>
    code === 'unrecognized_keys' ? message : `${path.join('.')}: ${message}`,
  );
  throw new AppError('invalid', sentences.join('; '));
}

/** Without the names whose value was left out: `undefined` is no value. */
function present(given: Readonly<Record<string, Value | undefined>>): Values {
  const entries = Object.entries(given).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

function schemaOf(parameter: Parameter): z.ZodType<Value | undefined> {
  const schema = valueSchema(parameter);
  if ('byDefault' in parameter && parameter.byDefault !== undefined)
    return schema.optional().transform((value) => value ?? parameter.byDefault);
  return parameter.isRequired ? schema : schema.optional();
}

function valueSchema(parameter: Parameter): z.ZodType<Value> {
  switch (parameter.kind) {
    case 'address':
      return parameter.accepts === 'ip'
        ? z.string('an IP address').refine(isIp, 'an IP address')
        : z.string('an IP address or a host name').refine(isIpOrHost, 'an IP address or a host name');
    case 'prefix':
      return z.string(prefixWanted).refine((text) => familyOf(text, isPrefix) !== null, prefixWanted);
    case 'integer':
    case 'milliseconds': {
      const wanted = `from ${parameter.min} to ${parameter.max}${parameter.unit ? ` ${parameter.unit}` : ''}`;
      return z.number(wanted).int(wanted).min(parameter.min, wanted).max(parameter.max, wanted);
    }
    case 'choice':
      return z.enum(parameter.choices, oneOf(parameter.choices));
    case 'choices':
      return z
        .array(z.enum(parameter.choices, oneOf(parameter.choices)), 'a list')
        .max(parameter.choices.length, 'more than there are');
    case 'flag':
      return z.boolean('true or false');
    case 'interface':
    case 'text':
      return nameSchema(parameter);
  }
}

const prefixWanted = 'a network with its length, as in 10.0.0.0/24';
const oneOf = (choices: readonly string[]) =>
  choices.length > 12 ? 'none of those that there are' : `one of ${choices.join(', ')}`;

function nameSchema({ kind, max }: Extract<Parameter, { kind: 'interface' | 'text' }>): z.ZodType<string> {
  const wanted = `1 to ${max} characters`;
  const line = z.string(wanted).min(1, wanted).max(max, wanted).pipe(Line);
  if (kind === 'text') return line;
  // An asterisk would be read as an internal id, and no name of RouterOS's begins or ends with a space.
  return line.refine((text) => /^[^\s*=][^=]*$/u.test(text) && text.trim() === text, 'a name as the router shows it');
}

/** Which parameter breaks the rule, or null. A value that is missing breaks none. */
function brokenBy(rule: Rule, values: Values): string | null {
  switch (rule.kind) {
    case 'needs': {
      const [value, other] = [values[rule.parameter], values[rule.other]];
      if (typeof value !== 'number' || value <= rule.above) return null;
      return typeof other === 'number' && other < rule.min ? rule.other : null;
    }
    case 'product':
      return productOf(rule.of, values) > rule.max ? (rule.of[0] ?? '') : null;
    case 'family': {
      const [value, family] = [values[rule.parameter], values[rule.family]];
      if (typeof value !== 'string') return null;
      return (familyOf(value, isIp) ?? familyOf(value, isPrefix)) === family ? null : rule.parameter;
    }
  }
}

/** The numbers of these names multiplied; one that is missing counts as 1. */
export function productOf(names: readonly string[], values: Values): number {
  return names.reduce((product, name) => {
    const value = values[name];
    return typeof value === 'number' ? product * value : product;
  }, 1);
}

function familyOf(text: string, isValid: (text: string) => boolean): '4' | '6' | null {
  if (!isValid(text)) return null;
  return text.includes(':') ? '6' : '4';
}

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);
const ipv6 = z.ipv6();

function isIp(text: string): boolean {
  if (ipv4.test(text)) return true;
  return /^[0-9a-f:.]{2,45}$/i.test(text) && ipv6.safeParse(text).success;
}

function isPrefix(text: string): boolean {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  if (!isIp(address) || String(Number(length)) !== length) return false;
  return Number(length) <= (address.includes(':') ? 128 : 32);
}

const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** RFC 1123: labels of letters, digits and hyphens, 253 in all; the last has a letter, or `127.1` would be a name. */
function isIpOrHost(text: string): boolean {
  if (isIp(text)) return true;
  const labels = text.split('.');
  return text.length <= 253 && labels.every((part) => label.test(part)) && /[a-z]/i.test(labels.at(-1) ?? '');
}
