import type { Parameter, Values } from '@/core/actions/parameter';
import { judged, type Valued } from '@/core/actions/parameters';

/** What stands in the fields of a form: text as typed, `true` and `false` for a flag, a list for several choices. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

export interface Checked {
  /** Null while something is wrong. */
  readonly values: Values | null;
  /** What is wrong, by the parameter's name. */
  readonly problems: Readonly<Record<string, string>>;
}

/** The form as it is opened: defaults filled in, the rest empty. */
export function blank({ parameters }: Valued): Typed {
  return Object.fromEntries(parameters.map((parameter) => [parameter.name, blankOf(parameter)]));
}

function blankOf(parameter: Parameter): string | readonly string[] {
  if (parameter.kind === 'choices') return [];
  return 'byDefault' in parameter && parameter.byDefault !== undefined ? String(parameter.byDefault) : '';
}

/** The typed text as the catalogue's own judge takes it: the one that the server asks too. */
export function check(action: Valued, typed: Typed): Checked {
  const given = action.parameters.flatMap((parameter) => {
    const value = readingOf(parameter, typed[parameter.name] ?? '');
    return value === undefined ? [] : [[parameter.name, value] as const];
  });
  const verdict = judged(action, Object.fromEntries(given));
  if ('values' in verdict) return { values: verdict.values, problems: {} };
  const problems: Record<string, string> = {};
  for (const { path, message } of verdict.problems) problems[String(path[0] ?? '')] ??= message;
  return { values: null, problems };
}

/** Undefined for what was left out. Text that is no number stays text, so that the judge says what it wants. */
function readingOf(parameter: Parameter, typed: string | readonly string[]): unknown {
  if (typeof typed !== 'string') return typed.length === 0 ? undefined : typed;
  const text = typed.trim();
  if (text === '') return undefined;
  if (parameter.kind === 'addresses' || parameter.kind === 'interfaces') return listed(text);
  if (parameter.kind === 'flag') return text === 'true';
  const isNumber = parameter.kind === 'integer' || parameter.kind === 'milliseconds';
  return isNumber && /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

const listed = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** One sentence for the first thing that is missing or wrong. */
export function firstProblem({ parameters }: Valued, { problems }: Checked): string | null {
  const wrong = parameters.find(({ name }) => problems[name] !== undefined);
  return wrong === undefined ? null : `${wrong.title}: ${problems[wrong.name]}`;
}
