import { describe, expect, test } from 'vitest';
import { CustomerSlug, DeviceId, RunId, SessionId } from '@/core/ids';
import type { SessionPage, StepView } from '@/ui/live/views';
import { type Case, lastRuns, withEvent } from '@/ui/sessions/case';
import { readSessionFilter, sessionsAddress } from '@/ui/sessions/session-filter';

const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const marco = { name: 'Marco Okafor', role: 'operator' } as const;
const step = (number: number, more: Partial<StepView> = {}): StepView => ({
  number,
  kind: 'note',
  at: `2026-11-24T14:00:${String(number).padStart(2, '0')}.000Z`,
  by: marco,
  text: 'words',
  device: null,
  run: null,
  to: null,
  ...more,
});

const opened: Case = {
  session: {
    id: SessionId.parse(idOf(1)),
    customer: CustomerSlug.parse('acme-corp'),
    number: 7,
    title: 'It is slow',
    state: 'open',
    openedAt: '2026-11-24T14:00:00.000Z',
    openedBy: marco,
    holder: marco.name,
    closedAt: null,
    cause: null,
    devices: [],
    steps: 1,
    runs: 0,
  },
  steps: [step(1, { kind: 'opened' })],
  devices: [],
};

const told = (...steps: StepView[]): Case =>
  steps.reduce((before, one) => withEvent(before, { kind: 'step', step: one }), opened);

describe('a case on screen', () => {
  test('holds its steps in their order, each once, however they arrive', () => {
    const { steps } = told(step(3), step(2), step(3), step(2));
    expect(steps.map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  test('stands as its own step left it, before the server has said so', () => {
    expect(told(step(2, { kind: 'closed', text: 'Water.' })).session).toMatchObject({
      state: 'closed',
      cause: 'Water.',
      closedAt: '2026-11-24T14:00:02.000Z',
      steps: 2,
    });
    expect(told(step(2, { kind: 'closed' }), step(3, { kind: 'reopened' })).session).toMatchObject({
      state: 'open',
      cause: null,
      closedAt: null,
    });
    const run = RunId.parse(idOf(9));
    expect(
      told(
        step(2, { kind: 'renamed', text: 'Uplink' }),
        step(3, { kind: 'handedOver', to: 'Anna' }),
        step(4, { kind: 'run', run }),
      ).session,
    ).toMatchObject({ title: 'Uplink', holder: 'Anna', runs: 1, steps: 4 });
  });

  test('is not set back by what was overtaken on its way', () => {
    const closed = told(step(2, { kind: 'closed' }));
    expect(withEvent(closed, { kind: 'session', session: opened.session })).toBe(closed);
    const late = withEvent(
      { ...closed, session: { ...closed.session, steps: 5, state: 'open', cause: null, closedAt: null } },
      { kind: 'step', step: step(3, { kind: 'closed' }) },
    );
    expect(late.session.state).toBe('open');
    expect(late.steps).toHaveLength(3);
  });

  test('takes a device in once, by name, with what it last answered', () => {
    const device = (number: number, name: string, cpuPercent: number): SessionPage['devices'][number] => ({
      id: DeviceId.parse(idOf(number)),
      customer: CustomerSlug.parse('acme-corp'),
      name,
      address: '10.0.0.1',
      port: 8729,
      transport: 'tls',
      site: null,
      zone: null,
      accounts: [],
      tags: [],
      enrolledAt: '2026-11-24T14:00:00.000Z',
      state: 'up',
      since: null,
      triedAt: null,
      answeredAt: null,
      faultCode: null,
      identity: null,
      model: null,
      version: null,
      cpuPercent,
      uptimeSeconds: null,
      roundTripMs: null,
      faultReason: null,
      shownPin: null,
      clockSkewSeconds: null,
      missingPolicies: null,
      examinedAt: null,
      capabilities: null,
      capableAt: null,
    });
    const known = [device(2, 'tower', 10), device(3, 'core', 20), device(2, 'tower', 30)].reduce(
      (before: Case, one) => withEvent(before, { kind: 'device', device: one }),
      opened,
    );
    expect(known.devices.map(({ name, cpuPercent }) => [name, cpuPercent])).toEqual([
      ['core', 20],
      ['tower', 30],
    ]);
  });

  test('opens with the results of its last eight runs', () => {
    const runs = Array.from({ length: 11 }, (_, at) => RunId.parse(idOf(100 + at)));
    const steps = runs.map((run, at) => step(at + 1, { kind: 'run', run }));
    expect([...lastRuns(steps)]).toEqual(runs.slice(3));
  });
});

test('the filter of the list is what its address says, and what is no state is left out', () => {
  const filter = { q: 'uplink', state: 'open' } as const;
  const address = sessionsAddress('/sessions', filter);
  expect(address).toBe('/sessions?q=uplink&state=open');
  expect(readSessionFilter(Object.fromEntries(new URL(address, 'http://a').searchParams))).toEqual(filter);
  expect(readSessionFilter({ state: 'burning', q: '  ', after: ['a', 'b'] })).toEqual({});
  expect(sessionsAddress('/sessions', {})).toBe('/sessions');
});
