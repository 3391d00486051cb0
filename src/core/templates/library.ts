import type { Template } from './define';
import { directActions } from './direct';
import { abuserBlock, quarantine } from './families/blocks';
import { dnsClosed } from './families/firewall';
import { portForward } from './families/forward';
import { guestVlan, lanDhcp } from './families/lans';
import { allowList, hardening } from './families/management';
import { queuePlan } from './families/queues';
import { ntp, syslog } from './families/services';
import { ipsecSite, wireguardSite } from './families/sites';
import { resume, suspend } from './families/subscriber';
import { wanFailover, wanPppoe } from './families/ways-out';

/** The templates that come with the product. */
export const templates = [
  ...[suspend, resume, queuePlan],
  ...[allowList, hardening, ntp, syslog, dnsClosed],
  ...[portForward, abuserBlock, quarantine],
  ...[lanDhcp, guestVlan, wanPppoe, wanFailover, wireguardSite, ipsecSite],
] as const satisfies readonly Template[];

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
