import type { Template } from './define';
import { directActions } from './direct';
import { dnsClosed } from './families/firewall';
import { ntp, syslog } from './families/services';
import { resume, suspend } from './families/subscriber';

/** The templates that come with the product. */
export const templates = [suspend, resume, ntp, syslog, dnsClosed] as const satisfies readonly Template[];

/** All that a change may be made by: the library, and the write actions that Admins do directly. */
const all: readonly Template[] = [...templates, ...directActions];

export type TemplateId = (typeof templates)[number]['id'] | DirectId;
export type DirectId = (typeof directActions)[number]['id'];

export const templateIds: readonly TemplateId[] = [...templates, ...directActions].map(({ id }) => id);

export const isTemplateId = (id: string): id is TemplateId => all.some((one) => one.id === id);

export const isDirectId = (id: string): id is DirectId => directActions.some((one) => one.id === id);

export function templateOf(id: TemplateId): Template {
  const found = all.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no template ${id}`);
  return found;
}
