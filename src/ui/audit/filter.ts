import { type AuditQuery, auditQueryText, parseAuditQuery, QueryFault } from '@/core/audit/query';

type Params = Readonly<Record<string, string | string[] | undefined>>;

/** What the address of the audit page says: the query's text, and the page of it. */
export interface AuditAddress {
  readonly q: string;
  readonly after?: string;
  readonly before?: string;
}

/** The query of an address, or why it cannot be read: in words that name the token. */
export type ReadQuery =
  | { readonly query: AuditQuery; readonly fault: null }
  | { readonly query: null; readonly fault: string };

/**
 * Reads an address. The form without script sends `q` twice, once with what was chosen and once with what was typed, and
 * older addresses have `outcome` and `event` of their own: all of it is one text.
 */
export function readAuditAddress(params: Params): AuditAddress {
  const one = (name: string) => [params[name] ?? []].flat().filter((value) => value.trim() !== '');
  const old = ['outcome', 'event'].flatMap((name) => one(name).map((value) => `${name}:${value}`));
  const [after] = one('after');
  const [before] = one('before');
  const q = [...one('q'), ...old].join(' ').trim();
  return { q, ...(before ? { before } : after ? { after } : {}) };
}

export function readQuery(q: string): ReadQuery {
  try {
    return { query: parseAuditQuery(q), fault: null };
  } catch (fault) {
    if (fault instanceof QueryFault) return { query: null, fault: fault.message };
    throw fault;
  }
}

/** The address that brings the same entries back. */
export function auditAddress({ q, after, before }: AuditAddress): string {
  const search = new URLSearchParams();
  if (q) search.set('q', q);
  if (before) search.set('before', before);
  else if (after) search.set('after', after);
  // Colons and slashes may stand in a query as they are, and then a person can read it.
  const text = search.toString().replaceAll('%3A', ':').replaceAll('%2F', '/');
  return text ? `/audit?${text}` : '/audit';
}

export const queryAddress = (query: AuditQuery): string => auditAddress({ q: auditQueryText(query) });

/** The page of one entry. */
export const entryAddress = ({ at, id }: { readonly at: string; readonly id: string }): string =>
  `/audit/${encodeURIComponent(at)}/${id}`;
