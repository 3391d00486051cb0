/** `refused`: sign in again. `unavailable`: nobody answered, and everything stays as it is. */
export type RefreshOutcome = 'renewed' | 'refused' | 'unavailable';

const path = '/api/v1/auth/refresh';
const lock = 'routeward-refresh';
const renewedAtKey = 'routeward-renewed-at';
const attemptKey = 'routeward-refresh-attempt';
const refusalKey = 'routeward-refusal';

/** So long the server gives the same answer to the same key again; see auth.rotate_refresh_token. */
const sameAnswerMilliseconds = 10_000;
/** Three tries, so timed that the last one leaves inside those ten seconds. */
const pausesMilliseconds = [0, 300, 1_000];
const patienceMilliseconds = 3_000;

/**
 * Renews the access cookie, once for all tabs: a refresh token can be spent only once, and whoever spends it twice is
 * taken for a thief. Tabs wait for one another at a lock, and one that waited while another renewed has nothing to do.
 */
export async function refresh(): Promise<RefreshOutcome> {
  const askedAt = Date.now();
  return navigator.locks.request(lock, async () => {
    if (Number(localStorage.getItem(renewedAtKey)) >= askedAt) return 'renewed';
    const outcome = await renew();
    if (outcome === 'renewed') localStorage.setItem(renewedAtKey, String(Date.now()));
    return outcome;
  });
}

/** Tries again with the same key when no answer came, as the first try may have been carried out. */
async function renew(): Promise<RefreshOutcome> {
  const requestKey = attempt();
  for (const pause of pausesMilliseconds) {
    if (pause > 0) await new Promise((done) => setTimeout(done, pause));
    const outcome = await ask(requestKey);
    if (outcome === 'unavailable') continue;
    localStorage.removeItem(attemptKey);
    return outcome;
  }
  return 'unavailable';
}

async function ask(requestKey: string): Promise<RefreshOutcome> {
  try {
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-key': requestKey },
      body: '{}',
      signal: AbortSignal.timeout(patienceMilliseconds),
    });
    if (answer.ok) return 'renewed';
    if (answer.status !== 401) return 'unavailable';
    const { message }: { message?: unknown } = await answer.json();
    if (typeof message === 'string') sessionStorage.setItem(refusalKey, message);
    return 'refused';
  } catch {
    return 'unavailable';
  }
}

/**
 * The key of the attempt under way. It outlives the page: one that is reloaded between request and answer asks again with
 * the same key, and is not taken for a thief of its own token. It opens nothing without the cookie, which no script reads.
 */
function attempt(): string {
  const [madeAt, known] = (localStorage.getItem(attemptKey) ?? '').split(' ');
  if (known && Date.now() - Number(madeAt) < sameAnswerMilliseconds) return known;
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  const fresh = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
  localStorage.setItem(attemptKey, `${Date.now()} ${fresh}`);
  return fresh;
}

/**
 * Why the last refresh in this tab was refused, once, for the sign-in page: whoever's session was ended because its token
 * was stolen has to hear of it. Null when nobody had been signed in, which needs no explanation.
 */
export function takeRefusal(): string | null {
  const message = sessionStorage.getItem(refusalKey);
  sessionStorage.removeItem(refusalKey);
  return message === 'sign in first' ? null : message;
}
