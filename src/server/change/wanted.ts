import { createHash } from 'node:crypto';
import type { Tier } from '@/core/actions/define';
import type { Values } from '@/core/actions/parameter';
import { openValues } from '@/core/actions/parameters';
import { basisText, templateText } from '@/core/change/basis';
import type { Guard } from '@/core/change/guard';
import type { Prediction } from '@/core/change/predict';
import type { Step } from '@/core/change/step';
import type { Template } from '@/core/templates/define';
import { tierOf } from '@/core/templates/tier';
import type { Survey } from './survey';

/** A change as it was asked for: all of it that does not come from the router. */
export interface Wanted {
  readonly template: Template;
  /** The change that it takes back, by its id. */
  readonly reverts: string | null;
  readonly values: Values;
  readonly device: string;
  readonly steps: readonly Step[];
  /** The rollout that it is one device of; one that is wide takes two people, whatever is changed. */
  readonly rollout?: { readonly id: string; readonly isWide: boolean };
}

/** The tier of what its steps come to, or higher: by its template, and by how far its rollout reaches. */
export const raised = ({ template, rollout }: Pick<Wanted, 'template' | 'rollout'>, found: Tier): Tier =>
  rollout?.isWide === true ? 'W3' : tierOf(template, found);

/** What an authorisation is one of, of this change on a router as it was found: 64 hex digits. */
export function digestOf(
  { template, rollout, ...wanted }: Wanted,
  { identity, looks }: Survey,
  { tier, warnings, rung }: Pick<Prediction, 'tier' | 'warnings'> & Pick<Guard, 'rung'>,
): string {
  const values = openValues(template, wanted.values);
  const about = { values, template: sha256(templateText(template)), identity, looks, warnings, rung };
  const found = { ...about, tier: rollout?.isWide === true ? ('W3' as const) : tier };
  return sha256(basisText({ ...wanted, ...found, ...(rollout === undefined ? {} : { rollout: rollout.id }) }));
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
