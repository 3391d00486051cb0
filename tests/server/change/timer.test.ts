import { describe, expect, test } from 'vitest';
import type { Stage } from '@/core/change/change';
import { compile } from '@/core/templates/compile';
import { templateOf } from '@/core/templates/library';
import type { Wanted } from '@/server/change/wanted';
import { byHand, changesSaid, toggled } from './meddling';
import { attempt, type Place, place, previewed, routersOf, saidTo, settled, standingOf } from './scene';

/* A router without safe mode over the API takes a change back by a timer of its own. */

const versions = ['7.17.2', '7.9.2', '6.49.18'] as const;
/** A model whose device-mode allows schedules. */
const model = 'CHR';
const timersOn = ({ router }: Place) => router.state.table('/system/scheduler').items.map(({ fields }) => fields.name);

describe.each(versions)('RouterOS %s', (version) => {
  test('a subscriber is suspended: timers set and read back, changed, read back from outside, and disarmed', async () => {
    const at = await place({ version, model });
    const routers = routersOf();
    const { state, digest, preview } = await previewed(routers, at);
    expect([state, preview.guard]).toEqual(['previewed', { rung: 'timer', why: expect.any(String), firesSeconds: 90 }]);
    const { made, stages } = await attempt(routers, at, { digest });
    expect([made.state, made.fault, made.fault?.cause]).toEqual(['verified', null, undefined]);
    expect(stages).toEqual(['checked', 'arming', 'armed', 'applied', 'reached', 'readBack', 'releasing']);
    expect([standingOf(at.router), timersOn(at)]).toEqual(['suspended', []]);
    const said = saidTo(at.router).map((words) => words.split(' ')[0]);
    const order = ['/system/scheduler/add', '/ppp/secret/set', '/ppp/active/remove', '/system/scheduler/remove'];
    const first = order.map((path) => said.indexOf(path ?? ''));
    expect(first).toEqual([...first].sort((one, other) => one - other));
    expect(said.filter((path) => path === '/system/scheduler/add')).toHaveLength(2);
    expect(said.filter((path) => path === '/system/scheduler/remove')).toHaveLength(2);
  });

  test('what is not as predicted is undone by one more timer, whose moment is now', async () => {
    const at = await place({ version, model });
    const routers = routersOf();
    const { digest } = await previewed(routers, at);
    const hand = await byHand(at);
    const tried = await attempt(routers, at, {
      digest,
      at: (stage) =>
        stage === 'reached'
          ? hand.ask('/ppp/secret/set', '=.id=*2', '=disabled=no', '=profile=default-encryption')
          : undefined,
    });
    expect(tried.made).toMatchObject({ state: 'reverted', fault: { code: 'notAsPredicted' } });
    expect(tried.stages.at(-1)).toBe('undone');
    expect(timersOn(at)).toEqual([]);
    // What somebody else changed meanwhile stays: only what we did is undone.
    expect(at.router.state.table('/ppp/secret').find('*2')?.fields).toMatchObject({
      ...{ disabled: 'false', profile: 'default-encryption' },
    });
  });

  test('the way is lost: the router undoes it by itself at its moment, and that is read back', async () => {
    const at = await place({ version, model });
    const routers = routersOf();
    const { digest } = await previewed(routers, at);
    const tried = await attempt(routers, at, { digest, at: lostAt(at, 'applied') });
    expect(tried.made.state).toBe('unknown');
    // Whoever is asked how the subscriber stands has let them dial in vain.
    expect(at.router.state.table('/ppp/secret').find('*2')?.fields.disabled).toBe('true');
    expect(timersOn(at)).toHaveLength(2);
    Object.assign(at.router.faults, { refusesConnections: false });
    await at.router.letPass(91_000);
    expect(await settled(routers, at, tried)).toBe('reverted');
    expect([standingOf(at.router), timersOn(at)]).toEqual(['online', []]);
  });
});

/** Whatever it takes, it is of tier W3: it decides who reaches the router. */
function management(): Wanted {
  const template = templateOf('management.allow-list');
  const values = { addresses: ['0.0.0.0/8', '127.0.0.0/8', '10.0.0.0/8'] };
  return { template, reverts: null, values, device: 'a device', steps: compile(template, values) };
}

/** From this stage on nobody reaches the router, and who is there is thrown out. */
const lostAt = (at: Place, when: Stage) => (stage: Stage) => {
  if (stage !== when) return;
  Object.assign(at.router.faults, { refusesConnections: true, cut: { afterBytes: 0, by: 'RST' } });
};

