import { type AuditEvent, auditEvents, type Outcome, outcomes } from '@/core/events';

export interface AuditFilter {
  readonly outcome?: Outcome;
  readonly event?: AuditEvent;
  readonly after?: string;
}

/** The filter in the address of the audit page; a word that is no outcome and no event is left out. */
export function readAuditFilter(params: Readonly<Record<string, string | string[] | undefined>>): AuditFilter {
  const outcome = outcomes.find((known) => known === params.outcome);
  const event = auditEvents.find((known) => known === params.event);
  return {
    ...(outcome ? { outcome } : {}),
    ...(event ? { event } : {}),
    ...(typeof params.after === 'string' && params.after ? { after: params.after } : {}),
  };
}

export function auditAddress(filter: AuditFilter): string {
  const search = new URLSearchParams();
  for (const name of ['outcome', 'event', 'after'] as const) {
    const value = filter[name];
    if (value) search.set(name, value);
  }
  return search.size > 0 ? `/audit?${search}` : '/audit';
}
