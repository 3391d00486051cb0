import type { Tier } from '../actions/define';
import type { Value, Values } from '../actions/parameter';
import { type Canonical, canonical } from '../canonical';
import type { Template } from '../templates/define';
import type { Rung } from './guard';
import type { Identity } from './identity';
import { permittedOf } from './permitted';
import { isStatic, type Looks, rowsOf } from './rows';
import type { Fields, Step } from './step';

/** All that an approval is an approval of. */
export interface Basis {
  /** SHA-256 of `templateText`, 64 hex digits. */
  readonly template: string;
  /** The change that it takes back, by its id. */
  readonly reverts: string | null;
  /** The rollout that it is one device of, by its id; left out where there is none. */
  readonly rollout?: string;
  readonly values: Values;
  readonly device: string;
  readonly identity: Identity;
  readonly steps: readonly Step[];
  readonly looks: Looks;
  /** How risky it was found to be, and what could not be told: a change that has become riskier is not the one approved. */
  readonly tier: Tier;
  readonly warnings: readonly string[];
  /** What takes it back when we lose the way. */
  readonly rung: Rung;
}

/** What a template is, whoever wrote it: its digest is kept with every change that was made by it. */
export const templateText = (template: Template): string => canonical(asCanonical(template));

/**
 * What the digest of a preview is taken of: whatever of it is different when the change is to be made, the approval is void. Rows
 * that come and go by themselves are not in it.
 */
export function basisText({ steps, looks, ...basis }: Basis): string {
  const rows = steps.map((step, index) => fingerprinted(step, looks[index] ?? []));
  const told = steps.map((step) => ({ ...step, fields: withoutSecrets(step) }));
  return canonical(asCanonical({ form: 'routeward-change/1', ...basis, steps: told, rows }));
}

/** Of a chain the order counts; what the router puts into it, or beside a row of that name, by itself does not. */
function fingerprinted(step: Step, look: readonly Fields[]): readonly Fields[] | null {
  if (permittedOf(step).kind === 'passing') return null;
  return step.place === undefined ? sorted(rowsOf(step, look)) : look.filter(isStatic);
}

/** A digest is shown, and whoever sees it could try passwords against it. What was asked for is kept as it is by the database. */
function withoutSecrets(step: Step): Fields {
  const { secrets } = permittedOf(step);
  return Object.fromEntries(Object.entries(step.fields).filter(([name]) => !secrets.includes(name)));
}

const sorted = (rows: readonly Fields[]): readonly Fields[] =>
  [...rows].sort((one, other) => ((one['.id'] ?? '') < (other['.id'] ?? '') ? -1 : 1));

/** Everything here is data; what JSON has no word for is nowhere in it. */
function asCanonical(data: Template | Readonly<Record<string, Value | object | null>>): Canonical {
  // safe: templates, values, steps and rows are made of texts, numbers, booleans, lists and objects alone.
  return data as unknown as Canonical;
}
