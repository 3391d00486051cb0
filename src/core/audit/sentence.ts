import { type Role, roleTitles } from '../access';
import { eventTitle, isOfThing, type Outcome } from '../events';

export interface Told {
  readonly event: string;
  readonly outcome: Outcome;
  readonly actor: { readonly kind: string; readonly name: string | null; readonly role: Role | null };
  readonly target: string | null;
  readonly reason: string | null;
}

const kinds: Readonly<Record<string, string>> = {
  person: 'Somebody whose name was erased',
  stranger: 'A stranger',
  runner: 'The runner',
  job: 'Housekeeping',
  console: 'Somebody at the server’s command line',
};

const endings: Readonly<Record<Exclude<Outcome, 'ok'>, string>> = {
  refused: 'It was refused',
  failed: 'It failed',
  intent: 'It was about to be done; how it ended is in a later entry',
  unknown: 'How it ended is not known',
};

/** An entry as a sentence: who did what to what, and what became of it. */
export function sentenceOf({ event, outcome, actor, target, reason }: Told): string {
  const who = actor.name ?? kinds[actor.kind] ?? actor.kind;
  const role = actor.role === null ? '' : ` (${roleTitles[actor.role].title})`;
  const title = eventTitle(event);
  const what = target === null ? title : `${title}: ${target}`;
  const done = isOfThing(event) ? `${who} noted that ${what}` : `${who}${role} ${what}`;
  if (outcome === 'ok') return `${done}.`;
  const attempt = isOfThing(event) ? done : `${who}${role} attempted this: ${what}`;
  return `${attempt}. ${endings[outcome]}${reason === null ? '' : `: ${reason.replace(/\.$/, '')}`}.`;
}

export interface Change {
  readonly name: string;
  /** Null: there was, or is, nothing of that name. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What an entry's detail says was changed: its `before` and `after`, name by name, only what differs. */
export function changesIn(body: string): readonly Change[] {
  const parsed: unknown = JSON.parse(body);
  const detail = recordIn(recordIn(parsed)?.detail);
  if (detail === null || !('before' in detail || 'after' in detail)) return [];
  const [before, after] = [fieldsOf(detail.before), fieldsOf(detail.after)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((name) => ({ name, before: before[name] ?? null, after: after[name] ?? null }))
    .filter((change) => change.before !== change.after);
}

function recordIn(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.fromEntries(Object.entries(value));
}

/** What is no object is one value without a name of its own. */
function fieldsOf(value: unknown): Record<string, string> {
  if (value === undefined || value === null) return {};
  const fields = recordIn(value) ?? { value };
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, one]) => one !== null)
      .map(([name, one]) => [name, typeof one === 'string' ? one : JSON.stringify(one)]),
  );
}
