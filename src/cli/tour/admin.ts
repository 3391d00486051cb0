import { Holders, Step } from './answers';
import { auditOf } from './audit-pages';
import { customer, foreignCustomer, nameOf, type OpenedCase, words } from './case';
import { Client } from './client';
import type { Visit } from './visit';

/** Anna looks after the case and the audit of her customers. */
export async function asAdmin(visit: Visit, opened: OpenedCase): Promise<void> {
  const { tally } = visit;
  const name = nameOf(opened);
  tally.chapter('Anna Keller, Admin');
  const client = await Client.signIn(visit.place, 'admin');
  const found = await client.session(opened.id);
  tally.same(
    `Anna sees ${name} as Marco closed it`,
    [found.session.state, found.session.cause, found.steps.at(-1)?.kind],
    ['closed', words.cause, 'closed'],
  );
  const reopened = (await client.post(`/sessions/${opened.id}/reopen`, { reason: words.reason })).as(Step);
  tally.same('Anna reopens it with a reason', [reopened.kind, reopened.text], ['reopened', words.reason]);
  const { items: holders } = (await client.get(`/sessions/${opened.id}/holders`)).as(Holders);
  // From her own hands, so that the last one shows that it went to Marco and did not just stay with him.
  for (const holder of ['Anna Keller', 'Marco Okafor']) {
    const to = holders.find((one) => one.name === holder)?.id;
    const handed = await client.post(`/sessions/${opened.id}/hand-over`, { to });
    const { session } = await client.session(opened.id);
    const what = holder === 'Anna Keller' ? 'Anna takes it over' : 'and hands it over to Marco';
    tally.same(what, [handed.said, session.state, session.holder], ['200', 'open', holder]);
  }
  await readsAudit(visit, client, name);
}

async function readsAudit({ tally }: Visit, client: Client, name: string): Promise<void> {
  const entries = await auditOf(client, '');
  const foreign = entries.filter((entry) => JSON.stringify(entry).includes(foreignCustomer));
  tally.check(
    `Anna reads ${entries.length} entries of the audit of ${customer}, none of which names ${foreignCustomer}`,
    entries.length > 0 && foreign.length === 0,
    foreign,
  );
  for (const event of ['session.closed', 'session.exported']) {
    const count = entries.filter(
      (entry) => entry.event === event && entry.target === `session ${name}` && entry.actor.name === 'Marco Okafor',
    ).length;
    const expected = event === 'session.closed' ? 1 : 3;
    tally.same(`Anna finds ${event} of ${name} by Marco, ${expected === 1 ? 'once' : 'three times'}`, count, expected);
  }
}
