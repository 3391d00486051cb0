import { z } from 'zod';
import { roles } from '@/core/access';
import { areaNames } from '@/core/actions/define';
import type { ToldTemplate, ToldTemplateLine } from '@/core/templates/told-template';
import { ParameterView } from './action-views';

const texts = z.array(z.string()).readonly();

/** A template in a list. */
export const TemplateLine = z.object({
  id: z.string(),
  version: z.int(),
  title: z.string(),
  area: z.enum(areaNames),
  /** The floor: what a preview finds can raise it. */
  tier: z.enum(['W1', 'W2', 'W3']),
  purpose: z.string(),
  /** On so many devices at a time it is made at most. */
  mostDevices: z.int(),
}) satisfies z.ZodType<ToldTemplateLine>;

/** A template whole: what it is for, what it takes, what it says to a router, how far it reaches, who may. */
const TemplateView = TemplateLine.extend({
  limits: texts,
  parameters: z.array(ParameterView).readonly(),
  rules: texts,
  /** As RouterOS's terminal takes it, with `<name>` where a parameter's value stands. */
  lines: texts,
  radius: z.object({
    commands: texts,
    mostRows: z.int(),
    mostDevices: z.int(),
    touchesManagement: z.boolean(),
    interruptsService: z.boolean(),
  }),
  /** What nothing brings back. */
  lost: texts,
  refusedWhen: texts,
  mayDeploy: z.array(z.enum(roles)).readonly(),
  /** One of the write actions that Admins do directly. */
  isDirect: z.boolean(),
}) satisfies z.ZodType<ToldTemplate>;

/** With the document that says it, as it is exported; null for a write action, of which there is none. */
export const TemplateWithDocument = TemplateView.extend({ document: z.string().nullable() });
