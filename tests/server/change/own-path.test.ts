import { expect, test } from 'vitest';
import type { Step } from '@/core/change/step';
import { templateOf } from '@/core/templates/library';
import type { Wanted } from '@/server/change/wanted';
import { byHand, changesSaid } from './meddling';
import { attempt, place, previewed, routersOf, saidTo, settled, writing } from './scene';

/* A change that would cut our own path to the router, from the preview to the last look before it is made. */

const closing = (asks: Step['fields']): Wanted => ({
  ...{ template: templateOf('dns.closed'), reverts: null, values: { interface: 'ether5' }, device: 'a device' },
  steps: [
    {
      ...{ menu: '/ip/firewall/filter', verb: 'add', mostRows: 1, ifNone: 'refuse', place: 'first' },
      where: { chain: 'input', comment: 'Routeward: closed' },
      fields: { action: 'drop', ...asks },
    },
  ],
});

test('what cuts us is refused before anybody authorises it, with the rule that does it', async () => {
  const at = await place();
  const before = at.router.state.hash();
  const { state, preview } = await previewed(routersOf(), at, closing({ protocol: 'tcp' }));
  expect(state).toBe('refused');
  expect(preview.refusals).toEqual([{ id: 'ownPath', step: 0 }]);
  expect(preview.lockout).toBe(
    'Management arrives from 10.99.0.1 on bridge-tower; rule 1 would drop it before rule 5 accepts it.',
  );
  expect(preview.tier).toBe('W3');
  expect(at.router.state.hash()).toBe(before);
});

test('what decides on us takes two people, and what leaves us alone does not', async () => {
  const [at, routers] = [await place(), routersOf()];
  const us = closing({ action: 'accept', 'src-address': '10.99.0.1' });
  expect((await previewed(routers, at, us)).preview).toMatchObject({ tier: 'W3', lockout: null, warnings: [] });
  const others = closing({ 'src-address': '198.51.100.0/24' });
  expect((await previewed(routers, at, others)).preview).toMatchObject({ tier: 'W2', lockout: null, warnings: [] });
});

test('what has come to cut us since it was authorised is not made, and the reason is told', async () => {
  const [at, routers] = [await place(), routersOf()];
  const what = closing({ 'src-address-list': 'pests' });
  const { state, digest } = await previewed(routers, at, what);
  expect(state).toBe('previewed');
  await (await byHand(at)).ask('/ip/firewall/address-list/add', '=list=pests', '=address=10.99.0.1');
  const hand = changesSaid(at).length;
  const { made, stages } = await attempt(routers, at, { wanted: what, digest });
  expect(made).toMatchObject({
    state: 'failed',
    fault: {
      code: 'differs',
      message: 'Management arrives from 10.99.0.1 on bridge-tower; rule 1 would drop it before rule 5 accepts it.',
    },
  });
  expect(stages).toEqual([]);
  expect(changesSaid(at)).toHaveLength(hand);
});

test('what cannot be told any more voids the authorisation, which was one of a lower tier', async () => {
  const [at, routers] = [await place(), routersOf()];
  const what = closing({ 'src-address': '198.51.100.0/24' });
  const { digest, preview } = await previewed(routers, at, what);
  expect(preview.tier).toBe('W2');
  // By what is read then nobody could come through. None of it is what the steps look at.
  at.router.state.table('/ip/firewall/raw').add({ chain: 'prerouting', action: 'drop', disabled: 'false' });
  const { made } = await attempt(routers, at, { wanted: what, digest });
  expect(made).toMatchObject({ state: 'failed', fault: { code: 'differs' } });
});

test('only what can cut us is asked for, and no secret', async () => {
  const at = await place();
  await previewed(routersOf(), at, closing({ protocol: 'udp' }));
  const asked = saidTo(at.router).map((words) => words.split(' ')[0]);
  expect(asked).toContain('/ip/firewall/raw/print');
  expect(saidTo(at.router).join()).not.toMatch(/password|secret|private-key/);
});

test('what was overridden is tried under the guard, and undone where it does cut us; another way of cutting us is not tried', async () => {
  const [at, routers] = [await place(), routersOf()];
  const what = closing({ protocol: 'tcp' });
  const { digest, preview, isLockout } = await previewed(routers, at, what);
  expect(isLockout).toBe(true);
  const before = at.router.state.hash();
  const other = await attempt(routers, at, { wanted: what, digest, overridden: 'Management arrives elsewhere.' });
  expect(other.made).toMatchObject({ state: 'failed', fault: { code: 'differs', message: preview.lockout } });
  expect((await attempt(routers, at, { wanted: what, digest })).made.state).toBe('failed');
  expect(at.router.state.hash()).toBe(before);
  const limits = { reachMs: 1000 };
  const tried = await attempt(routers, at, { wanted: what, digest, overridden: preview.lockout, limits });
  expect(tried.stages).toContain('armed');
  expect(await settled(routers, at, tried)).toBe('reverted');
  expect(at.router.state.hash()).toBe(before);
});

test('where our account is signed in from elsewhere too, that is said, and takes two people', async () => {
  const [at, routers] = [await place(), routersOf()];
  const others = closing({ 'src-address': '198.51.100.0/24' });
  at.router.state.sessions.add({ id: 0, name: writing.name, group: 'full', address: '192.0.2.77', since: 0 });
  const { preview } = await previewed(routers, at, others);
  expect(preview.warnings.join()).toContain('192.0.2.77');
  expect(preview.tier).toBe('W3');
});
