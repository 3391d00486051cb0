import { createHash } from 'node:crypto';
import type { Values } from '@/core/actions/parameter';
import { openValues } from '@/core/actions/parameters';
import { basisText, templateText } from '@/core/change/basis';
import type { Guard } from '@/core/change/guard';
import type { Prediction } from '@/core/change/predict';
import type { Step } from '@/core/change/step';
import type { Template } from '@/core/templates/define';
import type { Survey } from './survey';

/** A change as it was asked for: all of it that does not come from the router. */
export interface Wanted {
  readonly template: Template;
  /** The change that it takes back, by its id. */
  readonly reverts: string | null;
  readonly values: Values;
  readonly device: string;
  readonly steps: readonly Step[];
}

/** What an authorisation is one of, of this change on a router as it was found: 64 hex digits. */
export function digestOf(
  { template, ...wanted }: Wanted,
  { identity, looks }: Survey,
  { tier, warnings, rung }: Pick<Prediction, 'tier' | 'warnings'> & Pick<Guard, 'rung'>,
): string {
  const values = openValues(template, wanted.values);
  const about = { values, template: sha256(templateText(template)), identity, looks, tier, warnings, rung };
  return sha256(basisText({ ...wanted, ...about }));
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
