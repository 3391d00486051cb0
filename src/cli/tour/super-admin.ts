import { auditOf } from './audit-pages';
import { nameOf, type OpenedCase } from './case';
import { Client } from './client';
import type { Visit } from './visit';

const people: Readonly<Record<string, string>> = { Marco: 'Marco Okafor', Vera: 'Vera Santos' };

/** Sofia finds in the audit what everybody before her was refused. */
export async function asSuperAdmin({ place, tally, refusals }: Visit, opened: OpenedCase): Promise<void> {
  tally.chapter('Sofia Lindqvist, Super Admin');
  const client = await Client.signIn(place, 'superAdmin');
  const entries = await auditOf(client, '&outcome=refused');
  for (const { who, what, event, reason, requestId } of refusals) {
    const found = entries.find((entry) => entry.requestId === requestId);
    tally.same(
      `Sofia finds that ${who} was refused ${what}`,
      found && { event: found.event, who: found.actor.name, reason: found.reason },
      { event, who: people[who], reason },
    );
  }
  const exported = await auditOf(client, '&event=session.exported');
  tally.same(
    `Sofia finds the three exports of ${nameOf(opened)}`,
    exported.map(({ outcome, actor, target }) => `${outcome} ${actor.name} ${target}`),
    ['PDF', 'CSV', 'JSON'].map(() => `ok Marco Okafor session ${nameOf(opened)}`),
  );
}
