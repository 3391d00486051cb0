import { z } from 'zod';
import { roles } from '@/core/access';
import { areaNames } from '@/core/actions/define';
import type { ToldAction } from '@/core/library/told-action';

const texts = z.array(z.string()).readonly();

/** What somebody fills in. */
export const ParameterView = z.object({
  name: z.string(),
  title: z.string(),
  isRequired: z.boolean(),
  bounds: z.string(),
  explained: z.string(),
});

/** An entry of the catalogue in a list. */
export const ActionLine = z.object({
  id: z.string(),
  title: z.string(),
  area: z.enum(areaNames),
  effect: z.enum(['read', 'write']),
  /** none, load, traffic or saturates of a read; W1, W2 or W3 of a write. */
  cost: z.string(),
  purpose: z.string(),
});

/** An entry of the catalogue whole: what it is for, what it takes, what it says per version of RouterOS, who may. */
export const ActionView = ActionLine.extend({
  limits: texts,
  parameters: z.array(ParameterView).readonly(),
  rules: texts,
  says: z
    .array(z.object({ since: z.string(), until: z.string(), line: z.string(), only: z.string().nullable() }))
    .readonly(),
  around: texts,
  needed: texts,
  refusedWhen: texts,
  raised: texts,
  verified: z.string(),
  undone: z.string().nullable(),
  warns: z.string().nullable(),
  mayRun: z.array(z.enum(roles)).readonly(),
}) satisfies z.ZodType<ToldAction>;
