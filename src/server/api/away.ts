import { once } from '../process';

/**
 * The requests whose page could not be made because the database is away, by their id. Next has no page of status 503:
 * the page says so here, and the web process, which is the same process, puts it on the answer.
 */
const requests = (): Set<string> => once('requests without a database', () => new Set<string>());

export function noteAway(requestId: string): void {
  requests().add(requestId);
}

/** True once: the note is taken off. */
export function wasAway(requestId: string): boolean {
  return requests().delete(requestId);
}
