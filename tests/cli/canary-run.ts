import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { until } from '@/cli/until';
import { reads } from '@/core/actions/index';
import { judged } from '@/core/actions/parameters';
import type { SentenceForm } from '@/core/actions/sentence-form';
import type { Pair } from '@/server/certificate/pem';
import type { Canaries } from './canaries';
import type { Doors } from './canary-doors';
import { hookAddress, type Logins, type Outside, type Router } from './canary-world';

/* One run through all that people do with a secret, in the order in which they do it. */

const patienceMs = 60_000;
const Id = z.object({ id: z.string() });
const Link = z.object({ link: z.string() });
const Tokens = z.object({ accessToken: z.string(), refreshToken: z.string() });

const secretOf = (link: string): string => link.slice(link.indexOf('#') + 1);
const customer = 'acme-corp';
const ada = 'ada@isp.example';
const marco = 'marco@isp.example';

export interface Around {
  readonly canaries: Canaries;
  readonly doors: Doors;
  readonly url: string;
}

/** The setup, and signing in as a program: right, wrong, and with a password where the e-mail belongs. */
export async function setUp(
  { canaries, doors, url }: Around,
  setupToken: string,
): Promise<{ token: string; password: string }> {
  const first = canaries.type('the password of the setup');
  await doors.send('POST /setup/open', { body: { token: canaries.type('a wrong setup token') } });
  await doors.send('POST /setup/open', { body: { token: setupToken } });
  const person = { name: 'Ada Real', email: ada, publicUrl: url };
  (await doors.send('POST /setup/finish', { body: { ...person, token: setupToken, password: first } })).json(
    z.object({}),
  );
  const wrong = { email: ada, password: canaries.type('a wrong password') };
  await doors.send('POST /auth/sign-in', { body: wrong });
  await doors.send('POST /auth/sign-in', {
    body: { email: canaries.type('a password typed as e-mail'), password: 'x' },
  });
  const signIn = (password: string, more: object = {}) =>
    doors.send('POST /auth/sign-in', { body: { email: ada, password, ...more } });
  const refreshed = (await signIn(first)).json(Tokens);
  const requestKey = canaries.type('the key of a refresh');
  const refresh = { refreshToken: refreshed.refreshToken, requestKey };
  (await doors.send('POST /auth/refresh', { body: refresh })).json(Tokens);
  const second = canaries.type('the new password of a change');
  const strange = { browser: canaries.type('the secret of a browser in a body') };
  const twice = {
    email: ada,
    password: first,
    newPassword: canaries.type('the new password of a change that is refused'),
  };
  await doors.send('POST /auth/change-password', { body: { ...twice, ...strange } });
  const browser = await inBrowser({ canaries, doors, url }, first);
  (await doors.send('POST /auth/change-password', { body: { email: ada, password: first, newPassword: second } })).json(
    z.object({}),
  );
  const known = (await signIn(second, { browser })).json(Tokens.extend({ browser: z.string() }));
  return { token: known.accessToken, password: second };
}

