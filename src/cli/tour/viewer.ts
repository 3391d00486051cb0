import { Sessions } from './answers';
import { customer, nameOf, type OpenedCase, refused, target, words } from './case';
import { Client } from './client';
import type { Visit } from './visit';

/** Vera sees the stored case whole, and may do nothing with it. */
export async function asViewer(visit: Visit, opened: OpenedCase): Promise<void> {
  const { tally } = visit;
  const name = nameOf(opened);
  tally.chapter('Vera Santos, Viewer');
  const client = await Client.signIn(visit.place, 'viewer');
  const { items } = (await client.get(`/sessions?customer=${customer}`)).as(Sessions);
  tally.check(
    `Vera finds ${name} in the list`,
    items.some(({ id }) => id === opened.id),
    items.map(({ number }) => number),
  );
  const found = await client.session(opened.id);
  tally.same(
    `Vera opens it: all ${found.steps.length} steps, from its symptom on`,
    [found.steps.map(({ number }) => number), found.steps[0]?.text],
    [found.steps.map((_, index) => index + 1), words.symptom],
  );
  const shown = await Promise.all(found.runs.map(async ({ id }) => (await client.rows(id)).length));
  tally.same(
    `and all rows of its ${found.runs.length} runs`,
    shown,
    found.runs.map(({ rows }) => rows),
  );
  await isRefused(visit, client, opened);
  const { steps } = await client.session(opened.id);
  tally.same(`the log of ${name} is what it was`, steps, found.steps);
}

async function isRefused(visit: Visit, client: Client, { id, device, number }: OpenedCase): Promise<void> {
  const name = nameOf({ number });
  const runs = [{ device, action: 'tool.ping', params: { address: target } }];
  const post = (path: string, body: object) => client.post(`/sessions/${id}/${path}`, body);
  const attempts = [
    { what: 'a run', event: 'session.runsStarted', needs: 'session.run', ask: () => post('runs', { runs }) },
    { what: 'a note', event: 'session.noted', needs: 'session.run', ask: () => post('notes', { text: words.note }) },
    {
      what: `to close ${name}`,
      event: 'session.closed',
      needs: 'session.run',
      ask: () => post('close', { cause: words.cause }),
    },
    {
      what: 'an export',
      event: 'session.exportAsked',
      needs: 'record.export',
      ask: () => client.get(`/sessions/${id}/report?as=pdf`),
    },
    { what: 'the audit', event: 'audit.listed', needs: 'audit.read', ask: () => client.get('/audit') },
  ];
  for (const { what, event, needs, ask } of attempts)
    refused(
      visit,
      { who: 'Vera', what, event },
      { answer: await ask(), expected: `403 your role may not do this: ${needs}` },
    );
}
