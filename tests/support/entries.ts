import type { Principal } from '@/core/access';
import type { Outcome } from '@/core/events';
import { createCaller } from '@/server/api/root';
import type { TestDatabase } from './database';
import { contextFor, type World } from './world';

/** An entry as `fillEntries` makes it: what a query could ask for. */
export interface Made {
  readonly id: string;
  readonly at: string;
  readonly event: string;
  readonly outcome: Outcome;
  readonly customer: string | null;
  readonly actor: string | null;
  readonly actorKind: string;
  readonly name: string | null;
  readonly target: string | null;
  readonly address: string | null;
  readonly request: string;
}

const pick = <T>(values: readonly T[], index: number): T => values[index % values.length] as T; // safe: none is empty.

/**
 * Entries of both customers and of none, one every ten seconds, the newest a minute old: every value comes together with
 * every other now and then, because the lengths of the lists have no divisor in common.
 */
export async function fillEntries({ owner }: TestDatabase, world: World, count = 600): Promise<Made[]> {
  const { customers, people, devices } = world;
  const made = Array.from({ length: count }, (_, index): Made => {
    const customer = pick([customers['acme-corp'], customers['other-isp'], null], Math.floor(index / 2));
    const [actor, name] = pick(
      [
        [people.operator.personId, 'Óscar Operator'],
        [people.admin.personId, 'Anna Admin'],
        [null, null],
        [people.superAdmin.personId, '=Sofia()'],
      ] as const,
      Math.floor(index / 3),
    );
    const device = devices[customer === customers['other-isp'] ? 'other-isp' : 'acme-corp'][index % 3] ?? null;
    return {
      id: crypto.randomUUID(),
      at: new Date(Date.now() - 60_000 - index * 10_000)
        .toISOString()
        .replace('Z', `${String(index % 1000).padStart(3, '0')}Z`),
      event: pick(['device.listed', 'run.started', 'device.renamed', 'session.opened', 'auth.signedIn'], index),
      outcome: pick<Outcome>(['ok', 'ok', 'ok', 'refused', 'ok', 'failed', 'unknown'], index),
      customer,
      actor,
      actorKind: actor === null ? pick(['stranger', 'runner'], index) : 'person',
      name,
      target: index % 11 === 0 ? null : `device/${device}`,
      address: pick(['192.0.2.7', '10.20.30.40', '10.20.31.1', '2001:db8::17', 'unknown', null], Math.floor(index / 5)),
      request: `request-${Math.floor(index / 4)}`,
    };
  });
  await owner`
    with made as (select *, sha256(id::text::bytea) as salt from jsonb_to_recordset(${owner.json(JSON.parse(JSON.stringify(made)))}) as m(
        id uuid, at timestamptz, event text, outcome text, customer uuid, actor uuid, "actorKind" text, name text, target text, address text, request text)),
    bodies as (select m.*, jsonb_build_object('v', 1, 'id', m.id, 'at', to_char(m.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'event', m.event, 'outcome', m.outcome, 'actor', jsonb_build_object('kind', m."actorKind", 'id', m.actor, 'role', null, 'signIn', null, 'because', null),
        'customer', m.customer, 'target', case when m.target is not null then jsonb_build_object('kind', 'device', 'id', split_part(m.target, '/', 2)) end,
        'request', m.request, 'detail', '{}'::jsonb, 'personal', 'x')::text as body from made m),
    side as (insert into audit.personal (at, entry_id, customer_id, salt, body)
      select at, id, customer, salt, json_build_object('name', name, 'address', address, 'agent', 'tests', 'otherAddress', null)::text from bodies)
    insert into audit.entry (at, id, customer_id, actor_id, event, outcome, body, salt, leaf, xid)
    select at, id, customer, actor, event, outcome, body, salt, sha256('\\x00'::bytea || salt || convert_to(body, 'UTF8')), pg_current_xact_id() from bodies`;
  return made;
}

/** Every page of a query from the newest on, in the order they came. */
export async function allOf(
  me: Principal,
  input: { readonly q?: string; readonly limit?: number },
  between: () => Promise<unknown> = async () => undefined,
) {
  const api = createCaller(contextFor(me)).audit;
  const items: Awaited<ReturnType<typeof api.list>>['items'] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page: Awaited<ReturnType<typeof api.list>> = await api.list({
      ...input,
      ...(after === undefined ? {} : { after }),
    });
    items.push(...page.items);
    after = page.next;
    await between();
  }
  return items;
}
