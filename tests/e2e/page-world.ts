import { personWith } from './browser';

/** What a path is filled in with: a thing of one's own customer, of another's, or of nobody's. */
export interface Things {
  readonly customer: string;
  readonly device: string;
  readonly session: string;
  readonly bulk: string;
  readonly change: string;
  readonly rollout: string;
  readonly person: string;
  /** When an audit entry was written and its id: the two parts of its path. */
  readonly at: string;
  readonly entry: string;
  /** An action of the library, which is nobody's own. */
  readonly action: string;
  readonly template: string;
  /** A version of a template of somebody’s own, which belongs to no customer. */
  readonly own: string;
  readonly version: string;
}

export type Whose = 'own' | 'foreign' | 'nobody’s';

const nobodys = '00000000-0000-4000-8000-000000000000';

/** Makes what the demo does not have of each customer, as its Super Admin, over REST. */
export async function pageWorld(origin: string): Promise<Readonly<Record<Whose, Things>>> {
  const { email, password } = personWith('superAdmin');
  const { accessToken } = await ask(origin, '/auth/sign-in', { body: { email, password } });
  const as = (path: string, body?: object) =>
    ask(origin, path, { token: String(accessToken), ...(body === undefined ? {} : { body }) });
  const people = (await as('/people')).items as { id: string; role: string }[]; // safe: as the route says.
  const personOf = (role: string): string => people.find((one) => one.role === role)?.id ?? '';
  const of = async (customer: string, person: string): Promise<Things> => {
    const { items: devices } = await as(`/devices?customer=${customer}`);
    const device = (devices as { id: string }[])[0]?.id ?? ''; // safe: as the route says.
    const session = await as('/sessions', { devices: [device], symptom: 'Who may open this page?' });
    const ping = { action: 'tool.ping', params: { address: '10.20.0.1', count: 1 } };
    const bulk = await as('/bulk-runs', { customer, ...ping, devices: [device] });
    const suspend = { template: 'subscriber.suspend', values: { name: 'nobody.here' } };
    const change = await as('/changes', { device, ...suspend });
    const ntp = { template: 'system.ntp', values: { servers: ['192.0.2.123'] } };
    const rollout = await as('/rollouts', { customer, devices: [device], ...ntp });
    const { items: entries } = await as(`/audit?q=${encodeURIComponent(`customer:${customer}`)}`);
    const [entry] = entries as { id: string; at: string }[]; // safe: as the route says.
    return {
      ...{
        customer,
        device,
        session: String(session.id),
        bulk: String(bulk.id),
        change: String(change.change),
        rollout: String(rollout.rollout),
        person,
      },
      ...{ at: encodeURIComponent(entry?.at ?? ''), entry: entry?.id ?? '', action: 'tool.ping' },
      template: 'subscriber.suspend',
      ...{ own: 'own.of-the-pages', version: '1' },
    };
  };
  await as('/template-versions', { template: 'own.of-the-pages' });
  return {
    own: await of('acme-corp', personOf('operator')),
    // Nobody but a Super Admin is outside of acme-corp in the demo: whom an Admin does not see.
    foreign: await of('other-isp', personOf('superAdmin')),
    'nobody’s': {
      ...{
        customer: 'no-such-isp',
        device: nobodys,
        session: nobodys,
        bulk: nobodys,
        change: nobodys,
        rollout: nobodys,
        person: nobodys,
      },
      ...{ at: encodeURIComponent('2026-01-01T00:00:00.000Z'), entry: nobodys, action: 'tool.pong' },
      template: 'subscriber.forget',
      ...{ own: 'own.nobody', version: '1' },
    },
  };
}

interface Asked {
  readonly token?: string;
  /** With one it is a POST. */
  readonly body?: object;
}

async function ask(origin: string, path: string, { token, body }: Asked): Promise<Record<string, unknown>> {
  const answer = await fetch(`${origin}/api/v1${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>; // safe: every answer of REST is an object.
}
