import { AppError } from '../errors';
import type { Action } from './define';
import type { Parameter, Rule, Value, Values } from './parameter';
import { brokenBy } from './rules';
import { valued } from './valued';
import { type Problem, type Verdict, within } from './verdict';

/** The values as they are taken, or everything that is wrong with them. */
export type Judged = { readonly values: Values } | { readonly problems: readonly Problem[] };

/** What has values: an action of the catalogue, or a template. */
export type Valued = Pick<Action, 'parameters' | 'rules'>;

/**
 * The values of an action as a person may give them: strict (an unknown name is refused), with defaults filled in. The page
 * asks it while somebody types and the server when it is sent, so it is written without the library for schemas, which would
 * be a tenth of the page.
 */
export function judged({ parameters, rules }: Valued, given: unknown): Judged {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return { problems: [{ path: [], message: 'values by their names' }] };
  const values: Record<string, Value> = {};
  const problems: Problem[] = [];
  const byName = new Map<string, unknown>(Object.entries(given));
  for (const parameter of parameters) {
    const verdict = judgedOne(parameter, byName.get(parameter.name));
    if (verdict === null) continue;
    if ('value' in verdict) values[parameter.name] = verdict.value;
    else problems.push(...within(parameter.name, verdict.problems));
  }
  // Only values that are right by themselves are held against each other.
  const broken = problems.length > 0 ? [] : rules.flatMap((rule) => problemWith(rule, values));
  const unknown = [...byName.keys()].filter((name) => !parameters.some((parameter) => parameter.name === name));
  problems.push(...unknownNames(unknown), ...broken);
  return problems.length > 0 ? { problems } : { values };
}

function problemWith(rule: Rule, values: Values): readonly Problem[] {
  const wrong = brokenBy(rule, values);
  return wrong === null ? [] : [{ path: [wrong], message: rule.explained }];
}

/** Null for what was left out and may be. */
function judgedOne(parameter: Parameter, given: unknown): Verdict | null {
  if (given !== undefined) return valued(parameter, given);
  if ('byDefault' in parameter && parameter.byDefault !== undefined) return { value: parameter.byDefault };
  return parameter.isRequired ? valued(parameter, given) : null;
}

/** A name is repeated only if it looks like one. */
function unknownNames(names: readonly string[]): readonly Problem[] {
  if (names.length === 0) return [];
  const plain = names.filter((name) => /^[\w.-]{1,40}$/.test(name));
  return [{ path: [], message: ['no such parameter', plain.join(', ')].filter((part) => part !== '').join(': ') }];
}

/** The values without those that nobody may read again: what is kept, shown and compared elsewhere. */
export function openValues({ parameters }: Pick<Valued, 'parameters'>, values: Values): Values {
  const secrets = parameters.filter(({ kind }) => kind === 'secret').map(({ name }) => name);
  return Object.fromEntries(Object.entries(values).filter(([name]) => !secrets.includes(name)));
}

/** Values that an action takes, checked again. Throws AppError('invalid') with a sentence that names the parameter. */
export function checked(action: Valued, given: unknown): Values {
  const verdict = judged(action, given);
  if ('values' in verdict) return verdict.values;
  const sentences = verdict.problems.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  );
  throw new AppError('invalid', [...new Set(sentences)].join('; '));
}
