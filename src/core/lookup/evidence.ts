import type { ReadId } from '../actions/index';
import type { Values } from '../actions/parameter';
import { type Hit, type Source, sourceTitles } from './hits';
import { type Subject, subjectTitles } from './subject';

/** The read that shows a hit once more, from an action of the catalogue. */
export interface Evidence {
  readonly action: ReadId;
  readonly params: Values;
}

const given = (fields: Readonly<Record<string, string | null>>): Values =>
  Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null));

/** By what each table is asked anew: what tells this row from the others. */
const evidences: Readonly<Record<Source, (hit: Hit) => Evidence>> = {
  lease: ({ mac, address }) => ({ action: 'dhcp.leases', params: given(mac === null ? { address } : { mac }) }),
  arp: ({ mac, address }) => ({ action: 'ip.arp', params: given(address === null ? { mac } : { address }) }),
  neighbour: ({ address }) => ({ action: 'ip.arp', params: given({ family: '6', address }) }),
  bridgeHost: ({ mac }) => ({ action: 'br.hosts', params: given({ mac }) }),
  pppActive: ({ name }) => ({ action: 'sub.sessions', params: given({ service: 'ppp', name }) }),
  pppSecret: ({ name }) => ({ action: 'ppp.secrets', params: given({ name }) }),
  hotspot: ({ mac }) => ({ action: 'sub.sessions', params: given({ service: 'hotspot', mac }) }),
  vlan: ({ vlan }) => ({ action: 'br.hosts', params: vlan === null ? {} : { vlan: Number(vlan) } }),
};

export const evidenceOf = (hit: Hit): Evidence => evidences[hit.source](hit);

/** What a case about a hit begins with: who was looked for, and where it was found. */
export function symptomOf({ kind, text }: Subject, { source, name, mac, address, place, vlan }: Hit): string {
  const found = [name, mac, address, place, vlan === null ? null : `VLAN ${vlan}`].filter((part) => part !== null);
  return `Subscriber by ${subjectTitles[kind]} ${text}. Found in ${sourceTitles[source]}: ${found.join(', ')}.`;
}