/** Signs in as the page does, refreshes by cookie, and signs out. Returns the secret by which the browser is known. */
async function inBrowser({ doors, url }: Around, password: string): Promise<string> {
  const cookies = new Map<string, string>();
  const jar = () => ({
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    origin: url,
    'sec-fetch-site': 'same-origin',
  });
  const ask = async (line: string, body: object | null, headers: Record<string, string> = {}) => {
    const answer = await doors.ask(line, { ...(body === null ? {} : { body }), headers: { ...jar(), ...headers } });
    for (const cookie of answer.cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  const { csrfToken } = (await ask('GET /api/auth/csrf', null)).json(z.object({ csrfToken: z.string() }));
  (await ask('POST /api/auth/callback/credentials', { email: ada, password, csrfToken })).json(z.object({}));
  (await ask('POST /api/v1/auth/refresh', {}, { 'x-request-key': randomUUID() })).json(z.object({}));
  if ((await ask('GET /devices', null)).status !== 200) throw new Error('the page of devices did not answer');
  (await ask('POST /api/v1/auth/sign-out', {})).json(z.object({}));
  const [, known = ''] = [...cookies].find(([name]) => name.endsWith('-browser')) ?? [];
  return known;
}

/** Mail with a password, wrong and right, and a webhook; afterwards both are used by what else is done. */
export async function configure(
  { canaries, doors }: Around,
  token: string,
  mail: { outside: Outside; password: string },
): Promise<void> {
  const server = { 'mail.host': '127.0.0.1', 'mail.port': mail.outside.mailPort, 'mail.security': 'tls' };
  const changes = { ...server, 'mail.user': 'routeward', 'mail.from': 'routeward@isp.example' };
  const set = (password: string) =>
    doors.send('PATCH /configuration', { token, body: { changes: { ...changes, 'mail.password': password } } });
  const refused = await set(canaries.type('a wrong mail password'));
  if (refused.status === 200 || !refused.bytes.includes('535'))
    throw new Error(`mail was not refused: ${refused.bytes}`);
  (await set(mail.password)).json(z.object({}));
  const events = ['session.opened', 'invitation.made'];
  const made = await doors.send('POST /webhooks', { token, body: { url: `https://${hookAddress}/hook`, events } });
  const { id } = made.json(Id);
  (await doors.send('POST /webhooks/{webhook}/test', { in: { webhook: id }, token, body: {} })).json(z.object({}));
}

/** A certificate, wrong and right. */
export async function certify({ canaries, doors }: Around, token: string, pair: Pair): Promise<void> {
  const [certificate, key] = ['certificate', 'key'].map((field) => canaries.type(`what is no ${field}`));
  const door = 'POST /certificate';
  for (const body of [
    { ...pair, certificate },
    { ...pair, key },
  ])
    if ((await doors.send(door, { token, body })).status !== 400) throw new Error('it was taken for a certificate');
  (await doors.send(door, { token, body: pair })).json(z.object({}));
}

/** Invitations, one of them to whoever is there already, and a link to a new password. */
export async function invite({ canaries, doors }: Around, token: string): Promise<void> {
  for (const [slug, name] of [
    [customer, 'Acme Corp'],
    ['other-isp', 'Other'],
  ])
    (await doors.send('POST /customers', { token, body: { slug, name, stripe: 0, timeZone: 'Europe/Rome' } })).json(Id);
  const make = async (email: string, slug: string) => {
    const body = { email, role: 'operator', customers: [slug] };
    return secretOf((await doors.send('POST /invitations', { token, body })).json(Link).link);
  };
  // Both before he is there: whoever is, needs no invitation of a Super Admin.
  const [secret, another] = [await make(marco, customer), await make(marco, 'other-isp')];
  (await doors.send('POST /invitations/open', { body: { secret } })).json(z.object({}));
  const password = canaries.type('the password of whoever accepts');
  const accepted = await doors.send('POST /invitations/accept', { body: { secret, name: 'Marco', password } });
  accepted.json(z.object({}));
  const signedIn = await doors.send('POST /auth/sign-in', { body: { email: marco, password } });
  const { accessToken, person } = signedIn.json(Tokens.extend({ person: Id }));
  const joins = { token: accessToken, body: { secret: another } };
  (await doors.send('POST /invitations/join', joins)).json(z.object({}));
  // One letter is refused for good, and one is still to be sent when the run ends.
  await make('refused@isp.example', customer);
  await make('later@isp.example', customer);
  const reset = await doors.send('POST /people/{person}/reset', { in: { person: person.id }, token, body: {} });
  const link = { secret: secretOf(reset.json(Link).link) };
  (await doors.send('POST /auth/reset/open', { body: link })).json(z.object({}));
  const body = { ...link, password: canaries.type('the password of a reset') };
  (await doors.send('POST /auth/reset', { body })).json(z.object({}));
}

/** A customer goes for good, which takes a password once more: not that one, and then one's own. */
export async function erase({ canaries, doors }: Around, token: string, password: string): Promise<void> {
  const slug = 'gone-isp';
  await doors.send('POST /customers', { token, body: { slug, name: slug, stripe: 1, timeZone: 'UTC' } });
  await doors.send('POST /customers/{customer}/archive', { token, in: { customer: slug }, body: {} });
  const typed = [canaries.type('a wrong password to erase a customer'), password];
  const answers: number[] = [];
  for (const one of typed) {
    const body = { name: slug, password: one };
    const door = 'POST /customers/archived/{archived}/erase';
    answers.push((await doors.send(door, { token, in: { archived: slug }, body })).status);
  }
  if (answers.join(' ') !== '403 200') throw new Error(`erasing answered ${answers.join(' and ')}`);
}

/** Credentials, typed and replaced, and the routers that they are for. Returns the devices. */
export async function enrol(
  { doors }: Around,
  token: string,
  { old, logins, routers }: { old: Logins; logins: Logins; routers: readonly Router[] },
): Promise<string[]> {
  const at = { in: { customer }, token };
  const kept = await doors.send('POST /customers/{customer}/credentials', { ...at, body: { name: 'bras', ...old } });
  const { id: credentials } = kept.json(Id);
  const door = 'POST /customers/{customer}/credentials/{credentials}';
  (await doors.send(door, { in: { customer, credentials }, token, body: { ...logins } })).json(Id);
  const devices: string[] = [];
  for (const { router, address } of routers) {
    const body = { name: `bras-${address}`, address, fingerprint: router.fingerprint, credentials };
    devices.push((await doors.send('POST /customers/{customer}/devices', { ...at, body })).json(Id).id);
  }
  for (const device of devices) await doors.send('POST /devices/{device}/examine', { in: { device }, token, body: {} });
  return devices;
}

const mostUnderWay = 12;
const short = { count: 1, address: '10.77.0.9' };

/** Every action that takes no more than that, and that any router can do. */
const asked = reads
  .filter(({ sentences }) => sentences.some((form: SentenceForm) => form.needs === undefined))
  .map((read) => {
    const names: readonly string[] = read.parameters.map(({ name }) => name);
    const params = Object.fromEntries(Object.entries(short).filter(([name]) => names.includes(name)));
    return { read, action: read.id, params };
  })
  .filter(({ read, params }) => 'values' in judged(read, params))
  .map(({ action, params }) => ({ action, params }));

/** A case with every action on each device, a bulk run and a lookup. Returns the files that tell of them. */
export async function diagnose(
  { doors }: Around,
  token: string,
  { devices, subscriber }: { devices: readonly string[]; subscriber: string },
): Promise<Map<string, Buffer>> {
  const opened = await doors.send('POST /sessions', { token, body: { devices, symptom: 'Video calls break up.' } });
  const session = opened.json(Id).id;
  const Runs = z.object({ runs: z.array(Id) });
  const started: string[] = [];
  for (const device of devices) {
    // A router takes no more at once.
    for (let from = 0; from < asked.length; from += mostUnderWay) {
      const body = { runs: asked.slice(from, from + mostUnderWay).map((one) => ({ device, ...one })) };
      const answer = await doors.send('POST /sessions/{session}/runs', { in: { session }, token, body });
      const begun = answer.json(Runs).runs.map(({ id }) => id);
      await Promise.all(begun.map((run) => ended({ doors, token }, run)));
      started.push(...begun);
    }
  }
  const bulk = (
    await doors.send('POST /bulk-runs', { token, body: { customer, action: 'sys.overview', devices } })
  ).json(Id).id;
  const lookup = (await doors.send('POST /lookups', { token, body: { customer, text: subscriber } })).json(Id).id;
  const isFound = async () =>
    (await doors.send('GET /lookups/{lookup}', { in: { lookup }, token })).bytes.includes(subscriber);
  if (!(await until(isFound, patienceMs))) throw new Error('the subscriber was not found');
  for (const run of started) await doors.send('GET /runs/{run}/rows', { in: { run }, token });
  const files = new Map<string, Buffer>();
  for (const as of ['pdf', 'csv', 'json']) {
    const query = `as=${as}`;
    const { status, bytes } = await doors.send('GET /sessions/{session}/report', { in: { session }, query, token });
    if (status !== 200) throw new Error(`the session as ${as}: ${bytes}`);
    files.set(`session.${as}`, bytes);
  }
  files.set(
    'bulk.csv',
    (await doors.send('GET /bulk-runs/{bulkRun}/report', { in: { bulkRun: bulk }, query: 'as=csv', token })).bytes,
  );
  return files;
}

async function ended({ doors, token }: { doors: Doors; token: string }, run: string): Promise<void> {
  const isOver = async () => {
    const { state } = (await doors.send('GET /runs/{run}', { in: { run }, token })).json(
      z.object({ state: z.string() }),
    );
    return !['intended', 'running'].includes(state);
  };
  if (!(await until(isOver, patienceMs))) throw new Error('a run did not end');
}

/** The audit log, at once and by the runner. */
export async function takeAudit({ doors }: Around, token: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const as of ['csv', 'json'])
    files.set(`audit.${as}`, (await doors.send('GET /audit/export', { query: `as=${as}`, token })).bytes);
  const body = { q: '', as: 'json' };
  const { id } = (await doors.send('POST /audit/exports', { token, body })).json(Id);
  const Exports = z.object({ items: z.array(z.object({ id: z.string(), state: z.string() })) });
  const isDone = async () =>
    (await doors.send('GET /audit/exports', { token }))
      .json(Exports)
      .items.some((one) => one.id === id && one.state === 'done');
  if (!(await until(isDone, patienceMs))) throw new Error('the audit was not exported');
  files.set(
    'audit by the runner',
    (await doors.send('GET /audit/exports/{export}/file', { in: { export: id }, token })).bytes,
  );
  return files;
}
