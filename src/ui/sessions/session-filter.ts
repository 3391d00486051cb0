import { type SessionState, sessionStates } from '@/core/sessions';

/** What the address of a list of sessions keeps. */
export interface SessionFilter {
  readonly q?: string;
  readonly state?: SessionState;
  /** The id of a device that they are about. */
  readonly device?: string;
  readonly after?: string;
}

/** The filter in a page's address; a word that is no state is left out. */
export function readSessionFilter(params: Readonly<Record<string, string | string[] | undefined>>): SessionFilter {
  const text = (name: string): string => {
    const value = params[name];
    return typeof value === 'string' ? value.trim().slice(0, 128) : '';
  };
  const [q, after] = [text('q'), typeof params.after === 'string' ? params.after : ''];
  const device = /^[0-9a-f-]{36}$/.test(text('device')) ? text('device') : '';
  const state = sessionStates.find((known) => known === params.state);
  return {
    ...(q ? { q } : {}),
    ...(state ? { state } : {}),
    ...(device ? { device } : {}),
    ...(after ? { after } : {}),
  };
}

export function sessionsAddress(path: string, filter: SessionFilter): string {
  const search = new URLSearchParams();
  for (const name of ['q', 'state', 'device', 'after'] as const) {
    const value = filter[name];
    if (value) search.set(name, value);
  }
  return search.size > 0 ? `${path}?${search}` : path;
}