describe('clocks and starts', () => {
  const version = '7.17.2';

  test('a reboot in between: what was due while it was off is undone at the start', async () => {
    const at = await place({ version, model, character: { bootMs: 4_000 } });
    const routers = routersOf();
    const { digest } = await previewed(routers, at);
    const hand = await byHand(at, 'rebooter');
    const tried = await attempt(routers, at, {
      digest,
      at: async (stage) => {
        if (stage !== 'applied') return;
        await hand.ask('/system/reboot');
        await hand.closed();
      },
    });
    expect(tried.made.state).toBe('unknown');
    await at.router.letPass(91_000);
    expect(timersOn(at)).toHaveLength(2);
    expect(await settled(routers, at, tried)).toBe('reverted');
    expect([standingOf(at.router), timersOn(at)]).toEqual(['online', []]);
  });

  test('a clock that jumps over the moment while the change is made: it is not released, but undone', async () => {
    const at = await place({ version, model });
    const routers = routersOf();
    const { digest } = await previewed(routers, at);
    const tried = await attempt(routers, at, {
      digest,
      at: (stage) => (stage === 'reached' ? at.router.state.setClock(3_600_000) : undefined),
    });
    expect(tried.made).toMatchObject({ state: 'reverted', fault: { code: 'guardTaken' } });
    expect([standingOf(at.router), timersOn(at)]).toEqual(['online', []]);
  });

  test('one that jumps over it once we are gone: the next start undoes it, and until then it is not called settled', async () => {
    const at = await place({ version, model });
    const routers = routersOf();
    const { digest } = await previewed(routers, at);
    const tried = await attempt(routers, at, { digest, at: lostAt(at, 'applied') });
    at.router.state.setClock(3_600_000);
    Object.assign(at.router.faults, { refusesConnections: false });
    await expect(settled(routers, at, tried, 500)).rejects.toThrow('not known yet');
    const hand = await byHand(at, 'rebooter');
    await hand.ask('/system/reboot');
    expect(await settled(routers, at, tried)).toBe('reverted');
    expect([standingOf(at.router), timersOn(at)]).toEqual(['online', []]);
  });

  test('a clock that was never set: there is no timer by it, and the preview says so', async () => {
    const at = await place({ version, model });
    at.router.state.setClock(-Date.now());
    const { preview } = await previewed(routersOf(), at);
    expect(preview.guard).toMatchObject({ rung: 'none', why: expect.stringContaining('never set') });
  });
});

describe('nothing is changed', () => {
  const version = '7.12.1';

  test('where another timer of ours may yet fire', async () => {
    const at = await place({ version, model });
    const routers = routersOf();
    const { digest } = await previewed(routers, at);
    const hand = await byHand(at);
    await hand.ask('/system/scheduler/add', '=name=routeward-undo-ffff', '=policy=read,write');
    const { made } = await attempt(routers, at, { digest });
    expect(made).toMatchObject({ state: 'failed', fault: { code: 'guardTaken' } });
    expect([changesSaid(at), timersOn(at)]).toEqual([[], ['routeward-undo-ffff']]);
  });

  test('where somebody takes the timer away before the first row', async () => {
    const at = await place({ version, model });
    const routers = routersOf();
    const { digest } = await previewed(routers, at);
    const hand = await byHand(at);
    const { made } = await attempt(routers, at, {
      digest,
      at: async (stage) => (stage === 'arming' ? void (await hand.ask(...toggled('paid'))) : undefined),
    });
    expect(made).toMatchObject({ state: 'failed', fault: { code: 'differs' } });
    expect([standingOf(at.router), timersOn(at)]).toEqual(['online', []]);
  });

  test('where the guard is another than the one that was previewed', async () => {
    const at = await place({ version, model });
    const routers = routersOf();
    const { digest } = await previewed(routers, at);
    at.router.state.setClock(-Date.now());
    const { made } = await attempt(routers, at, { digest });
    expect(made).toMatchObject({ state: 'failed', fault: { code: 'differs' } });
    expect([changesSaid(at), timersOn(at)]).toEqual([[], []]);
  });
});

describe('a router that forbids timers', () => {
  test('a W2 is made without a guard, which its preview says; what goes wrong with it is not undone', async () => {
    const at = await place({ version: '7.17.2', model: 'hEX' });
    const routers = routersOf();
    const { state, digest, preview } = await previewed(routers, at);
    expect(state).toBe('previewed');
    expect(preview.guard).toMatchObject({ rung: 'none', firesSeconds: null, why: expect.stringContaining('forbids') });
    const { made } = await attempt(routers, at, { digest });
    expect(made).toMatchObject({ state: 'verified', fault: null });
    expect(standingOf(at.router)).toBe('suspended');
    expect(saidTo(at.router).some((words) => /^\/system\/scheduler\/add|^\/safe-mode/.test(words))).toBe(false);
  });

  test('a W3 is refused', async () => {
    const at = await place({ version: '7.17.2', model: 'hEX' });
    const template = management();
    const { state, preview } = await previewed(routersOf(), at, template);
    expect(state).toBe('refused');
    expect(preview.refusals).toContainEqual({ id: 'noGuard', step: 0 });
  });

  test('half of it, and the way is lost: nobody says that it was undone', async () => {
    const at = await place({ version: '7.17.2', model: 'hEX' });
    const routers = routersOf();
    const { digest } = await previewed(routers, at);
    const tried = await attempt(routers, at, { digest, at: lostAt(at, 'applied') });
    expect(tried.made.state).toBe('unknown');
    Object.assign(at.router.faults, { refusesConnections: false });
    expect(await settled(routers, at, tried)).toBe('verified');
  });
});
