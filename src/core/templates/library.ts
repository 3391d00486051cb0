import type { Template } from './define';
import { dnsClosed } from './families/firewall';
import { ntp, syslog } from './families/services';
import { resume, suspend } from './families/subscriber';

/** The templates that come with the product. */
export const templates = [suspend, resume, ntp, syslog, dnsClosed] as const satisfies readonly Template[];

export type TemplateId = (typeof templates)[number]['id'];

const all: readonly Template[] = templates;

export const templateIds: readonly TemplateId[] = templates.map(({ id }) => id);

export const isTemplateId = (id: string): id is TemplateId => all.some((one) => one.id === id);

export function templateOf(id: TemplateId): Template {
  const found = all.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no template ${id}`);
  return found;
}
