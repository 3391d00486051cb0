import { z } from 'zod';
import { AppError } from '@/core/errors';
import { documentOf } from '@/core/templates/document/read';
import { templates } from '@/core/templates/library';
import { toldTemplate, toldTemplateLine } from '@/core/templates/told-template';
import { publishedTemplates, templateInForce } from '@/server/db/templates';
import { refuseDirect } from '../ask-for-change';
import { procedure, router } from '../procedure';
import { reach } from '../scopes';
import { TemplateLine, TemplateWithDocument } from '../template-views';

export const templatesRouter = router({
  list: procedure({
    permission: 'template.deploy',
    scope: reach,
    audit: 'template.listed',
    output: z.object({ items: z.array(TemplateLine) }),
    rest: { method: 'GET', path: '/templates', summary: 'The templates: changes that were thought through beforehand' },
  }).query(async ({ ctx }) => ({
    items: [...templates, ...(await publishedTemplates(ctx.db))].map(toldTemplateLine),
  })),

  get: procedure({
    permission: 'template.deploy',
    scope: reach,
    audit: 'template.viewed',
    input: { template: z.string().max(64) },
    output: TemplateWithDocument,
    rest: { method: 'GET', path: '/templates/{template}', summary: 'One template, with what it says to a router' },
  }).query(async ({ ctx: { db, me }, input: { template } }) => {
    const found = await templateInForce(db, template);
    if (found === null) throw new AppError('notFound', 'no such template');
    refuseDirect(me, found);
    return { ...toldTemplate(found), document: found.isDirect === true ? null : documentOf(found) };
  }),
});
