import { z } from 'zod';
import { AppError } from '@/core/errors';
import { isTemplateId, templateOf, templates } from '@/core/templates/library';
import { toldTemplate, toldTemplateLine } from '@/core/templates/told-template';
import { refuseDirect } from '../ask-for-change';
import { procedure, router } from '../procedure';
import { reach } from '../scopes';
import { TemplateLine, TemplateView } from '../template-views';

export const templatesRouter = router({
  list: procedure({
    permission: 'template.deploy',
    scope: reach,
    audit: 'template.listed',
    output: z.object({ items: z.array(TemplateLine) }),
    rest: { method: 'GET', path: '/templates', summary: 'The templates: changes that were thought through beforehand' },
  }).query(async () => ({ items: templates.map(toldTemplateLine) })),

  get: procedure({
    permission: 'template.deploy',
    scope: reach,
    audit: 'template.viewed',
    input: { template: z.string().max(64) },
    output: TemplateView,
    rest: { method: 'GET', path: '/templates/{template}', summary: 'One template, with what it says to a router' },
  }).query(async ({ ctx: { me }, input: { template } }) => {
    if (!isTemplateId(template)) throw new AppError('notFound', 'no such template');
    const found = templateOf(template);
    refuseDirect(me, found);
    return toldTemplate(found);
  }),
});
