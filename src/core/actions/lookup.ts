import { lookupFields, type Source } from '../lookup/hits';
import type { Subject, SubjectKind } from '../lookup/subject';
import { sentenceOf } from './compile';
import type { Parameter } from './parameter';
import type { Sentence } from './sentence';
import type { SentenceForm } from './sentence-form';

/*
 * What every router in reach is asked when somebody looks for a subscriber. Reads alone, and nobody can choose them: a
 * person's text reaches a router only where it is an address, a MAC or a VLAN; a name is looked for in what came back.
 */

/** The words that find a subject of a kind in a table; none: the whole table is read, for parts of names. */
type By = Partial<Record<SubjectKind, readonly [query: string, orQuery?: string] | readonly []>>;

/** What a lease reserves and what is in use may differ: either counts. */
const tables: Readonly<Record<Source, { readonly path: string; readonly by: By }>> = {
  pppActive: { path: '/ppp/active/print', by: { name: [], mac: ['caller-id'], ip: ['address'] } },
  pppSecret: { path: '/ppp/secret/print', by: { name: [], mac: ['caller-id'], ip: ['remote-address'] } },
  hotspot: { path: '/ip/hotspot/active/print', by: { name: [], mac: ['mac-address'], ip: ['address'] } },
  lease: {
    path: '/ip/dhcp-server/lease/print',
    by: { name: [], mac: ['mac-address', 'active-mac-address'], ip: ['address', 'active-address'] },
  },
  arp: { path: '/ip/arp/print', by: { mac: ['mac-address'], ip: ['address'] } },
  neighbour: { path: '/ipv6/neighbor/print', by: { mac: ['mac-address'], ip: ['address'] } },
  bridgeHost: { path: '/interface/bridge/host/print', by: { mac: ['mac-address'], vlan: ['vid'] } },
  vlan: { path: '/interface/vlan/print', by: { vlan: ['vlan-id'] } },
};

/** Tables of one family of addresses: the others do not have the subject. */
const families: Partial<Record<Source, 4 | 6>> = {
  pppActive: 4,
  pppSecret: 4,
  hotspot: 4,
  lease: 4,
  arp: 4,
  neighbour: 6,
};

const sought: Parameter = { name: 'sought', title: 'Sought', kind: 'text', isRequired: true, max: 45, explained: '' };

/** A table by its key holds a handful of rows for one subject; a whole one is that of a concentrator. */
const exact = { deadline: { baseMs: 8_000 }, rowCap: 100 };
const whole = { deadline: { baseMs: 15_000 }, rowCap: 20_000 };

export interface LookupSentence {
  readonly source: Source;
  readonly sentence: Sentence;
}

/** What a router is asked about a subject; all of it at once, and in any order. */
export function lookupSentences({ kind, text }: Subject): readonly LookupSentence[] {
  const family = kind !== 'ip' ? null : text.includes(':') ? 6 : 4;
  // safe: `tables` is a literal; its keys are exactly the sources.
  const all = Object.entries(tables) as [Source, (typeof tables)[Source]][];
  return all.flatMap(([source, { path, by }]) => {
    const queries = by[kind];
    const isOther = family !== null && (families[source] ?? family) !== family;
    if (queries === undefined || isOther) return [];
    const [query, orQuery] = queries;
    const form: SentenceForm = {
      since: '0',
      until: '99',
      path,
      words: query === undefined ? [] : [{ query, from: sought.name, ...(orQuery && { orQuery }) }],
      fields: lookupFields[source],
      ...(query === undefined ? whole : exact),
    };
    return [
      {
        source,
        sentence: sentenceOf(form, { values: { [sought.name]: text }, parameters: [sought], rows: [], peer: null }),
      },
    ];
  });
}
